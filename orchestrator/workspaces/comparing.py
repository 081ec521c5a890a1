"""Compares two sequences in a bounded time."""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

_MOST_STEPS: Final = 1_000_000
"""Beyond so many, what differs is not compared any further: it takes up to 0.2 seconds."""


class Difference(NamedTuple):
    """``old`` is replaced by ``new``; both are the same where nothing changes."""

    old: Sequence[str]
    new: Sequence[str]


def compared(old: Sequence[str], new: Sequence[str]) -> Iterator[Difference]:
    """Yield the parts of ``old`` and ``new`` in order, equal or not.

    Where both differ so much that comparing would take long, that is one part.
    """
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    if first:
        yield Difference(old[:first], new[:first])
    yield from _differences(old[first : len(old) - last], new[first : len(new) - last])
    if last:
        yield Difference(old[len(old) - last :], new[len(new) - last :])


def _differences(old: Sequence[str], new: Sequence[str]) -> Iterator[Difference]:
    if _steps(old, new) > _MOST_STEPS:
        yield Difference(old, new)
        return
    for _, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield Difference(old[a:b], new[c:d])


def _steps(old: Sequence[str], new: Sequence[str]) -> int:
    """How many steps comparing may take: each match looks at all equal pairs that are left."""
    there, here = Counter(old), Counter(new)
    pairs = sum(count * here[one] for one, count in there.items())
    return (len(old) + len(new) + pairs) * min(len(old), len(new))


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of the common beginning."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
