"""Queries on threads, and full-text search."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, Engine, FromClause, Table, func, or_, select

from hookflash.domain.value import Value
from hookflash.projections.calls.queries import ANONYMOUS
from hookflash.projections.calls.table import CALLS
from hookflash.projections.conversations.table import CONVERSATIONS
from hookflash.projections.database.engine import reading
from hookflash.projections.inbox.items import (
    Item,
    call_item,
    text_item,
    transfer_item,
    voicemail_item,
)
from hookflash.projections.inbox.table import THREADS
from hookflash.projections.runner.bulk_write import chunks
from hookflash.projections.runner.model import Row
from hookflash.projections.texts.table import TEXTS
from hookflash.projections.transfers.table import TRANSFERS
from hookflash.projections.voicemails.table import VOICEMAILS

MIN_DIGITS: Final = 3
"""Shortest part of a phone number to search for; shorter ones match by chance."""
ThreadStatus = Literal["open", "done"]


class ThreadRow(Value):
    """Summary of the thread between one contact and one business number.

    ``unread`` counts the items added since the thread was last read. ``test`` means that it has
    only test calls. ``calls``, ``texts``, ``transfers`` and ``voicemails`` count all items ever
    added, including refused ones; of voicemails, only recorded messages count. ``last_position``
    is the log position of the last activity, usable as ``before`` for the next page.
    """

    thread: str
    workspace: str
    contact: str
    number: str
    test: bool
    status: ThreadStatus
    unread: int
    calls: int
    texts: int
    transfers: int
    voicemails: int
    last_at: datetime
    last_position: int


class Thread(ThreadRow):
    """A thread with the ``items`` of its newest calls, newest last.

    ``next`` is the ``before`` to pass for the items of older calls, None if there are none.
    """

    items: tuple[Item, ...]
    next: int | None = None


class Inbox:
    """Queries on the threads of one workspace at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def threads(  # noqa: PLR0913 - one keyword a filter
        self,
        workspace: str,
        *,
        status: ThreadStatus | None = None,
        unread: bool = False,
        limit: int = 100,
        before: int | None = None,
        calls: int = 50,
    ) -> tuple[Thread, ...]:
        """List up to ``limit`` threads, most recently active first.

        ``unread`` keeps only threads with unread items. ``before`` is the ``last_position`` to
        continue from. ``calls`` is how many of its newest calls each thread shows items of.
        """
        conditions = [THREADS.c.workspace == workspace]
        if status is not None:
            conditions.append(THREADS.c.status == status)
        if unread:
            conditions.append(THREADS.c.unread > 0)
        if before is not None:
            conditions.append(THREADS.c.last_position < before)
        with reading(self._engine) as connection:
            return _threads(connection, conditions, limit, calls)

    def thread(
        self, workspace: str, thread: str, *, calls: int = 500, before: int | None = None
    ) -> Thread | None:
        """Get one thread by its id with the items of up to ``calls`` calls, newest calls first.

        ``before`` is the ``next`` of an earlier answer, to continue with older calls. Returns None
        if the workspace has no such thread.
        """
        conditions = [THREADS.c.workspace == workspace, THREADS.c.thread == thread]
        with reading(self._engine) as connection:
            return next(iter(_threads(connection, conditions, 1, calls, before)), None)

    def search(self, workspace: str, text: str, *, limit: int = 50) -> tuple[Thread, ...]:
        """Find up to ``limit`` threads with the items that contain ``text``, ignoring case.

        Searches conversations, texts, transfer destinations and voicemail transcripts, newest
        calls first. Three or more digits also match part of a phone number; such a thread comes
        with the items of its newest call.
        """
        needle = text.strip().casefold()
        if not needle:
            return ()
        with reading(self._engine) as connection:
            by_words = tuple(_by_words(connection, workspace, needle, limit))
            by_number = _by_number(connection, workspace, needle, limit)
        known = {thread.thread for thread in by_number}
        found = [*by_number, *(thread for thread in by_words if thread.thread not in known)]
        return tuple(sorted(found, key=lambda thread: -thread.last_position)[:limit])


def _by_words(connection: Connection, workspace: str, needle: str, limit: int) -> Iterator[Thread]:
    query = (
        select(CALLS)
        .join(CONVERSATIONS, CONVERSATIONS.c.call_id == CALLS.c.call_id)
        .where(
            CONVERSATIONS.c.workspace == workspace,
            CONVERSATIONS.c.words.contains(needle, autoescape=True),
        )
        .order_by(CALLS.c.log_position.desc())
        .limit(limit)
    )
    calls = _rows(connection, query)
    threads = _fetch(connection, THREADS, "thread", {call["thread"] for call in calls})
    for thread in _assemble(connection, threads, calls):
        hits = tuple(item for item in thread.items if item.mentions(needle))
        yield thread.model_copy(update={"items": hits})


