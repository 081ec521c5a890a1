"""Documents that were sent: JSON is read as JSON, and neither size nor form is too much."""

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given

from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.orchestrator.workspaces.file.problems import InvalidFile
from hookflash.orchestrator.workspaces.file.untrusted import (
    MAX_ITEMS,
    MAX_PROBLEMS,
    Kind,
    read_actions,
    read_content,
)
from hookflash.orchestrator.workspaces.file.workspace_file import workspace_in
from hookflash.orchestrator.workspaces.packing import packed, unpacked
from hookflash.orchestrator.workspaces.warnings import ReadJob
from tests.unit.workspace.documents import documents

PROSE = "Say: “it is” # not a comment\nthen go on. 😀\x85 \u2028"


def read(content: object, kind: Kind = "json") -> WorkspaceDocument | list[dict[str, Any]]:
    """The document, or its problems; ``content`` is written as JSON unless it is bytes."""
    sent = content if isinstance(content, bytes) else json.dumps(content).encode()
    document, problems = read_content(sent, kind)
    return asyncio.run(unpacked(document)) if document is not None else problems


def office(**more: object) -> dict[str, object]:
    """A small document."""
    jobs = [{"name": "Greeting", "instructions": PROSE}]
    return {"workspace": "Harbor Dental", "jobs": jobs} | more


def test_text_in_json_is_kept_as_it_is() -> None:
    """Also what YAML would take for syntax, or for the end of a line."""
    document = read(office())
    assert isinstance(document, WorkspaceDocument)
    assert document.jobs[0].instructions == PROSE.strip()


def test_a_problem_names_its_place_by_a_path() -> None:
    """In the field, and in words."""
    members = [{"name": name, "phone": "+14155550101"} for name in ("Lee", "lee")]
    problems = read(office(members=members, jobs=[{"name": 1}, {"name": "A", "instructions": 5}]))
    assert isinstance(problems, list)
    assert [one["path"] for one in problems] == ["members[1].name", "jobs[0].instructions"]
    assert problems[0]["wrong"] == "$.members[0] already has this name"


def test_the_language_is_read() -> None:
    """Of the workspace, and of a number."""
    number = {
        "number": "+14155550100",
        "language": "fr",
        "flow": [{"agent": {"greeting": "Hi.", "jobs": []}}, {"voicemail": {"greeting": "Bye."}}],
    }
    document = read(office(language="es", numbers=[number]))
    assert isinstance(document, WorkspaceDocument)
    assert (document.language, document.numbers[0].language) == ("es", "fr")


def test_only_so_many_actions_are_shown() -> None:
    """An inbox with many phones, in many jobs, would make an answer without end."""
    names = [f"Member {n}" for n in range(100)]
    members = [{"name": name, "phone": f"+1415556{n:04d}"} for n, name in enumerate(names)]
    jobs = [{"name": f"J{n}", "instructions": "[/Transfer call: All]\n" * 5} for n in range(10)]
    inbox = {"name": "All", "members": names}
    document = read(office(members=members, inboxes=[inbox], jobs=jobs))
    assert isinstance(document, WorkspaceDocument)
    shown = ReadJob.model_validate_json(read_actions(packed(document), None))
    assert len(shown.actions) == 10


@pytest.mark.parametrize("kind", ["json", "yaml"])
def test_a_document_is_the_same_in_both_forms(kind: Kind) -> None:
    """JSON is YAML too, but is not read as such."""
    members = [{"name": "Lee", "phone": "+14155550101", "do_not_disturb": True, "voicemail": None}]
    sent = office(members=members, jobs=[])
    assert read(json.dumps(sent).encode(), kind) == workspace_in(json.dumps(sent).encode(), "f")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "json"),
        (b"[" * 300_000, "json"),
        (b"[" * 100_000, "yaml"),
        (b'{"workspace": ' + b"9" * 5_000 + b"}", "json"),
        (b'{"workspace": 1e999}', "json"),
        (b'{"workspace": NaN}', "json"),
        (b'{"workspace": "A\\u0000"}', "json"),
        (b'{"workspace": "\\ud800"}', "json"),
        (b'{"workspace": "\xff"}', "json"),
        (b"workspace: \xff", "yaml"),
        (b"workspace: &a [*a]", "yaml"),
        (b"workspace: A\nmembers: &a [*a, *a]", "yaml"),
        (b"workspace: A\nmembers: *nothing", "yaml"),
        (b"null", "json"),
        (b"7", "json"),
    ],
)
def test_what_is_no_document_is_a_problem(content: bytes, kind: Kind) -> None:
    """Never an error of the reader's own."""
    problems = read(content, kind)
    assert isinstance(problems, list)
    assert problems
    assert all(one["file"] == "body" for one in problems)


@pytest.mark.parametrize("kind", ["json", "yaml"])
def test_only_so_many_mistakes_are_listed(kind: Kind) -> None:
    """The rest is not read."""
    problems = read(json.dumps(office(jobs=[1] * 5_000)).encode(), kind)
    assert len(problems) == MAX_PROBLEMS  # type: ignore[arg-type]


def test_a_list_has_only_so_many_items() -> None:
    """It is refused as a whole, before they are read."""
    problems = read(office(members=[1] * (MAX_ITEMS + 1)))
    assert isinstance(problems, list)
    assert [one["path"] for one in problems] == ["members"]
    assert "10,001 items" in problems[0]["wrong"]


def test_aliases_do_not_multiply() -> None:
    """Ten levels of ten would be ten thousand million items."""
    levels = ["a0: &a0 [x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 11)]
    content = "workspace: A\n" + "\n".join(levels) + "\nmembers: *a10\n"
    problems = read(content.encode(), "yaml")
    assert isinstance(problems, list)
    assert len(problems) <= MAX_PROBLEMS


@given(documents())
def test_a_document_arrives_as_it_was_sent(document: WorkspaceDocument) -> None:
    """Packed in one process and unpacked in another."""
    assert asyncio.run(unpacked(packed(document))) == document


def test_settings_arrive_with_the_document() -> None:
    """What a workspace sets beside its lists: limits, its time zone, precautions."""
    sent = office(
        limits={"regions": ["JM"], "texts_per_call": 2},
        time_zone="America/New_York",
        quiet_hours={"from": "21:00", "to": "08:00"},
        emergency="Hang up and dial 911.",
    )
    document = read(sent)
    assert isinstance(document, WorkspaceDocument), document
    assert document.limits.regions == ("JM",)
    assert document.limits.texts_per_call == 2
    assert document.time_zone == "America/New_York"
    assert document.precautions.quiet_hours is not None
    assert document.precautions.emergency_words == "Hang up and dial 911."


def test_a_file_at_the_command_line_has_no_such_limits() -> None:
    """All its mistakes are listed."""
    with pytest.raises(InvalidFile) as refused:
        workspace_in(json.dumps(office(jobs=[1] * 500)).encode(), "f")
    assert len(refused.value.problems) == 500
