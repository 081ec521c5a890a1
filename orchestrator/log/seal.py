"""Seals stored events: a hash of each event and of the previous seal in its stream.

An event that was edited, removed or moved breaks the chain, whatever it says. Seals are unkeyed
hashes, not signatures: rewriting a whole stream can reseal it (docs/how-to/keep-the-log.md).

The seal is the last field of the state, at a fixed offset from its end, so that it can be removed
without parsing the rest, and an uncompressed state is still JSON. In a packed state it is binary,
before the last byte.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from threading import Lock
from typing import Final

from eventsourcing.persistence import StoredEvent

from hookflash.orchestrator.log.packing import DICTIONARIES

SIZE: Final = 16
FIRST: Final = b"0" * SIZE
"""Stands in for the previous seal at the first event of a stream."""
_NAME: Final = b',"seal":"'
_END: Final = b'"}'
SLOT: Final = _NAME + FIRST + _END
"""The end of a state that is not sealed yet."""
PACKED_SLOT: Final = bytes(SIZE // 2)
"""What a packed state that is not sealed yet has before its last byte."""
_PACKED: Final = len(PACKED_SLOT) + 1
_DICTIONARIES: Final = frozenset(bytes((number,)) for number in DICTIONARIES)

SealedRow = tuple[str, int, str, bytes]
"""The stored columns of an event: stream, position, topic, state."""


def body(state: bytes) -> bytes:
    """``state`` without its seal."""
    return state[: -_PACKED if is_packed(state) else -len(SLOT)]


def seal_of(state: bytes) -> bytes:
    """The seal of ``state``; arbitrary bytes if it is not sealed."""
    if is_packed(state):
        return state[-_PACKED:-1].hex().encode()
    return state[-SIZE - len(_END) : -len(_END)]


def is_packed(state: bytes) -> bool:
    """Whether ``state`` is packed: its last byte is the number of a dictionary."""
    return state[-1:] in _DICTIONARIES


def is_sealed(state: bytes) -> bool:
    """Whether ``state`` ends with a seal."""
    if is_packed(state):
        return len(state) > _PACKED
    return state[-len(SLOT) :].startswith(_NAME) and state.endswith(_END)


def seal(before: bytes, stream: str, position: int, topic: str, content: bytes) -> bytes:
    """Compute the seal of an event with state ``content`` that follows the seal ``before``."""
    place = f"{stream}\0{position}\0{topic}\0".encode()
    return blake2b(before + place + content, digest_size=SIZE // 2).hexdigest().encode()


def sealed(events: Iterable[StoredEvent], before: Mapping[str, bytes]) -> list[SealedRow]:
    """Seal ``events``, given the last seal of every stream that they continue.

    Raises ``ValueError`` for a state without an empty slot for its seal.
    """
    last = dict(before)
    rows: list[SealedRow] = []
    for event in events:
        stream, position, topic = str(event.originator_id), event.originator_version, event.topic
        if not _has_room(event.state):
            raise ValueError(f"{stream}, position {position}: not encoded by an EventMapper")
        content = body(event.state)
        last[stream] = mark = seal(last.get(stream, FIRST), stream, position, topic, content)
        rows.append((stream, position, topic, _with(mark, content, event.state)))
    return rows


def _has_room(state: bytes) -> bool:
    if is_packed(state):
        return state[-_PACKED:-1] == PACKED_SLOT
    return state.endswith(SLOT)


def _with(mark: bytes, content: bytes, state: bytes) -> bytes:
    """The ``content`` of ``state`` with its seal."""
    if is_packed(state):
        return content + bytes.fromhex(mark.decode()) + state[-1:]
    return content + _NAME + mark + _END


def last_seals(rows: Iterable[SealedRow]) -> dict[str, bytes]:
    """The seal of the last row of each stream in ``rows``."""
    return {stream: seal_of(state) for stream, _, _, state in rows}


class LastSeals:
    """Cache of the last seal and its position, for the streams used most recently.

    A stale entry is harmless where the database rejects an append after it (PostgreSQL); where not
    (SQLite), its user forgets all once another process has appended.
    """

    def __init__(self, capacity: int = 50_000) -> None:
        self._capacity = capacity
        self._known: OrderedDict[str, tuple[int, bytes]] = OrderedDict()
        self._lock = Lock()

    def note(self, stream: str, position: int, state: bytes) -> None:
        """Cache the seal of ``state``, the newest of ``stream``."""
        self.put(stream, position, seal_of(state))

    def put(self, stream: str, position: int, mark: bytes) -> None:
        """Cache the seal ``mark`` of the newest event of ``stream``."""
        with self._lock:
            self._known[stream] = (position, mark)
            self._known.move_to_end(stream)
            if len(self._known) > self._capacity:
                self._known.popitem(last=False)

    def get(self, stream: str) -> tuple[int, bytes] | None:
        """The last position of ``stream`` and its seal there, if they are cached."""
        return self._known.get(stream)

    def forget(self) -> None:
        """Forget all."""
        with self._lock:
            self._known.clear()

    def at(self, heads: Mapping[str, int]) -> dict[str, bytes] | None:
        """The seals at ``heads``, or None if one is not cached."""
        seals: dict[str, bytes] = {}
        for stream, head in heads.items():
            position, found = self._known.get(stream, (0, FIRST)) if head else (0, FIRST)
            if position != head:
                return None
            seals[stream] = found
        return seals
