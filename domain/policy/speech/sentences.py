"""An utterance as sentences of plain words, and grammars that find phrases in them.

Unlike the segments of ``tokens``, a sentence goes on after a comma, and accents are left out:
speech recognition writes "envíe" and "envie" for the same word.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import partial
from typing import Any, Final, Generic, NamedTuple, TypeVar

from hookflash.domain.policy.speech.tokens import memoized, segments, words_of

Kind = TypeVar("Kind", bound=StrEnum)
_CONTINUED: Final = re.compile(r"\|\s+")
_STOPS: Final = ".!?;\n\u2026\u061f"


class Sentence(NamedTuple):
    """``words`` are separated by one space; ``asks``: it ends in a question mark."""

    words: str
    asks: bool = False


class Match(NamedTuple, Generic[Kind]):
    """A phrase of a grammar in a sentence, and the words around it."""

    kind: Kind
    words: str
    before: str
    after: str


@memoized
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of ``text``, in order. Never raises."""
    found: list[Sentence] = []
    words: list[str] = []
    for segment in segments(text):
        words += map(_plain, segment.words)
        if segment.end and segment.end in _STOPS:
            found.append(Sentence(" ".join(words), segment.asks))
            words = []
    return (*found, Sentence(" ".join(words))) if words else tuple(found)


def plain_words(text: str) -> str:
    """The words of ``text`` as in a :class:`Sentence`, whatever stands between them."""
    return " ".join(_plain(word) for word in words_of(text))


def _plain(word: str) -> str:
    """Without accents, other than the tilde: "año" and "ano" are two words."""
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word)
    kept = (part for part in parts if part == "\u0303" or unicodedata.category(part) != "Mn")
    return unicodedata.normalize("NFC", "".join(kept))


class Grammar(Generic[Kind]):
    """Phrases by kind, one pattern per line; the kinds are tried in their order.

    ``a|b`` is either word, ``[a|b]`` either or neither, ``_`` joins words, ``~3`` is up to three
    words of any kind, ``^`` the beginning and ``$`` the end of the sentence. A line that ends in
    ``|`` goes on in the next. Compiled on first use, or by :func:`preparations`.
    """

    def __init__(self, patterns: Mapping[Kind, str]) -> None:
        self._patterns = patterns
        self._compiled: dict[Kind, re.Pattern[str]] = {}
        _GRAMMARS.append(self)

    def find(self, sentence: str) -> Iterator[Match[Kind]]:
        """Every phrase in ``sentence``, kind by kind."""
        padded = f"{sentence} "
        for kind in self._patterns:
            for found in self.compile(kind).finditer(padded):
                before, after = padded[: found.start()], padded[found.end() :]
                yield Match(kind, found[0].strip(), before.strip(), after.strip())

    def compile(self, kind: Kind) -> re.Pattern[str]:
        """The expression for the phrases of one kind.

        Without a lock: a caller does not wait for the thread that prepares everything.
        """
        found = self._compiled.get(kind)
        if found is None:
            found = self._compiled[kind] = compiled(self._patterns[kind])
        return found

    def unprepared(self) -> list[Kind]:
        """The kinds whose expressions are not compiled yet."""
        return [kind for kind in self._patterns if kind not in self._compiled]


_GRAMMARS: Final[list[Grammar[Any]]] = []
"""Those of every module that was imported."""


def preparations() -> Iterator[Callable[[], object]]:
    """What is left to compile, a piece at a time: half a second of work, 0.1 s at most in each.

    Otherwise the first words that are read wait for it.
    """
    for grammar in _GRAMMARS:
        for kind in grammar.unprepared():
            yield partial(grammar.compile, kind)


def compiled(lines: str) -> re.Pattern[str]:
    """One expression for all ``lines`` of a grammar; it reads words that each end in a space."""
    joined = _CONTINUED.sub("|", lines)
    known = filter(None, map(str.strip, joined.splitlines()))
    choices = "|".join("".join(map(_part, line.split())) for line in known)
    return re.compile(rf"(?:(?<=\s)|(?<!\S))(?:{choices})")


def _part(part: str) -> str:
    if part in ("^", "$"):
        return r"\A" if part == "^" else r"\Z"
    if part.startswith("~"):
        return rf"(?:\S+ ){{0,{int(part[1:])}}}?"
    optional = part.startswith("[")
    words = "|".join(map(re.escape, part.strip("[]").replace("_", " ").split("|")))
    return rf"(?:(?:{words}) )" + ("?" if optional else "")
