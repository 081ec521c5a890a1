"""The commands verify, export, import and erase."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import structlog

from hookflash.domain.call import rules
from tests.integration.cli.office import CALLER, NUMBER, WANTS_LINK, WANTS_PERSON, Call, Office


@pytest.fixture(autouse=True)
def _logs() -> Iterator[None]:
    """Leave logging as it was: the command line sets it up for a whole process."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office with its workspace."""
    office = Office(tmp_path)
    office.apply()
    return office


@pytest.fixture
def call(office: Office) -> Call:
    """A call with a text, an unanswered transfer and a voicemail."""
    return office.call(
        WANTS_LINK, "Yes, got it", WANTS_PERSON, "Sure, go ahead", voicemail="It is Jane Roe"
    )


def edit(office: Office, statement: str, *values: object) -> None:
    """Change the database by hand."""
    path = office.db.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        assert connection.execute(statement, values).rowcount > 0


def spoil(office: Office, call: Call, old: str, new: str) -> None:
    """Change the words in the events of a call."""
    statement = (
        "UPDATE hookflash_events SET state = CAST(replace(state, ?, ?) AS BLOB) "
        "WHERE originator_id = ? AND instr(state, CAST(? AS BLOB))"
    )
    edit(office, statement, old, new, call["call"], old)


def copied(office: Office, folder: Path, *arguments: str) -> tuple[Path, Office]:
    """Export from one database and import into another; returns the file and the other office."""
    path = folder / "log.jsonl"
    path.write_bytes(office.run("export", *arguments).stdout_bytes)
    (folder / "other").mkdir()
    other = Office(folder / "other")
    other.run("import", str(path))
    return path, other


@pytest.mark.usefixtures("call")
def test_a_sound_log_is_reported_as_sound(office: Office) -> None:
    """With the number of events that were checked."""
    shown = office.run("verify").stdout
    assert "events of" in shown
    assert "of 1 call, compared the views" in " ".join(shown.split())
    assert "Nothing is missing, moved or altered" in shown
    assert office.json("verify")["found"] == 0


def test_verifying_an_altered_log_exits_with_1(office: Office, call: Call) -> None:
    """It prints call, position, place in the log, what is wrong and what would be right."""
    spoil(office, call, "Jane Roe", "John Doe")
    shown = office.run("verify", code=1).stdout
    assert f"{call['call']}, position " in shown
    assert "log position" in shown
    assert "altered: a seal that does not match the event" in shown
    assert "should be: the event as it was stored" in shown
    report = json.loads(office.run("verify", "--json", code=1).stdout)
    assert (report["found"], report["findings"][0]["stream"]) == (1, call["call"])


def test_a_missing_row_is_shown_with_its_place_in_the_log(office: Office, call: Call) -> None:
    """If no stream can be named, the log is."""
    edit(
        office, "DELETE FROM hookflash_events WHERE originator_id = ? AND rowid > 40", call["call"]
    )
    shown = office.run("verify", code=1).stdout
    assert "the log (log position 41)" in shown
    assert "missing: " in shown


def test_findings_beyond_one_screen_are_counted(office: Office, call: Call) -> None:
    """Only the first are shown."""
    spoil(office, call, '"at":"2026', '"at":"2027')
    shown = office.run("verify", code=1).stdout
    assert shown.count("should be:") == 20
    assert "more." in shown


def test_a_newer_log_is_verified_as_far_as_it_can_be_read(office: Office, call: Call) -> None:
    """Other commands refuse it; this one names the event that it cannot read."""
    edit(office, "INSERT INTO hookflash_topics VALUES ('call.ended.v9')")
    edit(
        office,
        "UPDATE hookflash_events SET topic = 'call.ended.v9' WHERE topic = 'call.ended.v1' "
        "AND originator_id = ?",
        call["call"],
    )
    office.run("calls", code=1)
    assert "unreadable: call.ended.v9: unknown event topic" in office.run("verify", code=1).stdout


