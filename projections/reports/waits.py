"""Keeps seconds to a human exactly, in chunks that are read at once.

An entry is the seconds, the quarter of an hour within the block, and how often; a negative count
takes back what another entry has. A chunk that grows has its entries one after the other, as they
came; a full one has them in order, as three columns.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import compress
from struct import Struct, pack, unpack_from
from typing import Final

from hookflash.projections.reports.counts import BLOCK

Wait = tuple[float, int]
"""The seconds, and the quarter of an hour within the block."""
_ENTRY: Final = Struct("<dBi")
MOST_BYTES: Final = 100 * _ENTRY.size
"""Of a chunk that grows: each change writes it again."""
_ONCE: Final = pack("<i", 1)


def to_bytes(waits: Mapping[Wait, int]) -> bytes:
    """Entries to append to a chunk that grows."""
    return b"".join(_ENTRY.pack(*wait, n) for wait, n in waits.items())


def full(growing: bytes) -> bytes:
    """The full chunk that has what a growing one has."""
    waits: Counter[Wait] = Counter()
    for one, slot, count in _ENTRY.iter_unpack(growing):
        waits[one, slot] += count
    ordered = sorted((*wait, count) for wait, count in waits.items() if count)
    n = len(ordered)
    seconds = pack(f"<{n}d", *(one for one, *_ in ordered))
    counts = pack(f"<{n}i", *(count for *_, count in ordered))
    return seconds + bytes(slot for _, slot, _ in ordered) + counts


def entries(chunk: bytes) -> Iterator[tuple[Wait, int]]:
    """The waits of a full chunk with their counts."""
    n = len(chunk) // _ENTRY.size
    waits = zip(unpack_from(f"<{n}d", chunk), chunk[8 * n : 9 * n], strict=True)
    return zip(waits, unpack_from(f"<{n}i", chunk, 9 * n), strict=True)


class Waited:
    """The seconds of one line of a report."""

    def __init__(self) -> None:
        self._seconds: list[float] = []
        self._taken_back: list[float] = []

    def add_growing(self, chunk: bytes, low: int, high: int) -> None:
        """Add those of a growing chunk from quarter of an hour ``low`` to before ``high``."""
        n = len(chunk) // _ENTRY.size
        counts = b"".join(chunk[byte :: _ENTRY.size] for byte in range(9, _ENTRY.size))
        if counts == b"\1" * n + b"\0" * 3 * n:  # once each
            self._add_once(_seconds(n).unpack(chunk), chunk[8 :: _ENTRY.size], low, high)
        else:
            waits = (((one, slot), n) for one, slot, n in _ENTRY.iter_unpack(chunk))
            self._add(waits, low, high)

    def add_full(self, chunk: bytes, low: int, high: int) -> None:
        """Add those of a full chunk from quarter of an hour ``low`` to before ``high``."""
        n = len(chunk) // _ENTRY.size
        if chunk[9 * n :] == _ONCE * n:
            self._add_once(unpack_from(f"<{n}d", chunk), chunk[8 * n : 9 * n], low, high)
        else:
            self._add(entries(chunk), low, high)

    def in_order(self) -> list[float]:
        """All of them, the shortest first."""
        self._seconds.sort()  # merges the full chunks, each of which is in order
        for one in self._taken_back:
            del self._seconds[bisect_left(self._seconds, one)]
        self._taken_back = []
        return self._seconds

    def _add_once(self, seconds: tuple[float, ...], slots: bytes, low: int, high: int) -> None:
        inside = high - low == BLOCK
        some = seconds if inside else compress(seconds, slots.translate(_within(low, high)))
        self._seconds += some

    def _add(self, waits: Iterable[tuple[Wait, int]], low: int, high: int) -> None:
        for (seconds, slot), count in waits:
            if low <= slot < high:
                self._seconds += [seconds] * count
                self._taken_back += [seconds] * -count


@lru_cache
def _seconds(n: int) -> Struct:
    """The seconds of ``n`` entries that follow one another."""
    return Struct("<" + f"d{_ENTRY.size - 8}x" * n)


@lru_cache
def _within(low: int, high: int) -> bytes:
    """A table that translates quarters of an hour to 1 within the limits, otherwise to 0."""
    return bytes(low <= slot < high for slot in range(256))
