"""Looking at what is in a database: lists, threads, trails, replay, chart, rebuild."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.integration.cli.office import (
    CALLER,
    NUMBER,
    WANTS_LINK,
    WANTS_PERSON,
    WORKSPACE,
    Call,
    Office,
)

STORY = (WANTS_LINK, "Yes, I have it", WANTS_PERSON, "Sure, go ahead")


@pytest.fixture
def call(office: Office) -> Call:
    """A call with a text, and a transfer that ends in voicemail."""
    return office.call(*STORY, voicemail="Call me back")


def test_the_inbox_has_threads_with_all_that_happened(office: Office, call: Call) -> None:
    """In order: the call, the text, the transfer, the voicemail; in the shape that is promised."""
    (thread,) = office.json("inbox")
    assert (thread["contact"], thread["number"]) == (CALLER, NUMBER)
    assert [item["kind"] for item in thread["items"]] == ["call", "text", "transfer", "voicemail"]
    promised = {"kind", "sender", "status", "body", "outcome", "at"}
    assert all(promised <= item.keys() for item in thread["items"])
    rang, text, transfer, voicemail = thread["items"]
    assert (rang["call"], rang["outcome"]) == (call["call"], "voicemail")
    assert (text["sender"], text["status"], text["arrived"]) == ("Mia", "delivered", True)
    assert (transfer["recipient"], transfer["outcome"]) == ("Kitchen", "voicemail")
    assert (voicemail["sender"], voicemail["body"]) == (CALLER, "Call me back")


def test_a_transfer_has_its_trail(office: Office, call: Call) -> None:
    """Who asked, why, the words that confirmed it, who rang for how long, what came of it."""
    (trail,) = office.json("transfers")
    assert trail["call"] == call["call"]
    assert trail["destination"] == "Kitchen"
    assert (trail["asked_by"], trail["reason"]) == ("Mia", WANTS_PERSON)
    assert trail["confirmed_by"] == "Sure, go ahead"
    assert trail["agent_left_at"] == trail["confirmed_at"]
    assert [one.keys() for one in trail["ringing"]] == [{"who", "outcome", "seconds"}] * 2
    assert trail["outcome"] == "voicemail"
    positions = {event["position"]: event["type"] for event in call["events"]}
    assert all(positions[line["position"]] == line["type"] for line in trail["events"])


def test_replay_gives_every_event_with_the_state_after_it(office: Office, call: Call) -> None:
    """In the shape that is promised, and the same that the call itself printed."""
    steps = office.json("replay", call["call"])
    assert steps == call["events"]
    assert all(step.keys() == {"position", "type", "at", "by", "state", "data"} for step in steps)
    assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))


def test_a_call_can_be_looked_at_after_any_event(office: Office, call: Call) -> None:
    """Its state, what was under way, what could come next; before the first event, too."""
    for event in call["events"]:
        moment = office.json("replay", "latest", "--at", str(event["position"]))
        assert (moment["type"], moment["state"]) == (event["type"], event["state"])
    assert office.json("replay", "latest", "--at", "0")["allowed"] == ["answer", "end"]
    shown = office.run("replay", "latest", "--at", "6").stdout
    assert "can come next" in shown


def test_two_moments_of_a_call_can_be_compared(office: Office, call: Call) -> None:
    """What changed between them, and nothing else."""
    (position,) = (
        event["position"] for event in call["events"] if event["type"] == "TransferConfirmed"
    )
    found = office.json("replay", "latest", "--diff", str(position - 1), str(position))
    changed = {one["what"]: (one["before"], one["after"]) for one in found}
    assert changed["state"] == ("confirm_transfer", "transferring")
    assert office.json("replay", "latest", "--diff", "4", "4") == []
    assert office.run("replay", "latest", "--diff", "4", "4").stdout == "Nothing changed.\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--at", "999"),
        ("--at", "-1"),
        ("--diff", "1", "999"),
        ("--diff", "-1", "1"),
        ("--at", "1", "--diff", "1", "2"),
    ],
)
def test_an_event_that_is_not_there_is_told(
    office: Office, call: Call, arguments: tuple[str, ...]
) -> None:
    """With those that are."""
    done = office.run("replay", call["call"], *arguments, code=2)
    assert f"1 to {len(call['events'])}" in done.stderr or "cannot be combined" in done.stderr


def test_a_call_is_found_by_any_part_of_its_hex_that_no_other_has(office: Office) -> None:
    """By the whole id, and as the latest; else its candidates are listed."""
    ids = [office.call(WANTS_LINK)["call"] for _ in range(2)]
    first, second = (one.rpartition(".")[2] for one in ids)
    events = office.json("replay", ids[0])
    assert office.json("replay", first) == events
    assert office.json("replay", first[3:13]) == events
    assert office.json("replay", "latest") == office.json("replay", second)
    shared = next(digit for digit in first if digit in second)
    both = office.run("replay", shared, code=1).stderr
    assert all(one in both for one in (*ids, "several calls"))
    unknown = office.run("replay", "nonsense", code=1).stderr
    assert all(one in unknown for one in (*ids, "No call matches “nonsense”"))
    assert "No call matches “%”" in office.run("replay", "%", code=1).stderr


def test_the_chart_is_drawn_from_itself(office: Office, call: Call) -> None:
    """As text, as mermaid, as SVG, as JSON; with a call, its way is lit."""
    assert "propose_transfer" in office.run("chart").stdout
    assert "✓" not in office.run("chart").stdout
    assert "✓" in office.run("chart", "--call", call["call"]).stdout
    assert office.run("chart", "--mermaid").stdout.startswith("stateDiagram-v2\n")
    file = office.folder / "chart.svg"
    office.run("chart", "--call", "latest", "--svg", str(file))
    assert ET.parse(file).getroot().tag.endswith("svg")  # noqa: S314 - our own file
    drawn = office.json("chart", "--call", "latest")
    assert drawn["state"] == "ended"
    assert {"from": "confirm_transfer", "trigger": "accept"} in drawn["path"]
    assert {"from": "ringing", "trigger": "answer", "to": "conversing"} in drawn["moves"]
    done = office.run("chart", "--svg", str(file), "--mermaid", code=2)
    assert "cannot be combined" in done.stderr


def test_a_chart_needs_no_database(folder: Office) -> None:
    """The states are those of the program."""
    assert "voicemail_fallback" in folder.run("chart").stdout


def test_views_built_anew_are_as_they_were(office: Office, call: Call) -> None:
    """With a progress bar, and nothing but JSON where that was asked for."""
    views: list[Any] = [office.json(view) for view in ("calls", "inbox", "transfers")]
    done = office.run("rebuild")
    assert "Rebuilt the views up to log position " in done.stdout
    assert "Rebuilding" in done.stderr
    assert office.json("rebuild")["position"] >= len(call["events"])
    assert [office.json(view) for view in ("calls", "inbox", "transfers")] == views


def test_lists_can_be_kept_to_one_workspace(office: Office, call: Call) -> None:
    """By its name or its id; without it all are shown, the newest first."""
    flow = WORKSPACE["numbers"][0]["flow"]
    office.apply(workspace="Rainy Cafe", numbers=[{"number": "+12125550100", "flow": flow}])
    other = office.call("Hello", to="+12125550100")
    assert [one["call"] for one in office.json("calls")] == [other["call"], call["call"]]
    for name in ("Rainy Cafe", "rainy-cafe", "RAINY CAFE"):
        assert [one["call"] for one in office.json("calls", "--workspace", name)] == [other["call"]]
    assert office.json("transfers", "--workspace", "Rainy Cafe") == []
    (thread,) = office.json("inbox", "--workspace", "Sunny Cafe")
    assert thread["items"][0]["call"] == call["call"]
    unknown = office.run("inbox", "--workspace", "Stormy Cafe", code=1).stderr
    assert "sunny-cafe" in unknown


def test_lists_on_the_screen_are_cut_and_json_is_not(office: Office) -> None:
    """The newest on the screen, with a word about the rest."""
    script = office.write("call.yaml", {"from": CALLER, "to": NUMBER, "caller": STORY[2:]})
    office.run("call", script, "--times", "30")
    shown = office.run("calls").stdout
    assert len(shown.splitlines()) == 27
    assert "The newest 25; --json lists all." in shown
    assert len(office.json("calls")) == 30
    assert office.run("transfers").stdout.count("to Kitchen") == 10
    assert len(office.json("transfers")) == 30
    (thread,) = office.json("inbox")
    assert sum(item["kind"] == "call" for item in thread["items"]) == 30


def test_test_calls_are_marked_wherever_they_are_shown(office: Office) -> None:
    """On the screen and in JSON."""
    office.call(*STORY, test=True)
    assert office.json("calls")[0]["test"] is True
    assert office.json("transfers")[0]["test"] is True
    for command in ("calls", "inbox", "transfers"):
        assert "test" in office.run(command).stdout
    assert "Test call from" in office.run("replay", "latest").stdout
