"""Reads ``Range`` headers (RFC 9110): one range of bytes."""

import re
from typing import Final, NamedTuple

_ONE: Final = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", re.ASCII | re.IGNORECASE)


class ByteRange(NamedTuple):
    """Bytes from ``start`` up to but not including ``end``."""

    start: int
    end: int


class Unsatisfiable(Exception):
    """The range begins beyond the end, or is empty."""


def wanted_range(header: str | None, size: int) -> ByteRange | None:
    """The range that ``header`` asks for, of something of ``size`` bytes; None for all of it.

    A header that is not one valid range of bytes is ignored, as RFC 9110 allows: the answer is then
    the whole. Raises :class:`Unsatisfiable`.
    """
    found = _ONE.fullmatch(header or "")
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:  # the last so many bytes
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return None
    if start >= end:
        raise Unsatisfiable
    return ByteRange(start, end)
