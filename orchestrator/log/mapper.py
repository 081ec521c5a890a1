"""Events to bytes and back, by pydantic-core alone: no dict in between, no library transcoder."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from eventsourcing.persistence import (
    Cipher,
    Compressor,
    JSONTranscoder,
    Mapper,
    StoredEvent,
    Transcoder,
)
from pydantic_core import from_json, to_json

from hookflash.domain import event_catalogue as event_catalogue
from hookflash.domain.event import TOPICS, Event
from hookflash.domain.upcasting import resolve_topic
from hookflash.orchestrator.log.errors import UnknownTopic, UnreadableEvent
from hookflash.orchestrator.log.seal import SLOT, body
from hookflash.projections.database.gc_pause import collector_paused

Row = tuple[int, str, int, str, bytes]
"""A stored event as the database gives it: log position, stream, position, topic, state."""

Reader = Callable[[bytes], Event]


class EventMapper(Mapper[str]):
    """Maps events to what is stored; takes the library's compressors and ciphers.

    The whole event stands in the state, so a state can be read without its row; after it comes
    the room for its seal, which whoever stores it fills in. Topics are looked up in ``TOPICS``;
    old versions are first taken forward as ``UPCASTS`` tells. What cannot be read raises
    :class:`UnreadableEvent`: the log fails closed.
    """

    def __init__(
        self,
        transcoder: Transcoder | None = None,
        compressor: Compressor | None = None,
        cipher: Cipher | None = None,
    ) -> None:
        super().__init__(transcoder or JSONTranscoder(), compressor, cipher)
        self._plain = not (compressor or cipher)
        self._readers = _Readers(None if self._plain else self._open)

    def encode(self, event: Event) -> StoredEvent:
        """Make of ``event`` what is stored."""
        state = self.close(event.__pydantic_serializer__.to_json(event))
        return StoredEvent(event.stream, event.position, event.TOPIC, state)

    def close(self, json: bytes) -> bytes:
        """Make of an event's JSON the state that is stored, with room for its seal."""
        if self._plain:
            return json[:-1] + SLOT
        if self.compressor:
            json = self.compressor.compress(json)
        return (self.cipher.encrypt(json) if self.cipher else json) + SLOT

    def open(self, state: bytes) -> bytes:
        """Give the event's JSON back from a stored state."""
        return body(state) + b"}" if self._plain else self._open(body(state))

    def decode(self, rows: Iterable[Row]) -> list[tuple[int, Event]]:
        """Make events of ``rows``, each with its position in the log."""
        with collector_paused():
            return list(self.decoded(rows))

    def decoded(self, rows: Iterable[Row]) -> Iterator[tuple[int, Event]]:
        """Make events of ``rows`` as :meth:`decode` does, each when it is asked for."""
        readers = self._readers
        end, close = -len(SLOT), b"}" if self._plain else b""
        for position, stream, version, topic, state in rows:
            try:
                event = readers[topic](state[:end] + close)
            except Exception as error:
                raise UnreadableEvent(topic, stream, version, str(error)) from error
            yield position, event

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        """Do for the library's own event store what :meth:`encode` does for ours."""
        return self.encode(domain_event)

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        """Do for the library's own event store what :meth:`decode` does for ours."""
        s = stored_event
        row = (0, str(s.originator_id), s.originator_version, s.topic, s.state)
        return self.decode([row])[0][1]

    def _open(self, state: bytes) -> bytes:
        if self.cipher:
            state = self.cipher.decrypt(state)
        return self.compressor.decompress(state) if self.compressor else state


class _Readers(dict[str, Reader]):
    """How to read the state of each topic, found out when a topic is first met."""

    def __init__(self, unwrap: Callable[[bytes], bytes] | None) -> None:
        super().__init__()
        self._unwrap = unwrap

    def __missing__(self, topic: str) -> Reader:
        read = _reader(topic)
        if (unwrap := self._unwrap) is not None:
            self[topic] = wrapped = lambda state: read(unwrap(state))
            return wrapped
        self[topic] = read
        return read


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
