"""A seal on every stored event, over the event and over the seal before it in its stream.

An event that was edited, left out or moved breaks it, even where nothing follows from what it
said. It is no signature: who rewrites a whole stream can seal it anew (``docs``, "Verify").

The seal is the last field of the state, at a fixed place from its end, so that it is taken off
without a look at the rest, and a plain state is still JSON.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from threading import Lock
from typing import Final

from eventsourcing.persistence import StoredEvent

SIZE: Final = 16
FIRST: Final = b"0" * SIZE
"""What the first event of a stream has in the place of the seal before it."""
_NAME: Final = b',"seal":"'
_END: Final = b'"}'
SLOT: Final = _NAME + FIRST + _END
"""What stands at the end of a state until it is sealed."""

SealedRow = tuple[str, int, str, bytes]
"""What is stored of an event: stream, position, topic, state."""


def body(state: bytes) -> bytes:
    """``state`` without its seal."""
    return state[: -len(SLOT)]


def seal_of(state: bytes) -> bytes:
    """The seal that ``state`` carries; whatever stands in its place if it carries none."""
    return state[-SIZE - len(_END) : -len(_END)]


def is_sealed(state: bytes) -> bool:
    """Whether there is a seal where one should be."""
    return state[-len(SLOT) :].startswith(_NAME) and state.endswith(_END)


def seal(before: bytes, stream: str, position: int, topic: str, content: bytes) -> bytes:
    """The seal of an event whose state without seal is ``content``, after the seal ``before``."""
    place = f"{stream}\0{position}\0{topic}\0".encode()
    return blake2b(before + place + content, digest_size=SIZE // 2).hexdigest().encode()


def sealed(events: Iterable[StoredEvent], before: Mapping[str, bytes]) -> list[SealedRow]:
    """Seal ``events``, given the last seal of every stream that they continue.

    Raises ``ValueError`` for a state without room for a seal.
    """
    last = dict(before)
    rows: list[SealedRow] = []
    for event in events:
        stream, position, topic = str(event.originator_id), event.originator_version, event.topic
        if not event.state.endswith(SLOT):
            raise ValueError(f"{stream}, position {position}: this state comes from no EventMapper")
        content = body(event.state)
        last[stream] = mark = seal(last.get(stream, FIRST), stream, position, topic, content)
        rows.append((stream, position, topic, content + _NAME + mark + _END))
    return rows


class LastSeals:
    """The last seal of streams lately read or written, and the position it stands at.

    One that is out of date does no harm: whoever appends after it is told so by the database.
    """

    def __init__(self, capacity: int = 50_000) -> None:
        self._capacity = capacity
        self._known: OrderedDict[str, tuple[int, bytes]] = OrderedDict()
        self._lock = Lock()

    def note(self, stream: str, position: int, state: bytes) -> None:
        """Remember what ``state`` is sealed with, the newest of ``stream``."""
        with self._lock:
            self._known[stream] = (position, seal_of(state))
            self._known.move_to_end(stream)
            if len(self._known) > self._capacity:
                self._known.popitem(last=False)

    def at(self, heads: Mapping[str, int]) -> dict[str, bytes] | None:
        """The seal at the head of each stream that has one; None if one is not known."""
        seals: dict[str, bytes] = {}
        for stream, head in heads.items():
            position, found = self._known.get(stream, (0, FIRST)) if head else (0, FIRST)
            if position != head:
                return None
            seals[stream] = found
        return seals