@pytest.mark.usefixtures("call")
def test_calls_under_older_rules_are_counted(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only if there are any; they are not findings."""
    assert "older rules" not in office.run("verify").stdout
    assert office.json("verify")["checked"]["older_rules"] == 0
    monkeypatch.setattr(rules, "RULES", rules.RULES + 1)
    shown = " ".join(office.run("verify").stdout.split())
    assert "repeated 0 decisions of 1 call (1 recorded under older rules)" in shown
    assert office.json("verify")["checked"]["older_rules"] == 1


@pytest.mark.parametrize("command", [["verify"], ["export", "--all"], ["erase", CALLER]])
def test_a_missing_database_is_not_created(tmp_path: Path, command: list[str]) -> None:
    """The name may be mistyped, so the error says so."""
    office = Office(tmp_path)
    assert "There is no database" in office.run(*command, code=1).stderr
    assert list(tmp_path.iterdir()) == []


def test_a_call_is_copied_to_another_database(office: Office, call: Call, tmp_path: Path) -> None:
    """It replays there event by event as in the original."""
    _, other = copied(office, tmp_path, call["call"])
    assert other.json("replay", "latest") == office.json("replay", "latest")
    assert other.json("verify")["checked"]["streams"] == 2  # the call, and that it is simulated


@pytest.mark.usefixtures("call")
def test_a_whole_log_is_copied_to_another_database(office: Office, tmp_path: Path) -> None:
    """With the inbox, the transfers and everything else."""
    path, other = copied(office, tmp_path, "--all")
    for what in ("inbox", "transfers", "calls"):
        assert other.json(what) == office.json(what)
    assert other.json("verify")["found"] == 0
    assert "Nothing to import" in other.run("import", str(path)).stdout
    assert other.json("import", str(path))["events"] == 0


def test_a_redacted_call_contains_no_personal_data_and_replays(
    office: Office, call: Call, tmp_path: Path
) -> None:
    """A fixture to pass on: the same events, without numbers, names or words."""
    path, other = copied(office, tmp_path, call["call"], "--redact")
    written = path.read_text()
    personal = (CALLER, "+14155550101", "Ana", "Ben", "Jane", "got it", "Kitchen")
    assert [found for found in personal if found in written.replace("I got it.", "")] == []
    states = [event["state"] for event in other.json("replay", "latest")]
    assert states == [event["state"] for event in office.json("replay", "latest")]
    assert other.json("verify")["found"] == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["export"], "Give a call or --all"),
        (["export", "latest", "--all"], "not both"),
        (["export", "--all", "--redact"], "--redact needs one call"),
    ],
)
@pytest.mark.usefixtures("call")
def test_an_export_of_nothing_is_refused(office: Office, arguments: list[str], says: str) -> None:
    """Nothing is printed to stdout, where a program would read it."""
    done = office.run(*arguments, code=2)
    assert says in done.stderr
    assert done.stdout == ""


def test_a_call_that_cannot_be_redacted_is_an_error(office: Office, call: Call) -> None:
    """Without its words it would take another course."""
    spoil(office, call, "Sure, go ahead", "Rather not")
    done = office.run("export", "latest", "--redact", code=1)
    assert "export it without --redact" in done.stderr


def test_a_file_that_is_not_an_export_is_refused_line_by_line(office: Office) -> None:
    """Each error has the line, what is wrong and what would be right."""
    path = office.write("letter.txt", "Dear all,\n")
    done = office.run("import", path, code=2)
    assert f"{path} (line 1): this is not JSON" in done.stderr.replace("\n", "")
    assert "hookflash export" in done.stderr
    assert "there is no such file" in office.run("import", "nowhere.jsonl", code=2).stderr


def test_a_caller_is_erased(office: Office, call: Call) -> None:
    """A pseudonym replaces the number, the words are gone, and the log is sound."""
    shown = office.run("erase", CALLER, "--by", "Kim").stdout
    assert "erased from 1 call, now under erased-" in shown
    assert "still with its provider: simulated:" in shown
    (thread,) = office.json("inbox")
    assert thread["contact"].startswith("erased-")
    for what in (["inbox"], ["transfers"], ["replay", call["call"]]):
        written = json.dumps(office.json(*what))
        assert [found for found in (CALLER, "Jane", "got it") if found in written] == []
    report = office.json("verify")
    assert (report["found"], report["checked"]["erased"]) == (0, 1)
    verified = " ".join(office.run("verify").stdout.split())
    assert "of 1 call (1 erased)" in verified
    assert f"sunny-cafe: {thread['contact']} was erased on" in verified
    assert "by Kim." in verified
    assert "the log has nothing about this contact" in office.run("erase", CALLER, code=1).stderr


def test_kept_recordings_are_erased_with_their_caller(office: Office) -> None:
    """The command needs their place; without it, it refuses and changes nothing."""
    place = str(office.folder / "kept")
    script = {"phones": {}, "voicemail": "Call me back", "caller": [WANTS_PERSON, "Yes, please"]}
    file = office.write("call.yaml", {"from": CALLER, "to": NUMBER, **script})
    called = office.json("call", file, "--recordings", place)
    (kept,) = (one["data"] for one in called["events"] if one["type"] == "RecordingKept")
    (sound,) = (file for file in Path(place).rglob("*") if file.is_file())
    assert sound.stat().st_size == kept["size"]
    refused = office.run("erase", CALLER, code=2)
    assert "name it with --recordings PLACE. Nothing was erased." in refused.stderr
    assert CALLER in json.dumps(office.json("inbox"))
    assert "ftp://x" in office.run("erase", CALLER, "--recordings", "ftp://x", code=2).stderr
    (erased,) = office.json("erase", CALLER, "--recordings", place)
    assert erased["deleted"] == 1
    assert not sound.exists()
    assert office.json("verify")["found"] == 0


@pytest.mark.usefixtures("call")
def test_a_caller_is_erased_from_one_workspace_only(office: Office) -> None:
    """The workspace is given by its name, and the JSON says what was erased."""
    (erased,) = office.json("erase", "(415) 555-0199", "--workspace", "Sunny Cafe")
    assert (erased["workspace"], len(erased["calls"])) == ("sunny-cafe", 1)
    again = office.json("erase", erased["pseudonym"])
    assert again[0]["pseudonym"] == erased["pseudonym"]


@pytest.mark.usefixtures("call")
def test_the_caller_to_erase_must_be_a_phone_number(office: Office) -> None:
    """The error shows how to write one."""
    done = office.run("erase", "Jane", code=2)
    assert "CONTACT: “Jane” is not a phone number" in done.stderr
    assert "There is no workspace" in office.run("erase", CALLER, "--workspace", "x", code=1).stderr
