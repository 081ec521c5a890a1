"""Finds a call or a workspace by its name, and reads lists page by page."""

from collections.abc import Callable, Iterator, Sequence
from heapq import merge
from typing import Final, TypeVar

from hookflash import InvalidChange
from hookflash.domain.call.events import CallEvent
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.cli.errors import INVALID, CommandError
from hookflash.orchestrator.cli.reading import SyncReader, reading
from hookflash.orchestrator.wording import day_and_clock, plain
from hookflash.orchestrator.workspaces.tested import document_under_test
from hookflash.projections.calls.queries import CallSummary

LATEST: Final = "latest"
NO_CALLS: Final = "No calls yet. Play one: hookflash call SCRIPT.yaml"
_SHOWN: Final = 10
_PAGE: Final = 1_000

L = TypeVar("L")
Page = Callable[[str, int, int | None], Sequence[L]]
"""Reads a page of a workspace's list, newest first: workspace, limit, before which position."""


def newest_first(
    reader: SyncReader, workspace: str | None, page: Page[L], position: Callable[[L], int]
) -> Iterator[L]:
    """Yield the entries of one workspace or, with None, of all; reads pages as needed."""
    lists = (_every(slug, page, position) for slug in reader.workspaces(workspace))
    return merge(*lists, key=lambda one: -position(one))


def _every(slug: str, page: Page[L], position: Callable[[L], int]) -> Iterator[L]:
    before = None
    while found := page(slug, _PAGE, before):
        yield from found
        before = position(found[-1])


def find_call(reader: SyncReader, given: str) -> CallSummary:
    """Find the call that ``given`` names. Raises :class:`CommandError` with the candidates."""
    newest = reader.ask(reader.center.find_calls(limit=_SHOWN))
    if not newest:
        raise CommandError(NO_CALLS)
    if given == LATEST:
        return newest[0]
    found = reader.ask(reader.center.find_calls(given, limit=_SHOWN))
    if not found:
        raise CommandError(f"No call matches “{given}”. The newest are:\n{_lines(newest)}")
    if len(found) > 1:
        raise CommandError(
            f"“{given}” matches several calls. Give more of the id:\n{_lines(found)}"
        )
    return found[0]


def events_of(reader: SyncReader, given: str) -> list[CallEvent]:
    """Read the events of the call that ``given`` names. Raises :class:`CommandError`."""
    return reader.ask(reader.center.events(find_call(reader, given).call))


def _lines(calls: Sequence[CallSummary]) -> str:
    return "\n".join(
        f"  {one.call}  {day_and_clock(one.received_at)}  {plain(one.outcome or one.state)}"
        for one in calls
    )


def one_workspace(db: str, workspace: str | None) -> Workspace:
    """The workspace named so, or the only one that has a number. Raises :class:`CommandError`."""
    with reading(db) as reader:
        if workspace is not None:
            (chosen,) = reader.workspaces(workspace)
            return reader.ask(reader.center.workspace(chosen))
        numbers = reader.ask(reader.center.numbers())
        owned = {number: reader.workspace_with(number) for number in numbers}
    found = {one.slug: one for one in owned.values() if one}
    if len(found) == 1:
        return found.popitem()[1]
    if not found:
        raise CommandError(
            "No workspace in this database has a number. Apply one: hookflash apply FILE.yaml"
        )
    listed = "\n".join(f"  --workspace {slug}" for slug in found)
    raise CommandError(f"There are several workspaces. Choose one:\n{listed}", INVALID)


def document_to_test(now: Workspace, *, drafts: bool) -> WorkspaceDocument:
    """What is live or, with ``drafts``, would be. Raises :class:`CommandError` for mistakes."""
    try:
        return document_under_test(now, drafts=drafts)
    except InvalidChange as invalid:
        raise CommandError(f"the drafts have mistakes:\n{invalid}", INVALID) from invalid
