"""``hookflash call``: a scripted call, played at once and always the same."""

import json
from pathlib import Path

import pytest

from tests.integration.cli.office import (
    CALLER,
    NUMBER,
    WANTS_LINK,
    WANTS_PERSON,
    Office,
    the,
    types,
)

HARBOR = Path(__file__).parents[2] / "unit" / "workspace_file" / "harbor.yaml"
SCRIPT = Path(__file__).with_name("call.yaml")


def test_the_files_of_the_specification_play(folder: Office) -> None:
    """Word for word: text, question, transfer, answer, hang-up."""
    folder.run("apply", str(HARBOR))
    call = folder.json("call", str(SCRIPT))
    passed = [
        name
        for name in types(call)
        if name
        in ("SmsDelivered", "TransferProposed", "TransferConfirmed", "AgentLeft", "CallEnded")
    ]
    assert passed == [
        "SmsDelivered",
        "TransferProposed",
        "TransferConfirmed",
        "AgentLeft",
        "CallEnded",
    ]
    assert the(call, "SmsRequested")["body"] == "https://example.com/book"
    assert the(call, "TransferConnected")["who"] == "Front Desk"
    began, ended = call["events"][0]["at"], call["events"][-1]["at"]
    assert (began, ended) == ("2026-01-05T15:00:00Z", "2026-01-05T15:01:35Z")


def test_a_call_begins_when_it_is_said_to(office: Office) -> None:
    """But never before the one before it has ended."""
    script = office.write("call.yaml", {"from": CALLER, "to": NUMBER, "caller": [WANTS_LINK]})
    first = office.json("call", script, "--begin", "2026-03-02T09:30")["events"]
    second = office.json("call", script, "--begin", "2026-02-01T08:00")["events"]
    assert first[0]["at"] == "2026-03-02T09:30:00Z"
    assert second[0]["at"] >= first[-1]["at"]
    wrong = office.run("call", script, "--begin", "tomorrow", code=2).stderr
    assert "--begin: “tomorrow” is not a time; use UTC, e.g. 2026-03-02T09:30" in wrong


def test_two_runs_on_two_databases_leave_the_same_log(tmp_path: Path) -> None:
    """Ids and times included; another seed gives other ids."""

    def run(name: str, seed: int) -> str:
        folder = Office(tmp_path / name)
        folder.folder.mkdir()
        folder.apply()
        script = folder.write("call.yaml", {"from": CALLER, "to": NUMBER, "caller": [WANTS_LINK]})
        first = folder.run("call", script, "--seed", str(seed), "--json").stdout
        return first + folder.run("call", script, "--seed", str(seed), "--json").stdout

    assert run("a", 0) == run("b", 0)
    assert run("c", 1) != run("d", 2)


def test_calls_played_one_after_the_other_are_different_calls(office: Office) -> None:
    """The same script twice on one database: time has gone on, the ids are others."""
    first, second = office.call(WANTS_LINK), office.call(WANTS_LINK)
    assert first["call"] != second["call"]
    assert first["events"][-1]["at"] <= second["events"][0]["at"]
    assert types(first) == types(second)


def test_a_script_can_be_played_many_times(office: Office) -> None:
    """Many at once, nothing lost: each is a whole call, and the views built anew are the same."""
    script = office.write(
        "call.yaml",
        {"from": CALLER, "to": NUMBER, "caller": [WANTS_LINK, "Yes", WANTS_PERSON, "Yes please"]},
    )
    assert office.json("call", script, "--times", "70") == {
        "played": 70,
        "outcomes": {"voicemail": 70},
    }
    calls = office.json("calls")
    assert len({call["call"] for call in calls}) == 70
    assert {call["outcome"] for call in calls} == {"voicemail"}
    before = [office.run(*view, "--json").stdout for view in (["calls"], ["inbox"], ["transfers"])]
    office.run("rebuild")
    after = [office.run(*view, "--json").stdout for view in (["calls"], ["inbox"], ["transfers"])]
    assert before == after
    assert "70 calls played" in office.run("call", script, "--times", "70").stdout


def test_the_screen_tells_the_call_line_by_line(office: Office) -> None:
    """What was said, what was done, the states in between, and what it came to."""
    script = office.write(
        "call.yaml",
        {"from": CALLER, "to": NUMBER, "caller": [WANTS_LINK, "Yes", WANTS_PERSON, "No thanks"]},
    )
    lines = office.run("call", script).stdout.splitlines()
    seen = [line.split()[0] for line in lines if "───" in line]
    assert seen == ["ringing", "conversing", "confirm_transfer", "conversing", "ended"]
    assert any(
        line.split()[1:] == ["15:00:01", "Mia", "Sunny", "Cafe.", "AgentSpoke"] for line in lines
    )
    assert any("The text was delivered" in line for line in lines)
    assert lines[-2].startswith("Outcome: resolved")
    assert lines[-1].startswith("Replay it: hookflash replay ")


@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_screen_fits_any_width(office: Office, width: int) -> None:
    """No line is longer than the screen."""
    script = office.write(
        "call.yaml", {"from": CALLER, "to": NUMBER, "caller": [WANTS_LINK, WANTS_PERSON, "Yes"]}
    )
    for command in (["call", script], ["replay", "latest"], ["inbox"], ["transfers"]):
        shown = office.run(*command, width=width).stdout
        assert max(map(len, shown.splitlines())) <= width, command


def test_what_people_say_does_not_steer_the_terminal(office: Office) -> None:
    """Escape sequences and markup are shown, not obeyed."""
    words = "\x1b[31mred [bold]alert[/bold] \N{WAVING HAND SIGN}"
    script = office.write("call.yaml", {"from": CALLER, "to": NUMBER, "caller": [words]})
    shown = office.run("call", script).stdout + office.run("inbox").stdout
    assert "\x1b" not in shown
    assert "\N{REPLACEMENT CHARACTER}[31mred [bold]alert[/bold] \N{WAVING HAND SIGN}" in shown
    assert (
        json.loads(office.run("inbox", "--json").stdout)[0]["items"][0]["said"][1]["text"] == words
    )


def test_a_script_is_checked_against_the_workspace_it_calls(office: Office) -> None:
    """Members and numbers that are not there are named, with those that are; all at once."""
    script = {
        "from": "12",
        "to": NUMBER,
        "phones": {
            "Anna": {"does": "answer"},
            "Kitchen": {"does": "busy"},
            "212-555-0123": {"does": "fail"},
        },
        "hang_up": {"when": "ended"},
        "kyes": [],
    }
    done = office.run("call", office.write("call.yaml", script), code=2)
    for words in (
        "from (line",
        "Did you mean “Ana”?",
        "“Kitchen” is an inbox, not a phone",
        "hang_up.when",
        "Did you mean “keys”?",
    ):
        assert words in done.stderr
    assert len(done.stderr.splitlines()) == 5
    assert office.json("calls") == []


def test_a_number_that_nobody_has_is_told_with_what_to_do(office: Office) -> None:
    """Apply a workspace first."""
    script = office.write("call.yaml", {"from": CALLER, "to": "+12125550100"})
    done = office.run("call", script, "--json", code=2)
    assert "no workspace in this database has the number +12125550100" in done.stderr
    assert "hookflash apply" in done.stderr
    assert json.loads(done.stdout)["problems"][0]["path"] == "to"
