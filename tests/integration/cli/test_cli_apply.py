"""``hookflash apply``: a workspace becomes what its file says, or nothing changes."""

import json
from pathlib import Path
from unittest.mock import patch

from hookflash.domain.job.extent import Extent, Room
from hookflash.orchestrator.workspaces.file import jobs
from tests.integration.cli.office import NUMBER, WANTS_LINK, WORKSPACE, Office, the

SAMPLE = Path(__file__).parents[2] / "unit" / "workspace_file" / "harbor.yaml"


def test_the_second_time_nothing_changes(office: Office) -> None:
    """Applying the same file twice says so, and appends nothing."""
    done = office.run("apply", str(office.folder / "office.yaml"))
    assert done.stdout == "Sunny Cafe: nothing changed.\n"
    again = office.json("apply", str(office.folder / "office.yaml"))
    assert (again["workspace"], again["changes"], again["warnings"]) == ("sunny-cafe", [], [])


def test_it_shows_each_action_as_it_will_run(office: Office) -> None:
    """The exact text and its segments, the phones that ring, the condition as read."""
    menu, person = WORKSPACE["jobs"]
    wordy = menu | {"instructions": "If it rains, [/Send SMS: It\u2019s open. See you!]"}
    file = office.write("next.yaml", WORKSPACE | {"jobs": [wordy, person]})
    shown = office.run("apply", file).stdout
    assert "text “It\u2019s open. See you!” (1 segment, UCS-2 because of \u2019)" in shown
    assert "transfer to Kitchen (inbox; rings Ana +14155550101" in shown
    assert "if the caller asks for a person" in shown
    assert "Warning: jobs “Menu”: instructions: the scripted agent does not understand" in shown
    told = office.json("apply", file)
    assert [one["kind"] for one in told["actions"]] == ["send_sms", "transfer_call"]
    assert [one["field"] for one in told["warnings"]] == ["jobs “Menu”: instructions"]


def test_an_old_file_can_still_be_applied(office: Office) -> None:
    """Instructions that have not changed keep what they meant; a new database refuses them."""
    menu, person = WORKSPACE["jobs"]
    doubtful = menu | {"instructions": "/Send SMS: Thanks! See https://sunny.example/menu"}
    file = office.write("old.yaml", WORKSPACE | {"jobs": [doubtful, person]})
    with patch.object(Room, "extent", lambda room: Extent(room.start + len(" Thanks!"))):
        office.run("apply", file)
    jobs._read.cache_clear()
    again = office.run("apply", file)
    assert again.stdout.startswith("Sunny Cafe: nothing changed.")
    assert "Warning: jobs “Menu”: instructions: the text could be “Thanks!” or" in again.stdout
    elsewhere = f"sqlite:///{office.folder / 'new.db'}"
    refused = office.run("apply", file, "--db", elsewhere, code=2)
    assert "could be “Thanks!” or “Thanks! See https://sunny.example/menu”" in refused.stderr


def test_it_says_what_changed(office: Office) -> None:
    """What was added, changed and removed, each by name."""
    menu, person = WORKSPACE["jobs"]
    members = [*WORKSPACE["members"][:2], {"name": "Di", "phone": "+14155550104"}]
    file = office.write(
        "next.yaml",
        WORKSPACE
        | {
            "members": members,
            "jobs": [menu | {"on": False}, person],
            "opt_outs": ["+14155550177"],
        },
    )
    found = office.json("apply", file)["changes"]
    assert {(one["change"], one["what"], one["name"]) for one in found} == {
        ("added", "member", "Di"),
        ("changed", "job", "Menu"),
        ("removed", "member", "Cy"),
        ("added", "opt-out", "+14155550177"),
    }
    assert [one["detail"] for one in found if one["what"] == "job"] == [
        "version 2: send sms, switched off"
    ]
    said = office.run("apply", str(office.folder / "office.yaml")).stdout
    assert "- member" in said
    assert "still not texted: only START from this number opts it in" in said


