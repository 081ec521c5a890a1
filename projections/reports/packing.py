"""Packs all figures of a scope into one integer, so that one addition adds them all.

Each figure has 32 bits, and after them each reason of the workspace. A figure of four billion would
run into the next one. Changes may be negative: packed numbers are added before they are unpacked.
"""

from array import array
from collections.abc import Mapping
from functools import lru_cache
from sys import byteorder
from typing import Any, Final

from hookflash.projections.calls.table import CALLS
from hookflash.projections.reports import figures
from hookflash.projections.texts.table import TEXTS
from hookflash.projections.transfers.table import TRANSFERS

Values = dict[str, Any]
Reason = tuple[str, str]
"""The figure that counts by reason or cause, and the reason or cause."""
KINDS: Final = {
    CALLS.name: figures.CALLS,
    TEXTS.name: figures.TEXTS,
    TRANSFERS.name: figures.TRANSFERS,
}
FIELDS: Final = tuple(name for kind in KINDS.values() for name in kind)
"""The figures in their order. Raise ``LAYOUT`` when it changes: stored sums would be misread."""
_BITS: Final = 32
_BYTES: Final = _BITS // 8
_PLACES: Final = {name: place for place, name in enumerate(FIELDS)}
_WORD: Final = next(code for code in "IL" if array(code).itemsize == _BYTES)


@lru_cache(maxsize=4_096)
def packed(kind: str, *values: tuple[str, Any]) -> int:
    """One for each figure that a call, text or transfer with these columns counts for."""
    known = dict(values)
    return sum(
        1 << _BITS * _PLACES[name]
        for name, which in KINDS[kind].items()
        if which.holds(known[which.column])
    )


def packed_reason(n: int, count: int) -> int:
    """``count`` for the reason with the number ``n``."""
    return count << _BITS * (len(FIELDS) + n)


def to_bytes(number: int) -> bytes:
    """As it is stored: without leading zeros. ``number`` is not negative."""
    return number.to_bytes((number.bit_length() + 7) // 8, "little")


def unpack(number: int, reasons: Mapping[int, Reason]) -> Values:
    """All figures that are not 0, and the counts of ``reasons`` by their number."""
    words = array(_WORD, number.to_bytes(-(-number.bit_length() // _BITS) * _BYTES, "little"))
    if byteorder == "big":
        words.byteswap()
    values: Values = {name: count for name, count in zip(FIELDS, words, strict=False) if count}
    for n, count in enumerate(words[len(FIELDS) :]):
        if count:
            figure, reason = reasons[n]
            values.setdefault(figure, {})[reason] = count
    return values
