"""Splits an utterance into normalized words, and into segments at punctuation marks."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import NamedTuple, ParamSpec, TypeVar

P = ParamSpec("P")
Judgement = TypeVar("Judgement")
Words = tuple[str, ...]

MAX_WORDS = 400
"""Words and marks beyond this number are not read: no answer or request is that long."""


def word_set(words: str) -> frozenset[str]:
    """The set of the words in ``words``, which are separated by white space."""
    return frozenset(words.split())


_UNREAD = "\u2026"
_MAX_CHARACTERS = 20 * MAX_WORDS
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2019\u2018\u02bc`\u00b4\u02b9\u2032", "'"))
_QUESTION_MARKS = "?\u061f"
_PIECE = re.compile(
    rf"[^\W_]+(?:'[^\W_]+)*|[-,.;:!{_QUESTION_MARKS}\u2026\u2014\u2013()\"\u201c\u201d/&+|\n]"
)
_JOINED = {"uh-uh": "uhuh", "re-send": "resend", "re-text": "retext", "o'clock": "oclock"}

_EXPANSIONS = {
    "cannot": "can not",
    "can't": "can not",
    "won't": "will not",
    "shan't": "shall not",
    "ain't": "is not",
    "let's": "let us",
    "gonna": "going to",
    "wanna": "want to",
    "gotta": "have to",
    "gimme": "give me",
    "lemme": "let me",
    "dunno": "do not know",
    "kinda": "kind of",
    "y'know": "you know",
    "c'mon": "come on",
    "ok": "okay",
    "okey": "okay",
    "okie": "okay",
    "k": "okay",
    "yess": "yes",
    "thx": "thanks",
    "pls": "please",
    "plz": "please",
    "u": "you",
    "alright": "all right",
}
_WITHOUT_APOSTROPHE = word_set(
    """
    dont doesnt didnt cant wont isnt arent wasnt werent havent hasnt hadnt wouldnt couldnt
    shouldnt aint im ive ill id youre youve youd youll theyre theyve theyd theyll weve thats thatd
    thatll itd itll its whats whos wheres hows theres heres lets hes shes
    """
)
"""Contractions as speech recognition writes them; ``well``, ``were`` and ``shell`` are words."""

_ENDINGS = {
    "n't": "not",
    "'m": "am",
    "'re": "are",
    "'ve": "have",
    "'ll": "will",
    "'d": "would",
}
_IS_BEFORE_S = word_set(
    """
    it that what who where how there here he she this everything everyone when why nothing something
    """
)


class Segment(NamedTuple):
    """Words up to a punctuation mark; ``end`` is that mark, or empty at the end of the text."""

    words: Words
    end: str = ""

    @property
    def asks(self) -> bool:
        """Whether it ends in a question mark."""
        return self.end != "" and self.end in _QUESTION_MARKS


def memoized(judge: Callable[P, Judgement]) -> Callable[P, Judgement]:
    """Cache the last 1,024 judgements of ``judge``, whose parameters are all strings.

    Positional arguments are cut to the length that is read, so that the cache stays small.
    """
    cached: Callable[..., Judgement] = lru_cache(maxsize=1024)(judge)

    @wraps(judge)
    def judge_once(*words: P.args, **named: P.kwargs) -> Judgement:
        read = [str(one)[: _MAX_CHARACTERS + 1] for one in words]
        return cached(*read, **named)

    return judge_once


@memoized
def segments(text: str) -> tuple[Segment, ...]:
    """Split ``text`` into segments of normalized words: lower case, contractions expanded.

    Never raises. At most ``MAX_WORDS`` words and marks are read; the rest becomes one word that
    no phrase contains, so that a text that was cut off is never mistaken for a complete one.
    """
    found: list[Segment] = []
    words: list[str] = []
    pieces = _PIECE.findall(_normalized(text))
    for piece in pieces[:MAX_WORDS]:
        if piece[0].isalnum():
            words.extend(_expanded(piece))
        elif piece != "-" and words:
            found.append(Segment(tuple(words), piece))
            words = []
    rest = [_UNREAD] if len(pieces) > MAX_WORDS or len(text) > _MAX_CHARACTERS else []
    last = tuple(words + rest)
    return (*found, Segment(last)) if last else tuple(found)


def words_of(text: str) -> Words:
    """All normalized words of ``text``, in order."""
    return tuple(word for segment in segments(text) for word in segment.words)


def _normalized(text: str) -> str:
    """Normalize case, width and apostrophes, and remove invisible characters."""
    plain = unicodedata.normalize("NFKC", text[:_MAX_CHARACTERS]).casefold()
    seen = "".join(c for c in plain if unicodedata.category(c) != "Cf").translate(_APOSTROPHES)
    for hyphened, word in _JOINED.items():
        seen = seen.replace(hyphened, word)
    return seen


def _expanded(word: str) -> list[str]:
    """The words that ``word`` contracts: ``don't`` -> ``do not``."""
    word = _APOSTROPHE_BACK.get(word, word)
    if word in _EXPANSIONS:
        return _EXPANSIONS[word].split()
    for ending, full in _ENDINGS.items():
        if word.endswith(ending) and word != ending:
            return [*_expanded(word.removesuffix(ending)), full]
    if word.endswith("'s") and word.removesuffix("'s") in _IS_BEFORE_S:
        return [word.removesuffix("'s"), "is"]
    return [word]


def _with_apostrophe(word: str) -> str:
    """Restore the apostrophe of a contraction: ``dont`` -> ``don't``, ``thats`` -> ``that's``."""
    for ending in ("nt", "ll", "ve", "re", "m", "d", "s"):
        if word.endswith(ending):
            cut = len(word) - (1 if ending == "nt" else len(ending))
            return f"{word[:cut]}'{word[cut:]}"
    raise ValueError(f"{word!r} does not end like a contraction")


_APOSTROPHE_BACK = {word: _with_apostrophe(word) for word in _WITHOUT_APOSTROPHE}
