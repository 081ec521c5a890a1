"""Asking for threads, and searching them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, Engine, Table, func, or_, select

from hookflash.domain.value import Value
from hookflash.projections.bulk import chunks
from hookflash.projections.calls.queries import ANONYMOUS
from hookflash.projections.calls.table import CALLS
from hookflash.projections.database import reading
from hookflash.projections.inbox.items import (
    Item,
    call_item,
    text_item,
    transfer_item,
    voicemail_item,
)
from hookflash.projections.inbox.table import THREADS
from hookflash.projections.model import Row
from hookflash.projections.talk.table import CONVERSATIONS
from hookflash.projections.texts.table import TEXTS
from hookflash.projections.transfers.table import TRANSFERS
from hookflash.projections.voicemails.table import VOICEMAILS

MIN_DIGITS: Final = 3
"""Fewer would find a number by chance."""
ThreadStatus = Literal["open", "done"]


class Thread(Value):
    """All between one contact and one number; ``items`` newest last.

    ``unread`` counts the items since it was last read. ``test``: nothing but test calls.
    ``last_position`` is the log position of what happened last, to list on from.
    """

    thread: str
    workspace: str
    contact: str
    number: str
    test: bool
    status: ThreadStatus
    unread: int
    last_at: datetime
    last_position: int
    items: tuple[Item, ...]


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

    def thread(self, workspace: str, thread: str, *, calls: int = 500) -> Thread | None:
        """Find one thread by its name, with what belongs to its newest ``calls``."""
        conditions = [THREADS.c.workspace == workspace, THREADS.c.thread == thread]
        with reading(self._engine) as connection:
            return next(iter(_threads(connection, conditions, 1, calls)), None)

    def search(self, workspace: str, text: str, *, limit: int = 50) -> tuple[Thread, ...]:
        """Find threads with the items that contain ``text``, whatever the letter case.

        Looked through is what was said, the texts, whom a transfer went to, and what was left on
        voicemail, in the newest calls that have it; a thread is also found by part of a number
        of at least three digits, with all its items.
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
    return _threads(connection, [THREADS.c.workspace == workspace, numbers], limit, calls=50)


def _threads(
    connection: Connection, conditions: Iterable[ColumnElement[bool]], limit: int, calls: int
) -> tuple[Thread, ...]:
    newest = THREADS.c.last_position.desc()
    threads = _rows(connection, select(THREADS).where(*conditions).order_by(newest).limit(limit))
    newest_calls = _newest_calls(connection, [thread["thread"] for thread in threads], calls)
    return tuple(_assemble(connection, threads, newest_calls))


def _newest_calls(connection: Connection, threads: Sequence[str], limit: int) -> list[Row]:
    age = func.row_number().over(partition_by=CALLS.c.thread, order_by=CALLS.c.log_position.desc())
    found: list[Row] = []
    for some in chunks(threads):
        ranked = select(CALLS, age.label("age")).where(CALLS.c.thread.in_(some)).subquery()
        found += _rows(connection, select(ranked).where(ranked.c.age <= limit))
    return found


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
