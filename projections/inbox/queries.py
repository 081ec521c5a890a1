"""Asking for threads, and searching them."""

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
"""Fewer would find a number by chance."""
ThreadStatus = Literal["open", "done"]


class ThreadRow(Value):
    """What is between one contact and one number, in one row.

    ``unread`` counts the items since it was last read. ``test``: nothing but test calls.
    ``calls``, ``texts``, ``transfers`` and ``voicemails`` count what was ever in it, refused ones
    too; of voicemails, the messages that were left. ``last_position`` is the log position of what
    happened last, to list on from.
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
    """A thread with its ``items``, newest last: those of its newest calls.

    ``next`` is the ``before`` that gives those of older calls, None if there are none.
    """

    items: tuple[Item, ...]
    next: int | None = None


class Inbox:
    """The threads of all workspaces, one workspace at a time."""

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
        """List threads, the one that something happened in last first.

        Each has what belongs to its newest ``calls``. ``unread``: only those with something unread.
        ``before`` a ``last_position`` to go on from.
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
        """Find one thread by its name, with what belongs to its newest ``calls``.

        ``before`` the ``next`` that it came with, to go on from.
        """
        conditions = [THREADS.c.workspace == workspace, THREADS.c.thread == thread]
        with reading(self._engine) as connection:
            return next(iter(_threads(connection, conditions, 1, calls, before)), None)

    def search(self, workspace: str, text: str, *, limit: int = 50) -> tuple[Thread, ...]:
        """Find threads with the items that contain ``text``, whatever the letter case.

        Looked through is what was said, the texts, whom a transfer went to, and what was left on
        voicemail, in the newest calls that have it; a thread is also found by part of a number
        of at least three digits, with what belongs to its newest call.
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
    """Find up to ``limit`` calls of each thread, without looking at the rest of a long one."""
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
        # Once for each thread: PostgreSQL would else ask for it once for each call.
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
    """Put the items of ``calls`` into ``threads``, in the order of the log."""
    items: dict[str, list[tuple[int, Item]]] = defaultdict(list)
    for thread, position, item in _items(connection, {call["call_id"]: call for call in calls}):
        items[thread].append((position, item))
    for row in threads:
        row["contact"] = row["contact"] or ANONYMOUS
        in_order = sorted(items[row["thread"]], key=lambda placed: placed[0])
        yield Thread(**row, items=tuple(item for _, item in in_order))


def _items(connection: Connection, calls: dict[str, Row]) -> Iterator[tuple[str, int, Item]]:
    """Give every item of ``calls`` with its thread and its log position."""
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
