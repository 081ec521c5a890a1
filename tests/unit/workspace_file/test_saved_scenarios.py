"""The saved scenarios of jobs in a workspace file: applied, left alone, removed, given back."""

from collections.abc import Sequence
from typing import Any, Final

import pytest

from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.simulation.scenario import MAX_SCENARIOS
from hookflash.orchestrator.workspaces.changes import Change
from hookflash.orchestrator.workspaces.etags import etag_of
from hookflash.orchestrator.workspaces.file.problems import FileProblem, InvalidWorkspace
from hookflash.orchestrator.workspaces.file.untrusted import read_content
from hookflash.orchestrator.workspaces.file.workspace_file import workspace_in
from hookflash.orchestrator.workspaces.forms import saved_form_of
from hookflash.orchestrator.workspaces.packing import unpacked_at_once
from tests.unit.workspace_editing.office import FILE, HARBOR, Office, in_office

TEXT: Final = FILE.read_text(encoding="utf-8")
BOOKING: Final = "  - name: Booking\n"
ONE: Final = """
      - name: Gets the link
        caller: [I'd like to book, {say: Yes, after: 2}]
        expect: {texts: ["https://example.com/book"], not: {transfer: Scheduling}}
"""


def file(scenarios: str) -> bytes:
    """The workspace file, with ``scenarios`` in the job Booking."""
    assert TEXT.count(BOOKING) == 1
    return TEXT.replace(BOOKING, f"{BOOKING}    scenarios: {scenarios}\n").encode()


def document(scenarios: str) -> WorkspaceDocument:
    """What that file describes."""
    return workspace_in(file(scenarios), "harbor.yaml")


def problems(scenarios: str) -> Sequence[FileProblem]:
    """What is wrong with that file."""
    with pytest.raises(InvalidWorkspace) as invalid:
        document(scenarios)
    return invalid.value.problems


async def apply(office: Office, scenarios: str) -> tuple[list[Change], Workspace]:
    """Apply that file; returns what changed, and the workspace."""
    applied = await office.editor.replace(document(scenarios))
    return list(applied.changes), await office.now()


def test_a_file_saves_the_scenarios_of_a_job() -> None:
    """As if they were saved by themselves; a second time changes nothing."""

    async def check(office: Office) -> None:
        changed, now = await apply(office, ONE)
        assert [(one.change, one.what, one.name) for one in changed] == [
            ("added", "scenarios", "Booking")
        ]
        saved = now.scenarios["Booking"]
        assert await apply(office, ONE) == ([], now)
        await office.editor.save_scenarios(HARBOR, "Booking", saved)
        assert await office.happened() == ["JobScenariosSaved"]
        (played,) = await office.editor.run_scenarios(HARBOR, "Booking")
        assert played.name == "Gets the link"

    in_office(check)


@pytest.mark.parametrize("left_out", ["", "null"])
def test_a_file_without_them_leaves_them_alone(left_out: str) -> None:
    """An empty list removes them, and so does the removal of the job."""

    async def check(office: Office) -> None:
        await apply(office, ONE)
        changed, now = await apply(office, left_out)
        assert (changed, len(now.scenarios["Booking"])) == ([], 1)
        changed, now = await apply(office, "[]")
        assert [(one.change, one.what) for one in changed] == [("removed", "scenarios")]
        assert now.scenarios == {}

    in_office(check)


def test_what_is_read_can_be_put_back() -> None:
    """The whole workspace as JSON holds them; they are part of its ETag."""

    async def check(office: Office) -> None:
        before = etag_of(saved_form_of(await office.now()))
        _, now = await apply(office, ONE)
        form = saved_form_of(now)
        assert etag_of(form) != before
        sent = form.model_dump_json(exclude_none=True, by_alias=True).encode()
        pieces, wrong = read_content(sent, "json")
        assert (wrong, pieces is not None) == ([], True)
        read = unpacked_at_once(pieces or {})
        assert read.scenarios == now.scenarios == document(ONE).scenarios
        applied = await office.editor.replace(read, expected=etag_of(form))
        assert applied.changes == ()

    in_office(check)


def test_a_form_without_scenarios_keeps_the_job_as_it_was() -> None:
    """Jobs that have none show no empty list."""

    async def check(office: Office) -> None:
        jobs: list[dict[str, Any]] = saved_form_of(await office.now()).model_dump()["jobs"]
        assert not any("scenarios" in job for job in jobs)

    in_office(check)


@pytest.mark.parametrize(
    ("scenarios", "path", "wrong"),
    [
        ("{name: X}", "scenarios", "a list is expected here"),
        ("[{name: X, caller: [Hi]}]", "scenarios[0].expect", "“expect” is missing"),
        (
            "[{name: X, caller: [Hi], expect: {transfer: Nemo}}]",
            "scenarios[0].expect.transfer",
            "there is no member, inbox, or number “Nemo”",
        ),
        (
            "[{name: X, job: Talk to a person, caller: [Hi], expect: {texts: none}}]",
            "scenarios[0]",
            "this is a test of another job than “Booking”",
        ),
        (
            "[&a {name: X, caller: [Hi], expect: {texts: none}}, *a]",
            "scenarios[1]",
            "two scenarios are called “X”",
        ),
    ],
)
def test_a_mistake_in_them_is_named_with_its_place(scenarios: str, path: str, wrong: str) -> None:
    """By the path in the file and the line; nothing is applied."""
    (found,) = problems(scenarios)
    assert found.path.partition(".")[2] == path
    assert found.path.startswith("jobs[")
    assert found.wrong == wrong
    assert found.line == TEXT.partition(BOOKING)[0].count("\n") + 2


def test_there_are_only_so_many() -> None:
    """By number, and by length, also if an alias repeats a long text in little space."""
    one = "{name: X, caller: [Hi], expect: {texts: none}}"
    (found,) = problems(f"[{', '.join([one] * (MAX_SCENARIOS + 1))}]")
    assert found.wrong == f"the job has {MAX_SCENARIOS + 1} scenarios"
    said = f"&a {'so ' * 3_000}"
    long = f"[{{name: X, caller: [{', '.join([said, *['*a'] * 20])}], expect: {{texts: none}}}}]"
    assert "the scenarios are too long" in [one.wrong for one in problems(long)]


def test_scenarios_travel_between_processes() -> None:
    """The document that a side process reads from YAML holds them."""
    pieces, wrong = read_content(file(ONE), "yaml")
    assert not wrong
    assert unpacked_at_once(pieces or {}) == document(ONE)


def test_scenarios_of_a_renamed_job_are_those_of_the_file() -> None:
    """They follow the job's name, so that a file with the new name changes nothing."""

    async def check(office: Office) -> None:
        _, now = await apply(office, ONE)
        await office.editor.rename_job(HARBOR, "Booking", "Bookings")
        renamed = workspace_in(file(ONE).replace(b"Booking", b"Bookings"), "harbor.yaml")
        assert (await office.editor.replace(renamed)).changes == ()
        assert (await office.now()).scenarios["Bookings"] == now.scenarios["Booking"]

    in_office(check)
