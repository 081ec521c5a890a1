"""Maps events to bytes and back with pydantic-core, without a dict or transcoder in between."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from eventsourcing.persistence import (
    Cipher,
    Compressor,
    JSONTranscoder,
    Mapper,
    StoredEvent,
    Transcoder,
)
from pydantic import ValidationError
from pydantic_core import ErrorDetails, from_json, to_json

from hookflash.domain import event_catalogue as event_catalogue
from hookflash.domain.event import TOPICS, Event
from hookflash.domain.unreadable import Entry, Unreadable
from hookflash.domain.upcasting import resolve_topic
from hookflash.orchestrator.log.errors import CompressionMissing, UnknownTopic, UnreadableEvent
from hookflash.orchestrator.log.packing import pack, unpack
from hookflash.orchestrator.log.quick_reading import quick_reader
from hookflash.orchestrator.log.seal import PACKED_SLOT, SLOT, body
from hookflash.projections.database.gc_pause import collector_paused

Row = tuple[int, str, int, str, bytes]
"""A stored event as a database row: log position, stream, position, topic, state."""

Reader = Callable[[bytes], Event]
_BRACE: Final = ord("}")
"""The last byte of a state that is not packed."""


class EventMapper(Mapper[str]):
    """Maps events to stored rows; supports the library's compressors and ciphers.

    The state holds the whole event, so it can be read without its row, followed by an empty slot
    for the seal, which the recorder fills in. Topics are looked up in ``TOPICS``; old versions are
    first upcast by ``UPCASTS``. An unreadable event raises :class:`UnreadableEvent`: nothing is
    decided without it. :meth:`read` puts an ``Unreadable`` in its place, so that followers pass it.

    With ``packs``, events are packed (``packing.py``); packed ones are read either way.
    """

    def __init__(
        self,
        transcoder: Transcoder | None = None,
        compressor: Compressor | None = None,
        cipher: Cipher | None = None,
        *,
        packs: bool = False,
    ) -> None:
        super().__init__(transcoder or JSONTranscoder(), compressor, cipher)
        self.packs = packs
        self._plain = not (compressor or cipher)
        self._readers = _Readers()
        self._quick_readers = _QuickReaders()

    def encode(self, event: Event) -> StoredEvent:
        """Encode ``event`` for storage."""
        state = self.close(event.__pydantic_serializer__.to_json(event), event.stream)
        return StoredEvent(event.stream, event.position, event.TOPIC, state)

    def close(self, json: bytes, stream: str) -> bytes:
        """Turn the JSON of an event of ``stream`` into a state with an empty slot for its seal."""
        if self.packs:
            json = pack(json, stream)
        if self._plain:
            return json[:-1] + (PACKED_SLOT + json[-1:] if self.packs else SLOT)
        if self.compressor:
            json = self.compressor.compress(json)
        return (self.cipher.encrypt(json) if self.cipher else json) + SLOT

    def open(self, state: bytes, stream: str) -> bytes:
        """Turn a stored state of ``stream`` back into the event's JSON.

        Raises :class:`CompressionMissing` if it is packed and cannot be unpacked here.
        """
        content = body(state)
        if self._plain:
            if state[-1] == _BRACE:
                return content + b"}"
            return unpack(content + state[-1:], stream)
        if self.cipher:
            content = self.cipher.decrypt(content)
        if self.compressor:
            content = self.compressor.decompress(content)
        return content if content[-1] == _BRACE else unpack(content, stream)

    def decode(self, rows: Iterable[Row]) -> list[tuple[int, Event]]:
        """Decode ``rows`` to events with their log positions."""
        with collector_paused():
            return list(self.decoded(rows))

    def read(self, rows: Sequence[Row]) -> list[tuple[int, Entry]]:
        """Decode like :meth:`decode`, with an :class:`Unreadable` for what cannot be decoded."""
        try:
            return [*self.decode(rows)]
        except UnreadableEvent:
            return [(row[0], self._entry(row)) for row in rows]

    def skim(self, rows: Sequence[Row]) -> list[tuple[int, Entry]]:
        """Decode like :meth:`read`, several times as fast after the first few events of a kind."""
        readers, plain, open_ = self._quick_readers, self._plain, self.open
        end = -len(SLOT)
        found: list[tuple[int, Entry]] = []
        with collector_paused():
            for row in rows:
                state = row[4]
                try:
                    written = plain and state[-1] == _BRACE
                    json = state[:end] + b"}" if written else open_(state, row[1])
                    entry: Entry = readers[row[3]](json)
                except CompressionMissing:
                    raise
                except Exception:  # noqa: BLE001 - the slow reader says what is wrong, if anything
                    entry = self._entry(row)
                found.append((row[0], entry))
        return found

    def _entry(self, row: Row) -> Entry:
        try:
            return self.decode([row])[0][1]
        except UnreadableEvent as error:
            position: object = row[2]  # SQLite does not enforce column types
            known = position if isinstance(position, int) else 0
            return Unreadable(str(row[1]), known, str(row[3]), error.reason)

    def decoded(self, rows: Iterable[Row]) -> Iterator[tuple[int, Event]]:
        """Decode like :meth:`decode`, but lazily."""
        readers, plain, open_ = self._readers, self._plain, self.open
        end = -len(SLOT)
        for position, stream, version, topic, state in rows:
            try:
                written = plain and state[-1] == _BRACE
                event = readers[topic](state[:end] + b"}" if written else open_(state, stream))
            except CompressionMissing:
                raise
            except Exception as error:
                raise UnreadableEvent(topic, stream, version, _reason(error)) from error
            yield position, event

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        """Encode for the library's own event store; see :meth:`encode`."""
        return self.encode(domain_event)

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        """Decode for the library's own event store; see :meth:`decode`."""
        s = stored_event
        row = (0, str(s.originator_id), s.originator_version, s.topic, s.state)
        return self.decode([row])[0][1]


def _reason(error: Exception) -> str:
    """Why an event cannot be read, without what it says: reasons are kept after an erasure."""
    if not isinstance(error, ValidationError):
        return str(error) if isinstance(error, UnknownTopic) else type(error).__name__
    found = error.errors(include_input=False, include_url=False, include_context=False)
    return "; ".join(_problem(one) for one in found)


def _problem(found: ErrorDetails) -> str:
    quotes = found["type"] in ("value_error", "assertion_error", "json_invalid")
    place = "".join(f"{part}: " for part in found["loc"])
    return place + (found["type"] if quotes else found["msg"])


class _Readers(dict[str, Reader]):
    """The decoder of each topic, created on first use."""

    def __missing__(self, topic: str) -> Reader:
        read = self[topic] = self._reader(topic)
        return read

    def _reader(self, topic: str) -> Reader:
        return _reader(topic)


class _QuickReaders(_Readers):
    """The fastest decoder of each topic, created on first use."""

    def _reader(self, topic: str) -> Reader:
        today, steps = resolve_topic(topic)
        quick = quick_reader(TOPICS[today]) if today in TOPICS and not steps else None
        return quick or _reader(topic)


def _reader(topic: str) -> Reader:
    today, steps = resolve_topic(topic)
    if today not in TOPICS:
        raise UnknownTopic(today)
    read: Reader = TOPICS[today].__pydantic_validator__.validate_json
    if not steps:
        return read

    def read_old(state: bytes) -> Event:
        fields = from_json(state)
        for step in steps:
            fields = step(fields)
        return read(to_json(fields))

    return read_old