def test_a_call_keeps_the_job_it_began_with_and_the_next_has_the_new_one(office: Office) -> None:
    """A changed job is a new version."""
    assert the(office.call(WANTS_LINK), "CallReceived")["jobs"] == [["Menu", 1], ["Person", 1]]
    office.transfer_to("Ana")
    assert the(office.call(WANTS_LINK), "CallReceived")["jobs"] == [["Menu", 1], ["Person", 2]]


def test_the_sample_of_the_documentation_can_be_applied(folder: Office) -> None:
    """Curly apostrophe, unquoted sentences, flow mappings."""
    changes = folder.json("apply", str(SAMPLE))["changes"]
    assert {one["what"] for one in changes} >= {"workspace", "member", "inbox", "number", "job"}


def test_everything_that_is_wrong_is_named_and_nothing_changes(office: Office) -> None:
    """File, place in it, what is wrong, what would be right: for all mistakes at once."""
    menu, person = WORKSPACE["jobs"]
    broken = WORKSPACE | {
        "agent": "Somebody else",
        "jobs": [
            menu | {"instructions": "Then /Send SMS:"},
            person | {"instructions": "/Transfer call: Kichen"},
        ],
        "opt_outs": ["12"],
    }
    file = office.write("broken.yaml", broken)
    done = office.run("apply", file, "--json", code=2)
    assert done.stderr.count(f"{file}: ") == 3
    assert "Did you mean “Kitchen”?" in done.stderr
    problems = json.loads(done.stdout)["problems"]
    assert sorted(one["path"] for one in problems) == [
        "jobs[0].instructions",
        "jobs[1].instructions",
        "opt_outs[0]",
    ]
    assert all(one["wrong"] and one["right"] and one["line"] for one in problems)
    assert office.run("apply", str(office.folder / "office.yaml")).stdout.endswith(
        "nothing changed.\n"
    )


def test_ten_jobs_may_be_attached_and_eleven_may_not(folder: Office) -> None:
    """The limit of an agent step, at its boundary."""

    def with_jobs(count: int) -> dict[str, object]:
        jobs = [{"name": f"Job {n}", "instructions": "Be kind."} for n in range(count)]
        agent = {"greeting": "Hello.", "jobs": [job["name"] for job in jobs]}
        flow = [{"agent": agent}, {"voicemail": {"greeting": "Leave a message."}}]
        return WORKSPACE | {"jobs": jobs, "numbers": [{"number": NUMBER, "flow": flow}]}

    folder.run("apply", folder.write("ten.yaml", with_jobs(10)))
    done = folder.run("apply", folder.write("eleven.yaml", with_jobs(11)), code=2)
    assert "11 jobs are attached" in done.stderr
    assert "at most 10" in done.stderr


def test_a_text_has_1600_characters_at_most(folder: Office) -> None:
    """The limit of a text, at its boundary; such a text arrives whole."""

    def with_text(length: int) -> list[dict[str, str]]:
        return [{"name": "Menu", "instructions": f"Then [/Send SMS: {'x' * length}]"}]

    flow = [
        {"agent": {"greeting": "Hello.", "jobs": ["Menu"]}},
        {"voicemail": {"greeting": "Leave a message."}},
    ]
    numbers = [{"number": NUMBER, "registration": "approved", "flow": flow}]
    folder.apply(jobs=with_text(1_600), numbers=numbers)
    body = the(folder.call("Please send me the menu by text"), "SmsRequested")["body"]
    assert len(body) == 1_600
    file = folder.write("long.yaml", WORKSPACE | {"jobs": with_text(1_601), "numbers": numbers})
    assert "1,601 characters" in folder.run("apply", file, code=2).stderr


def test_a_number_belongs_to_one_workspace(office: Office) -> None:
    """Another one that wants it is told so, and changes nothing."""
    file = office.write("other.yaml", WORKSPACE | {"workspace": "Rainy Cafe"})
    done = office.run("apply", file, code=2)
    assert f"{NUMBER} belongs to another workspace" in done.stderr
    assert "nobody" not in done.stdout
    office.write("other.yaml", WORKSPACE | {"workspace": "Rainy Cafe", "numbers": []})
    office.run("apply", file)
