"""Finds a call by part of its id, and reads lists page by page."""

from collections.abc import Callable, Iterator, Sequence
from heapq import merge
from typing import Final, TypeVar

from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.cli.errors import CommandError
from hookflash.orchestrator.cli.reading import SyncReader
from hookflash.orchestrator.wording import day_and_clock, plain
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
