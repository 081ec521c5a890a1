"""Finding calls, and reading lists to their end."""

from collections.abc import Callable, Iterator, Sequence
from heapq import merge
from typing import Final, TypeVar

from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.cli.faults import Fault
from hookflash.orchestrator.cli.looking import Looking
from hookflash.orchestrator.wording import day_and_clock, plain
from hookflash.projections.calls.queries import CallSummary

LATEST: Final = "latest"
NO_CALLS: Final = "No calls yet. Play one: hookflash call SCRIPT.yaml"
_SHOWN: Final = 10
_PAGE: Final = 1_000

L = TypeVar("L")
Page = Callable[[str, int, int | None], Sequence[L]]
"""Lists what a workspace has: so many, newest first, going on from a log position."""


def newest_first(
    look: Looking, workspace: str | None, page: Page[L], position: Callable[[L], int]
) -> Iterator[L]:
    """Everything that one workspace, or all, have: as much as is asked for is read."""
    lists = (_every(slug, page, position) for slug in look.workspaces(workspace))
    return merge(*lists, key=lambda one: -position(one))


def _every(slug: str, page: Page[L], position: Callable[[L], int]) -> Iterator[L]:
    before = None
    while found := page(slug, _PAGE, before):
        yield from found
        before = position(found[-1])


def find_call(look: Looking, given: str) -> CallSummary:
    """The call that ``given`` names. Raises :class:`Fault` with those it might have meant."""
    newest = look.ask(look.center.find_calls(limit=_SHOWN))
    if not newest:
        raise Fault(NO_CALLS)
    if given == LATEST:
        return newest[0]
    found = look.ask(look.center.find_calls(given, limit=_SHOWN))
    if not found:
        raise Fault(f"There is no call “{given}” here. The newest are:\n{_lines(newest)}")
    if len(found) > 1:
        raise Fault(f"“{given}” fits several calls. Write more of the id:\n{_lines(found)}")
    return found[0]


def events_of(look: Looking, given: str) -> list[CallEvent]:
    """Everything that happened on the call that ``given`` names. Raises :class:`Fault`."""
    return look.ask(look.center.events(find_call(look, given).call))


def _lines(calls: Sequence[CallSummary]) -> str:
    return "\n".join(
        f"  {one.call}  {day_and_clock(one.received_at)}  {plain(one.outcome or one.state)}"
        for one in calls
    )
