"""Two versions of a text, word by word."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from markupsafe import Markup

from hookflash.orchestrator.console.markup import joined, tag

_WORDS: Final = re.compile(r"\s+|\w+|[^\w\s]")
_SENTENCES: Final = re.compile(r"[^.!?\n]*[.!?\n]*\s*")
_MOST: Final = 40_000
"""Pairs of words that are looked at; comparing takes time with their number."""


def changed_words(before: str, after: str) -> Markup:
    """The text as it is ``after``, with what was put in and what was taken out marked.

    Word by word; sentence by sentence where long stretches have nothing in common.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    same, rest = new[:first], new[len(new) - last :]
    old, new = old[first : len(old) - last], new[first : len(new) - last]
    if len(old) * len(new) > _MOST:
        old, new = _sentences(old), _sentences(new)
    return joined(("".join(same), *_marked(old, new), "".join(rest)))


def _alike(one: list[str], other: list[str]) -> int:
    """How many words both begin with."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _sentences(words: list[str]) -> list[str]:
    return _SENTENCES.findall("".join(words))


def _marked(old: list[str], new: list[str]) -> Iterator[object]:
    out, put_in = "", ""
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        before, after = "".join(old[a:b]), "".join(new[c:d])
        if kind == "equal" and not (out and put_in and after.isspace()):
            yield from _change(out, put_in)
            yield after
            out = put_in = ""
        else:  # a gap between two words that were both replaced parts nothing
            out, put_in = out + before, put_in + after
    yield from _change(out, put_in)


def _change(out: str, put_in: str) -> Iterator[object]:
    yield tag("del", out) if out else None
    yield tag("ins", put_in) if put_in else None
