"""Defines a read model: a table, and a handler for each kind of event."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeVar

from sqlalchemy import Table

from hookflash.domain.event import Event
from hookflash.projections.calls.listed import listed
from hookflash.projections.reports.kept_sums import Posted
from hookflash.projections.reports.tally import FACTS, CallFact, Tally

Row = dict[str, Any]
Handler = Callable[["Work", Any, int], object]
"""Changes rows for an event at a log position. It may read the rows of earlier models."""
E = TypeVar("E", bound=Event)
H = TypeVar("H", bound=Handler)


class Handlers(dict[type[Event], Handler]):
    """The handler of each kind of event in a read model."""

    def on(self, *kinds: type[Event]) -> Callable[[H], H]:
        """Register the decorated function as the handler of ``kinds``."""

        def enter(handler: H) -> H:
            self.update(dict.fromkeys(kinds, handler))
            return handler

        return enter


@dataclass(frozen=True)
class ReadModel:
    """One table and the handlers that change it.

    ``found_by`` is the column by which rows are loaded for a batch: by the calls, the threads,
    the received texts or the cards of contacts of the batch's events. None: no row is ever read or
    changed again. ``settled`` are fewer handlers that come to the same rows, if the rows of calls
    are already as they are at the end of the log.
    """

    table: Table
    handlers: Mapping[type[Event], Handler]
    found_by: Literal["call_id", "thread", "text_id", "card"] | None = "call_id"
    settled: Mapping[type[Event], Handler] | None = None

    @property
    def name(self) -> str:
        """The name of the table, also the model's."""
        return self.table.name

    @property
    def key(self) -> str:
        """The column that names a row: the last of the primary key."""
        name: str = [*self.table.primary_key.columns][-1].name
        return name


class Rows:
    """The rows of one table that a batch works on, by key."""

    __slots__ = ("_fact", "_key", "_undo", "before", "by_key", "changed", "model", "stored")

    def __init__(self, model: ReadModel) -> None:
        self.model = model.name
        self._key = model.key
        self._undo: dict[str, Row | None] | None = None
        self.by_key: dict[str, Row] = {}
        self.changed: set[str] = set()
        self.stored: set[str] = set()
        """Keys of the rows that were in the database before this batch."""
        self._fact = FACTS.get(model.name)
        self.before: dict[str, Any] = {}
        """What the stored rows stood for in reports before this batch, by key."""

    def load(self, rows: Iterable[Row]) -> None:
        """Add rows as read from the database."""
        for row in rows:
            self.by_key[row[self._key]] = row
            self.stored.add(row[self._key])
            if self._fact is not None:
                self.before[row[self._key]] = self._fact(row)

    def get(self, key: str) -> Row | None:
        """Get a row to read, not to change."""
        return self.by_key.get(key)

    def add(self, row: Row) -> None:
        """Add a new row. Raises ``LookupError`` if the key is taken."""
        key = row[self._key]
        if key in self.by_key:
            raise LookupError(f"{self.model} already has a row {key!r}")
        if self._undo is not None:
            self._undo[key] = None
        self.by_key[key] = row
        self.changed.add(key)

    def change(self, key: str) -> Row:
        """Get a row to change in place. Raises ``LookupError`` if there is none."""
        row = self.by_key.get(key)
        if row is None:
            raise LookupError(f"{self.model} has no row {key!r}")
        if self._undo is not None and key not in self._undo:
            self._undo[key] = deepcopy(row)
        self.changed.add(key)
        return row

    def replace(self, row: Row, *, stored: bool) -> None:
        """Put a row in place of the one with its key, which the database has if ``stored``."""
        key = row[self._key]
        self.by_key[key] = row
        self.changed.add(key)
        if stored:
            self.stored.add(key)

    def facts(self) -> Iterator[tuple[Row, Any, Any]]:
        """Yield each changed row with what it stood for in reports, and stands for now."""
        if self._fact is not None:
            for key in self.changed:
                row = self.by_key[key]
                yield row, self.before.get(key), self._fact(row)

    def watch(self) -> None:
        """Start recording changes, so that :meth:`undo` can revert them."""
        self._undo = {}

    def undo(self) -> None:
        """Revert all changes since :meth:`watch`."""
        for key, row in (self._undo or {}).items():
            if row is None:
                del self.by_key[key]
                self.changed.remove(key)
            else:
                self.by_key[key] = row


class Work:
    """All rows that a batch works on, and the events that it parks."""

    def __init__(self, models: Iterable[ReadModel]) -> None:
        self.rows = {model.name: Rows(model) for model in models}
        self.calls = self.rows["calls"]
        self.listed = self.rows["listed_calls"]
        self.conversations = self.rows["conversations"]
        self.texts = self.rows["texts"]
        self.received_texts = self.rows["received_texts"]
        self.transfers = self.rows["transfers"]
        self.voicemails = self.rows["voicemails"]
        self.threads = self.rows["threads"]
        self.contacts = self.rows["contacts"]
        self.parked: list[Row] = []
        self.posted = Posted({}, {})
        """What the sums of reports are after this batch."""
        self.reached: dict[str, int] = {}
        """The position of each call's last event in the batch, in the call's stream."""
        self.alive_at: dict[str, datetime] = {}
        """The time of each call's last sign of life in the batch."""
        self.complete: dict[str, set[str]] = {model: set() for model in self.rows}
        """By model: the calls, threads or texts of which every row is here."""

    def call_of(self, call_id: str) -> Row:
        """Get the row of a call, to read. Raises ``LookupError`` if there is none."""
        call = self.calls.get(call_id)
        if call is None:
            raise LookupError(f"calls has no row {call_id!r}: its first event was not projected")
        return call

    def note_reached(self) -> None:
        """Set the last position and sign of life in each call's row, whatever its events were."""
        for call_id, position in self.reached.items():
            if self.calls.get(call_id):
                row = self.calls.change(call_id)
                row["position"] = position
                row["last_sign_at"] = self.alive_at.get(call_id, row["last_sign_at"])

    def note_acts(self) -> None:
        """Enter in each call's row what was done on it, and what became of that."""
        for kind, rows in (("text", self.texts), ("transfer", self.transfers)):
            for row, before, now in rows.facts():
                if before != now:
                    call = self.calls.change(row["call_id"])
                    done = [kind, *now.act, now.outcome, now.reason, now.confirmed]
                    call["acts"] = {**call["acts"], str(row["position"]): done}

    def list_calls(self) -> None:
        """Derive the rows of lists from those of the calls. For when all of these are changed."""
        for key in self.calls.changed:
            self.listed.replace(listed(self.calls.by_key[key]), stored=key in self.calls.stored)

    def tally(self) -> Tally:
        """What this batch changes in the counts of reports."""
        tally = Tally()
        facts: dict[str, CallFact] = {}
        for row, before, now in self.calls.facts():
            facts[row["call_id"]] = now
            if before != now:
                tally.call(before, -1)
                tally.call(now, 1)
        for rows in (self.texts, self.transfers):
            for row, before, now in rows.facts():
                if before != now:
                    call = facts.get(row["call_id"]) or self.calls.before[row["call_id"]]
                    tally.act(rows.model, call, before, -1)
                    tally.act(rows.model, call, now, 1)
        return tally
