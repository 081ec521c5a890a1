"""Compares two versions of a text word by word."""

import re
from collections.abc import Iterator
from typing import Final

from markupsafe import Markup

from hookflash.orchestrator.console.markup import joined, tag
from hookflash.orchestrator.workspaces.comparing import compared

_WORDS: Final = re.compile(r"\s+|\w+|[^\w\s]")
_SENTENCES: Final = re.compile(r"[^.!?\n]*[.!?\n]*\s*")
_MAX_PAIRS: Final = 40_000
"""Longer texts are compared by sentence: the time grows with the number of word pairs."""


def changed_words(before: str, after: str) -> Markup:
    """Return the text ``after`` with insertions and deletions marked.

    Compares words; long texts with little in common are compared by sentence.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    same, rest = new[:first], new[len(new) - last :]
    old, new = old[first : len(old) - last], new[first : len(new) - last]
    if len(old) * len(new) > _MAX_PAIRS:
        old, new = _sentences(old), _sentences(new)
    return joined(("".join(same), *_marked(old, new), "".join(rest)))


def _alike(one: list[str], other: list[str]) -> int:
    """Return the length of the common prefix."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _sentences(words: list[str]) -> list[str]:
    return _SENTENCES.findall("".join(words))


def _marked(old: list[str], new: list[str]) -> Iterator[object]:
    out, put_in = "", ""
    for part in compared(old, new):
        before, after = "".join(part.old), "".join(part.new)
        if before == after and not (out and put_in and after.isspace()):
            yield from _change(out, put_in)
            yield after
            out = put_in = ""
        else:  # join adjacent changes across a space, so that they read as one
            out, put_in = out + before, put_in + after
    yield from _change(out, put_in)


def _change(out: str, put_in: str) -> Iterator[object]:
    yield tag("del", out) if out else None
    yield tag("ins", put_in) if put_in else None