def _by_number(
    connection: Connection, workspace: str, needle: str, limit: int
) -> tuple[Thread, ...]:
    digits = "".join(filter(str.isdecimal, needle))
    if len(digits) < MIN_DIGITS or any(map(str.isalpha, needle)):
        return ()
    columns = (THREADS.c.contact, THREADS.c.number)
    numbers = or_(*(column.contains(digits, autoescape=True) for column in columns))
    return _threads(connection, [THREADS.c.workspace == workspace, numbers], limit, calls=1)


def _threads(
    connection: Connection,
    conditions: Iterable[ColumnElement[bool]],
    limit: int,
    calls: int,
    before: int | None = None,
) -> tuple[Thread, ...]:
    newest = THREADS.c.last_position.desc()
    threads = _rows(connection, select(THREADS).where(*conditions).order_by(newest).limit(limit))
    found = _newest_calls(connection, [row["thread"] for row in threads], calls, before)
    positions = defaultdict(list)
    for call in found:
        positions[call["thread"]].append(call["log_position"])
    for row in threads:
        shown = positions[row["thread"]]
        row["next"] = min(shown) if len(shown) == calls else None
    return tuple(_assemble(connection, threads, found))


def _newest_calls(
    connection: Connection, threads: Sequence[str], limit: int, before: int | None
) -> list[Row]:
    """Fetch up to ``limit`` newest calls of each thread without scanning all of a long thread."""
    same = CALLS.alias("same")
    last = (
        select(same.c.log_position)
        .where(same.c.thread == THREADS.c.thread, *_older(same, before))
        .order_by(same.c.log_position.desc())
        .limit(1)
        .offset(limit - 1)
        .scalar_subquery()
    )
    found: list[Row] = []
    for some in chunks(threads):
        first = select(THREADS.c.thread, func.coalesce(last, 0).label("position"))
        # Materialized, since PostgreSQL would otherwise run the subquery once per call.
        shown = first.where(THREADS.c.thread.in_(some)).cte("shown").prefix_with("MATERIALIZED")
        query = select(CALLS).join(shown, shown.c.thread == CALLS.c.thread)
        query = query.where(CALLS.c.log_position >= shown.c.position, *_older(CALLS, before))
        found += _rows(connection, query)
    return found


def _older(calls: FromClause, before: int | None) -> list[ColumnElement[bool]]:
    return [] if before is None else [calls.c.log_position < before]


def _assemble(
    connection: Connection, threads: Iterable[Row], calls: Sequence[Row]
) -> Iterator[Thread]:
    """Attach the items of ``calls`` to ``threads``, in log order."""
    items: dict[str, list[tuple[int, Item]]] = defaultdict(list)
    for thread, position, item in _items(connection, {call["call_id"]: call for call in calls}):
        items[thread].append((position, item))
    for row in threads:
        row["contact"] = row["contact"] or ANONYMOUS
        in_order = sorted(items[row["thread"]], key=lambda placed: placed[0])
        yield Thread(**row, items=tuple(item for _, item in in_order))


def _items(connection: Connection, calls: dict[str, Row]) -> Iterator[tuple[str, int, Item]]:
    """Yield every item of ``calls`` with its thread and its log position."""
    said = {
        row["call_id"]: row["lines"] for row in _fetch(connection, CONVERSATIONS, "call_id", calls)
    }
    for call_id, call in calls.items():
        yield call["thread"], call["log_position"], call_item(call, said.get(call_id, []))
    for row in _fetch(connection, TEXTS, "call_id", calls):
        yield calls[row["call_id"]]["thread"], row["log_position"], text_item(row)
    for row in _fetch(connection, TRANSFERS, "call_id", calls):
        yield calls[row["call_id"]]["thread"], row["log_position"], transfer_item(row)
    for row in _fetch(connection, VOICEMAILS, "call_id", calls):
        call = calls[row["call_id"]]
        yield call["thread"], row["log_position"], voicemail_item(row, call["contact"])


def _fetch(connection: Connection, table: Table, column: str, keys: Iterable[str]) -> Iterator[Row]:
    for some in chunks(keys):
        yield from _rows(connection, select(table).where(table.c[column].in_(some)))


def _rows(connection: Connection, query: Any) -> list[Row]:
    return [dict(row) for row in connection.execute(query).mappings()]
