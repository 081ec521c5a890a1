"""Applies a batch of events in memory to the rows that it affects."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, cast

from sqlalchemy import Connection, Select, Table, bindparam, select

from hookflash.domain.call.events import CallEvent, CallReceived
from hookflash.domain.call.liveness import is_sign_of_life
from hookflash.domain.contacts.events import CardEvent
from hookflash.domain.event import Event
from hookflash.domain.inbox.events import TextReceived, ThreadEvent
from hookflash.domain.inbox.reply_events import ReplyEvent
from hookflash.domain.inbox.thread import thread_id
from hookflash.domain.unreadable import Entry, Unreadable
from hookflash.projections.parked.table import LOG
from hookflash.projections.runner.bulk_write import chunks
from hookflash.projections.runner.kept_rows import KeptRows
from hookflash.projections.runner.model import Handler, ReadModel, Row, Work

Batch = Sequence[tuple[int, Entry]]
"""Events with their log positions."""
Tables = Mapping[str, Table]
"""The table of each read model by the model's name: the one in use or one of a rebuild."""
Plan = Mapping[type, Sequence[tuple[str, Handler]]]
"""The handlers of each kind of event, each with its model's name, in the models' order."""
Refused = Mapping[tuple[str, int], Exception]
"""Why the database refused the rows of an event, by model and log position."""


class _OfCalls(dict[type, bool]):
    def __missing__(self, kind: type) -> bool:
        found = self[kind] = issubclass(kind, CallEvent)
        return found


OF_CALLS: Final = _OfCalls()
"""Whether events of a kind are of calls: several times as fast as ``isinstance``."""


def plan_of(models: Iterable[ReadModel]) -> Plan:
    """Index the models' handlers by kind of event."""
    plan: dict[type[Event], list[tuple[str, Handler]]] = defaultdict(list)
    for model in models:
        for kind, handler in model.handlers.items():
            plan[kind].append((model.name, handler))
    return dict(plan)


class _Scope:
    """The rows that a batch affects: calls that began before it, and threads.

    ``calls`` maps each such call to its kinds of event in the batch. ``reached`` is the last
    position of each call in its own stream, ``alive_at`` the time of its last sign of life.
    ``withheld`` are the workspaces and numbers whose threads of withheld callers are all affected,
    by a mark in an older log.
    """

    def __init__(self, batch: Batch) -> None:
        self.calls: dict[str, set[type[Event]]] = {}
        self.threads: set[str] = set()
        self.withheld: set[tuple[str, str]] = set()
        self.reached: dict[str, int] = {}
        self.alive_at: dict[str, datetime] = {}
        self.replied: set[str] = set()
        """The texts from contacts that are replied to."""
        self.cards: set[str] = set()
        self.begun: set[str] = set()
        for _, event in batch:
            if OF_CALLS[type(event)]:
                self._include(cast("CallEvent", event))
            elif isinstance(event, ThreadEvent):
                self.threads.add(event.stream)
                if event.is_shared:
                    self.withheld.add((event.workspace, event.number))
            elif isinstance(event, TextReceived):
                self.threads.add(event.thread)
            elif isinstance(event, ReplyEvent):
                self.replied.add(event.text)
            elif isinstance(event, CardEvent):
                self.cards.add(event.stream)

    def _include(self, event: CallEvent) -> None:
        call_id = event.call_id
        self.reached[call_id] = event.position
        if is_sign_of_life(event):
            self.alive_at[call_id] = event.at
        if event.position == 1:
            self.begun.add(call_id)
            if isinstance(event, CallReceived):
                known = event.contact, event.number, event.call_id
                self.threads.add(thread_id(event.workspace, *known))
        elif call_id not in self.begun:
            self.calls.setdefault(call_id, set()).add(type(event))

    def calls_of(self, model: ReadModel) -> Collection[str]:
        """The calls whose rows ``model`` may change; the ``calls`` model may change all."""
        handled = model.handlers.keys()
        return [
            call
            for call, kinds in self.calls.items()
            if model.name == "calls" or not kinds.isdisjoint(handled)
        ]


