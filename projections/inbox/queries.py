"""Queries on threads, and full-text search."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final, Literal, get_args

from sqlalchemy import ColumnElement, Connection, Engine, FromClause, Table, func, or_, select

from hookflash.domain.value import Value
from hookflash.projections.calls.outcome import WORDS, CallOutcome
from hookflash.projections.calls.queries import ANONYMOUS
from hookflash.projections.calls.table import CALLS
from hookflash.projections.contacts.queries import contacts_called, names_of
from hookflash.projections.conversations.table import CONVERSATIONS
from hookflash.projections.database.engine import reading
from hookflash.projections.inbox.items import (
    Item,
    call_item,
    marked_item,
    received_text_item,
    reply_item,
    text_item,
    transfer_item,
    voicemail_item,
)
from hookflash.projections.inbox.table import THREADS
from hookflash.projections.received_texts.table import RECEIVED_TEXTS
from hookflash.projections.runner.bulk_write import chunks
from hookflash.projections.runner.model import Row
from hookflash.projections.texts.table import TEXTS
from hookflash.projections.transfers.table import TRANSFERS
from hookflash.projections.voicemails.table import VOICEMAILS

MIN_DIGITS: Final = 3
"""Shortest part of a phone number to search for; shorter ones match by chance."""
MIN_LETTERS: Final = 3
"""Shortest part of an outcome to search for."""
ThreadStatus = Literal["open", "done"]


class ThreadRow(Value):
    """Summary of the thread between one contact and one business number.

    ``name`` is what people call the contact; empty if it has no name. ``needs_attention`` means
    that a person has to act on its newest call, and that it was not marked done since. ``unread``
    counts the items added since the thread was last read. ``test`` means that it has
    only test calls. ``calls``, ``texts``, ``transfers`` and ``voicemails`` count all items ever
    added, including refused ones; of voicemails, only recorded messages count. ``last_position``
    is the log position of the last activity, usable as ``before`` for the next page.
    """

    thread: str
    workspace: str
    contact: str
    name: str = ""
    number: str
    test: bool
    status: ThreadStatus
    needs_attention: bool = False
    unread: int
    calls: int
    texts: int
    transfers: int
    voicemails: int
    last_at: datetime
    last_position: int


class Thread(ThreadRow):
    """A thread with the ``items`` of its newest calls and the texts between them, newest last.

    ``next`` is the ``before`` to pass for older items, None if there are none.
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
        attention: bool | None = None,
        limit: int = 100,
        before: int | None = None,
        calls: int = 50,
    ) -> tuple[Thread, ...]:
        """List up to ``limit`` threads, most recently active first.

        ``unread`` keeps only threads with unread items, ``attention`` only those that need it, or
        that do not. ``before`` is the ``last_position`` to
        continue from. ``calls`` is how many of its newest calls each thread shows items of, and
        the most texts from the contact that it shows.
        """
        conditions = [THREADS.c.workspace == workspace]
        if status is not None:
            conditions.append(THREADS.c.status == status)
        if unread:
            conditions.append(THREADS.c.unread > 0)
        if attention is not None:
            conditions.append(THREADS.c.needs_attention.is_(attention))
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

    def has_contact(self, contact: str, workspace: str | None) -> bool:
        """Whether ``contact`` has a thread in ``workspace``; None: in any."""
        query = select(THREADS.c.thread).where(THREADS.c.contact == contact).limit(1)
        if workspace is not None:
            query = query.where(THREADS.c.workspace == workspace)
        with reading(self._engine) as connection:
            return connection.execute(query).first() is not None

    def search(self, workspace: str, text: str, *, limit: int = 50) -> tuple[Thread, ...]:
        """Find up to ``limit`` threads with the items that contain ``text``, ignoring case.

        Searches conversations, texts, transfer destinations, voicemail transcripts and the outcomes
        of calls, newest calls first. The contact's name, notes about the contact, and three or more
        digits of a phone number also match; such a thread comes with the items of its newest call.
        """
        needle = text.strip().casefold()
        if not needle:
            return ()
        with reading(self._engine) as connection:
            by_words = tuple(_by_words(connection, workspace, needle, limit))
            by_contact = _by_contact(connection, workspace, needle, limit)
        known = {thread.thread for thread in by_contact}
        found = [*by_contact, *(thread for thread in by_words if thread.thread not in known)]
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
    said = _rows(connection, query)
    ended = _ended_so(connection, workspace, needle, limit)
    calls = list({row["call_id"]: row for row in (*said, *ended)}.values())
    texts = _texts_with(connection, workspace, needle, limit)
    names = {row["thread"] for row in (*calls, *texts)}
    threads = list(_fetch(connection, THREADS, "thread", names))
    for thread in _assemble(connection, threads, calls, texts):
        hits = tuple(item for item in thread.items if item.mentions(needle))
        yield thread.model_copy(update={"items": hits})


def _ended_so(connection: Connection, workspace: str, needle: str, limit: int) -> list[Row]:
    """The newest calls whose outcome, or what there is to do about it, has ``needle`` in words."""
    outcomes = [one for one in get_args(CallOutcome) if needle in one.replace("_", " ")]
    reasons = [reason for reason, words in WORDS.items() if needle in words.casefold()]
    if len(needle) < MIN_LETTERS or not (outcomes or reasons):
        return []
    so = or_(CALLS.c.outcome.in_(outcomes), CALLS.c.follow_up_reason.in_(reasons))
    query = select(CALLS).where(CALLS.c.workspace == workspace, so)
    return _rows(connection, query.order_by(CALLS.c.log_position.desc()).limit(limit))


