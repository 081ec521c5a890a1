"""Lists, searches, shows and marks inbox threads."""

from typing import Annotated, Self

from fastapi import APIRouter, Query

from hookflash.domain.inbox.marking import Mark
from hookflash.domain.value import Value
from hookflash.orchestrator.http.auth import Center, Operator, Reader
from hookflash.orchestrator.http.idempotency import CommandId
from hookflash.orchestrator.http.paging import Before, Limit, Page, page
from hookflash.projections.inbox.items import Item
from hookflash.projections.inbox.queries import Thread, ThreadRow, ThreadStatus

router = APIRouter(prefix="/threads", tags=["inbox"])
Calls = Annotated[int, Query(ge=1, le=200, description="Maximum number of calls.")]


class Marking(Value):
    """The mark to set on a thread."""

    mark: Mark


class ThreadSummary(ThreadRow):
    """A thread in a list, with its ``last`` entry and the last thing said there.

    In search results, ``found`` holds the matching entries and ``last`` is the last of them; for a
    thread matched by its number, they are the entries of its newest call.
    """

    last: Item | None
    found: tuple[Item, ...] = ()

    @classmethod
    def of(cls, thread: Thread) -> Self:
        """Return the summary of ``thread``."""
        row = {name: getattr(thread, name) for name in ThreadRow.model_fields}
        last = thread.items[-1] if thread.items else None
        return cls(**row, last=last and last.model_copy(update={"said": last.said[-1:]}))


@router.get("")
async def list_threads(  # noqa: PLR0913 - one parameter a filter
    center: Center,
    asker: Reader,
    *,
    status: Annotated[
        ThreadStatus | None, Query(description="Only threads with this status.")
    ] = None,
    attention: Annotated[
        bool | None, Query(description="Only threads that need a person, or only the others.")
    ] = None,
    q: Annotated[
        str, Query(max_length=200, description="Words, a name, an outcome or part of a number.")
    ] = "",
    limit: Limit = 50,
    before: Before = None,
) -> Page[ThreadSummary]:
    """List the threads, most recently active first; with ``q``, those that match.

    A search returns one page and ignores ``status`` and ``attention``.
    """
    if q.strip():
        hits = await center.search_inbox(asker.workspace, q, limit=limit)
        found = (ThreadSummary.of(hit).model_copy(update={"found": hit.items}) for hit in hits)
        return Page(items=tuple(found), next=None)
    threads = await center.inbox(
        asker.workspace,
        status=status,
        attention=attention,
        limit=limit,
        before=before,
        calls=1,
    )
    return page(tuple(map(ThreadSummary.of, threads)), limit, "last_position")


@router.get("/{thread}")
async def get_thread(
    thread: str, center: Center, asker: Reader, limit: Calls = 50, before: Before = None
) -> Thread:
    """Get a thread with all entries of its newest calls; ``next`` continues with older calls."""
    return await center.thread(asker.workspace, thread, calls=limit, before=before)


@router.post("/{thread}/marks")
async def mark_thread(
    thread: str, body: Marking, center: Center, asker: Operator, command: CommandId
) -> ThreadSummary:
    """Mark a thread done or open, read or unread. A new call opens it again."""
    await center.mark_thread(asker.workspace, thread, body.mark, message_id=command)
    return ThreadSummary.of(await center.thread(asker.workspace, thread, calls=1))