def load(  # noqa: PLR0913 - where from, what, and what is there
    connect: Callable[[], Connection],
    models: Iterable[ReadModel],
    tables: Tables,
    batch: Batch,
    kept: KeptRows | None = None,
    *,
    begun: bool = False,
) -> Work:
    """Fetch the rows that ``batch`` may change or read, except those that are ``kept``.

    ``connect`` is called only if there is something to fetch. With ``begun``, the rows of calls
    that begin in the batch are stored already.
    """
    work = Work(models)
    scope = _Scope(batch)
    if begun:
        scope.calls |= {call: scope.calls.get(call, set()) for call in scope.begun}
    work.reached, work.alive_at = scope.reached, scope.alive_at
    for model in models:
        if model.found_by is None:
            continue
        keys = _keys(model, scope, work)
        work.complete[model.name].update(keys)
        if model.found_by == "call_id":
            work.complete[model.name] |= scope.begun
        rows, missing = kept.take(model.name, keys) if kept is not None else ((), keys)
        work.rows[model.name].load(rows)
        table = tables[model.name]
        if missing:
            work.rows[model.name].load(_fetch(connect(), table, model.found_by, missing))
        if model.found_by == "thread":
            for workspace, number in scope.withheld:
                work.rows[model.name].load(_withheld(connect(), table, workspace, number))
    return work


def _keys(model: ReadModel, scope: _Scope, work: Work) -> Collection[str]:
    """The values of ``found_by`` of the rows that ``model`` may change or read."""
    if model.found_by == "text_id":
        return scope.replied
    if model.found_by == "card":
        return scope.cards
    calls = scope.calls_of(model)
    if model.found_by == "thread":
        known = (work.calls.get(call) for call in calls)
        return scope.threads | {call["thread"] for call in known if call}
    return calls


def _withheld(connection: Connection, table: Table, workspace: str, number: str) -> list[Row]:
    """Fetch the threads of all callers who withheld their number."""
    column = table.c
    own = column.workspace == workspace, column.number == number, column.contact.is_(None)
    return [dict(row) for row in connection.execute(select(table).where(*own)).mappings()]


def _fetch(
    connection: Connection, table: Table, column: str, keys: Collection[str]
) -> Iterable[Row]:
    names = [column.name for column in table.columns]
    for some in chunks(keys):
        for row in connection.execute(_found_by(table, column), {"keys": some}):
            yield dict(zip(names, row, strict=True))


@lru_cache
def _found_by(table: Table, column: str) -> Select[Any]:
    """Build the query, cached: building it takes longer than fetching a small batch's rows."""
    return select(table).where(table.c[column].in_(bindparam("keys", expanding=True)))


def apply_alone(models: Sequence[ReadModel], plan: Plan, batch: Batch) -> Work:
    """Apply the whole history of a call to no rows at all, without a database."""
    work = _alone(models, batch)
    try:
        apply_all(work, plan, batch)
    except Exception:  # noqa: BLE001 - whatever it is, it is parked then, as by the projector
        work = _alone(models, batch)
        apply_or_park(work, plan, batch, {})
    return work


def _alone(models: Sequence[ReadModel], batch: Batch) -> Work:
    work = Work(models)
    scope = _Scope(batch)
    work.reached, work.alive_at = scope.reached, scope.alive_at
    return work


def apply_all(work: Work, plan: Plan, batch: Batch) -> None:
    """Apply all events. An exception of a handler propagates, and leaves rows half changed."""
    for position, event in batch:
        for _, handle in plan.get(type(event), ()):
            handle(work, event, position)
    _park_unreadable(work, batch)
    work.note_reached()
    work.note_acts()


def apply_or_park(work: Work, plan: Plan, batch: Batch, refused: Refused) -> None:
    """Apply all events, parking those that a handler or the database cannot handle.

    A parked event changes nothing in that model's table. Slower than :func:`apply_all`.
    """
    for position, event in batch:
        for model, handle in plan.get(type(event), ()):
            error = refused.get((model, position)) or _try(work, model, handle, position, event)
            if error is not None:
                reason = f"{type(error).__name__}: {error}"
                work.parked.append(_parked(model, position, event, reason))
    _park_unreadable(work, batch)
    work.note_reached()
    work.note_acts()


def _park_unreadable(work: Work, batch: Batch) -> None:
    work.parked += [
        _parked(LOG, position, entry, entry.reason)
        for position, entry in batch
        if type(entry) is Unreadable
    ]


def _try(work: Work, model: str, handle: Handler, position: int, event: Entry) -> Exception | None:
    rows = work.rows[model]
    rows.watch()
    try:
        handle(work, event, position)
    except Exception as error:  # noqa: BLE001 - one bad event must not stop the others
        rows.undo()
        return error
    return None


def _parked(model: str, position: int, event: Entry, reason: str) -> Row:
    return {
        "projection": model,
        "log_position": position,
        "workspace": event.stream.partition(".")[0],
        "stream": event.stream,
        "position": event.position,
        "type": event.topic if isinstance(event, Unreadable) else event.type,
        "reason": reason.replace("\0", "\\0"),
    }
