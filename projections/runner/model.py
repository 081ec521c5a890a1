"""What a read model is: events in, rows out."""

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from sqlalchemy import Table

from hookflash.domain.event import Event

Row = dict[str, Any]
Handler = Callable[["Work", Any, int], object]
"""Changes rows by an event at a log position. It may read the rows of models that come before."""
E = TypeVar("E", bound=Event)
H = TypeVar("H", bound=Handler)


class Handlers(dict[type[Event], Handler]):
    """Which function a read model handles each kind of event with."""

    def on(self, *kinds: type[Event]) -> Callable[[H], H]:
        """Enter a function as the handler of ``kinds``."""

        def enter(handler: H) -> H:
            self.update(dict.fromkeys(kinds, handler))
            return handler

        return enter


@dataclass(frozen=True)
class ReadModel:
    """One table and how events change it.

    Its rows are loaded for a batch by ``found_by``: the calls or the threads that the batch's
    events are about.
    """

    table: Table
    handlers: Mapping[type[Event], Handler]
    found_by: Literal["call_id", "thread"] = "call_id"

    @property
    def name(self) -> str:
        """The table's name, and the model's."""
        return self.table.name

    @property
    def key(self) -> str:
        """The column that tells rows apart."""
        return self.table.primary_key.columns[0].name


class Rows:
    """The rows of one table that a batch works on, by their key."""

    __slots__ = ("_key", "_undo", "by_key", "changed", "model", "stored")

    def __init__(self, model: ReadModel) -> None:
        self.model = model.name
        self._key = model.key
        self._undo: dict[str, Row | None] | None = None
        self.by_key: dict[str, Row] = {}
        self.changed: set[str] = set()
        self.stored: set[str] = set()
        """Keys of rows that the database has, as they were before this batch."""

    def load(self, rows: Iterable[Row]) -> None:
        """Take in rows as the database has them."""
        for row in rows:
            self.by_key[row[self._key]] = row
            self.stored.add(row[self._key])

    def get(self, key: str) -> Row | None:
        """Find a row to look at, not to change."""
        return self.by_key.get(key)

    def add(self, row: Row) -> None:
        """Enter a new row."""
        key = row[self._key]
        if key in self.by_key:
            raise LookupError(f"{self.model} has a row {key!r} already")
        if self._undo is not None:
            self._undo[key] = None
        self.by_key[key] = row
        self.changed.add(key)

    def change(self, key: str) -> Row:
        """Find a row to change in place."""
        row = self.by_key.get(key)
        if row is None:
            raise LookupError(f"{self.model} has no row {key!r}")
        if self._undo is not None and key not in self._undo:
            self._undo[key] = deepcopy(row)
        self.changed.add(key)
        return row

    def watch(self) -> None:
        """From here on, be able to undo."""
        self._undo = {}

    def undo(self) -> None:
        """Put everything back to where :meth:`watch` was called."""
        for key, row in (self._undo or {}).items():
            if row is None:
                del self.by_key[key]
                self.changed.remove(key)
            else:
                self.by_key[key] = row


class Work:
    """All rows that a batch works on, and the events that could not be handled."""

    def __init__(self, models: Iterable[ReadModel]) -> None:
        self.rows = {model.name: Rows(model) for model in models}
        self.calls = self.rows["calls"]
        self.conversations = self.rows["conversations"]
        self.texts = self.rows["texts"]
        self.transfers = self.rows["transfers"]
        self.voicemails = self.rows["voicemails"]
        self.threads = self.rows["threads"]
        self.parked: list[Row] = []
        self.reached: dict[str, int] = {}
        """Each call's last event in the batch, by its position in the call's stream."""

    def call_of(self, call_id: str) -> Row:
        """Find the row of a call, to look at."""
        call = self.calls.get(call_id)
        if call is None:
            raise LookupError(f"the beginning of call {call_id!r} is not in the views")
        return call

    def note_reached(self) -> None:
        """Enter in each call's row how far it has come, whatever the events were."""
        for call_id, position in self.reached.items():
            if self.calls.get(call_id):
                self.calls.change(call_id)["position"] = position
