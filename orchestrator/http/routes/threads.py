"""The inbox: its threads, searched, marked done or read."""

from typing import Annotated

from fastapi import APIRouter, Query

from hookflash.domain.inbox.marking import Mark
from hookflash.domain.value import Value
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.http.access import Asker, Center, Operator, Reader
from hookflash.orchestrator.http.idempotency import CommandId
from hookflash.orchestrator.http.paging import Before, Limit, Page, page
from hookflash.orchestrator.http.problems import not_found
from hookflash.projections.calls.queries import ANONYMOUS
from hookflash.projections.inbox.queries import Thread, ThreadStatus

router = APIRouter(prefix="/threads", tags=["inbox"])


class Marking(Value):
    """What to mark a thread as."""

    mark: Mark


@router.get("")
async def list_threads(  # noqa: PLR0913 - one parameter a filter
    center: Center,
    asker: Reader,
    *,
    status: Annotated[ThreadStatus | None, Query()] = None,
    q: Annotated[str, Query(max_length=200, description="Words, or part of a number.")] = "",
    limit: Limit = 50,
    before: Before = None,
) -> Page[Thread]:
    """The threads, the one that something happened in last first; with ``q`` those that match.

    A search gives one page, whatever the status.
    """
    inbox = center.keeper.views.inbox
    if q.strip():
        hits = await center.keeper.fresh(inbox.search, asker.workspace, q, limit=limit)
        return Page(items=hits, next=None)
    found = await center.keeper.fresh(
        inbox.threads, asker.workspace, status=status, limit=limit, before=before
    )
    return page(found, limit, "last_position")


@router.get("/{thread}")
async def get_thread(thread: str, center: Center, asker: Reader) -> Thread:
    """One thread, with what belongs to its newest calls."""
    return await _find(center, asker, thread)


@router.post("/{thread}/marks")
async def mark_thread(
    thread: str, body: Marking, center: Center, asker: Operator, command: CommandId
) -> Thread:
    """Mark it done or open, read or unread. A new call opens it again."""
    found = await _find(center, asker, thread)
    contact = None if found.contact == ANONYMOUS else found.contact
    await center.marking.mark(asker.workspace, contact, found.number, body.mark, command)
    return await _find(center, asker, thread)


async def _find(center: CallCenter, asker: Asker, thread: str) -> Thread:
    found = await center.keeper.fresh(center.keeper.views.inbox.thread, asker.workspace, thread)
    if found is None:
        raise not_found(f"thread “{thread}”")
    return found