def _texts_with(connection: Connection, workspace: str, needle: str, limit: int) -> list[Row]:
    query = (
        select(RECEIVED_TEXTS)
        .where(
            RECEIVED_TEXTS.c.workspace == workspace,
            RECEIVED_TEXTS.c.words.contains(needle, autoescape=True),
        )
        .order_by(RECEIVED_TEXTS.c.log_position.desc())
        .limit(limit)
    )
    return _rows(connection, query)


def _by_contact(
    connection: Connection, workspace: str, needle: str, limit: int
) -> tuple[Thread, ...]:
    """Threads by a part of a number or of another caller id, of the name or of a note."""
    called = THREADS.c.contact.in_(contacts_called(workspace, needle))
    known = or_(called, *_numbers_with(needle))
    return _threads(connection, [THREADS.c.workspace == workspace, known], limit, calls=1)


def _numbers_with(needle: str) -> list[ColumnElement[bool]]:
    digits = "".join(filter(str.isdecimal, needle))
    if any(map(str.isalpha, needle)):
        return [func.lower(THREADS.c.contact).contains(needle, autoescape=True)]
    if len(digits) >= MIN_DIGITS:
        columns = (THREADS.c.contact, THREADS.c.number)
        return [column.contains(digits, autoescape=True) for column in columns]
    return []


def _threads(
    connection: Connection,
    conditions: Iterable[ColumnElement[bool]],
    limit: int,
    calls: int,
    before: int | None = None,
) -> tuple[Thread, ...]:
    newest = THREADS.c.last_position.desc()
    threads = _rows(connection, select(THREADS).where(*conditions).order_by(newest).limit(limit))
    names = [row["thread"] for row in threads]
    found, texts = (
        _newest(connection, table, names, calls, before) for table in (CALLS, RECEIVED_TEXTS)
    )
    shown = [_positions(rows) for rows in (found, texts)]
    for row in threads:
        here = [positions[row["thread"]] for positions in shown]
        full = any(len(some) == calls for some in here)
        row["next"] = min(position for some in here for position in some) if full else None
    return tuple(_assemble(connection, threads, found, texts))


def _positions(rows: Iterable[Row]) -> defaultdict[str, list[int]]:
    """The log positions of ``rows`` by thread."""
    positions: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows:
        positions[row["thread"]].append(row["log_position"])
    return positions


def _newest(
    connection: Connection, table: Table, threads: Sequence[str], limit: int, before: int | None
) -> list[Row]:
    """Fetch the newest rows of ``table``, which has calls or texts, without scanning all of them.

    Of each thread, up to ``limit`` calls and ``limit`` texts. Both begin at the same log position,
    so that a page is without gaps.
    """
    starts = [_start(one, limit, before) for one in (CALLS, RECEIVED_TEXTS)]
    found: list[Row] = []
    for some in chunks(threads):
        first = select(THREADS.c.thread, starts[0].label("calls"), starts[1].label("texts"))
        # Materialized, since PostgreSQL would otherwise run the subqueries once per row.
        shown = first.where(THREADS.c.thread.in_(some)).cte("shown").prefix_with("MATERIALIZED")
        query = select(table).join(shown, shown.c.thread == table.c.thread)
        begin = (table.c.log_position >= start for start in (shown.c.calls, shown.c.texts))
        found += _rows(connection, query.where(*begin, *_older(table, before)))
    return found


def _start(table: Table, limit: int, before: int | None) -> ColumnElement[int]:
    """The log position of the oldest of a thread's ``limit`` newest rows; 0 if it has fewer."""
    same = table.alias(f"same_{table.name}")
    last = (
        select(same.c.log_position)
        .where(same.c.thread == THREADS.c.thread, *_older(same, before))
        .order_by(same.c.log_position.desc())
        .limit(1)
        .offset(limit - 1)
        .scalar_subquery()
    )
    return func.coalesce(last, 0)


def _older(calls: FromClause, before: int | None) -> list[ColumnElement[bool]]:
    return [] if before is None else [calls.c.log_position < before]


def _assemble(
    connection: Connection, threads: Sequence[Row], calls: Sequence[Row], texts: Sequence[Row]
) -> Iterator[Thread]:
    """Attach names, and the items of ``calls`` and the received ``texts``, in log order."""
    names = _names(connection, threads)
    items: dict[str, list[tuple[int, Item]]] = defaultdict(list)
    for row in texts:
        items[row["thread"]].append((row["log_position"], received_text_item(row)))
        if (reply := reply_item(row)) is not None:
            items[row["thread"]].append((row["log_position"], reply))
    for thread, position, item in _items(connection, {call["call_id"]: call for call in calls}):
        items[thread].append((position, item))
    for row in threads:
        row["name"] = names.get(row["contact"], "")
        row["contact"] = row["contact"] or ANONYMOUS
        del row["newest_call"]
        in_order = sorted(items[row["thread"]], key=lambda placed: placed[0])
        yield Thread(**row, items=tuple(item for _, item in in_order))


def _names(connection: Connection, threads: Sequence[Row]) -> dict[str, str]:
    """The names of the contacts of ``threads``, which are all of one workspace."""
    contacts = {row["contact"] for row in threads if row["contact"]}
    return names_of(connection, threads[0]["workspace"], contacts) if contacts else {}


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


def marked_thread(thread: Thread, now: datetime) -> Thread:
    """Mark the calls of a thread that are stale by ``now``."""
    return thread.model_copy(update={"items": tuple(marked_item(one, now) for one in thread.items)})
