"""What a caller said, as words: one spelling for each, cut where a comma or a full stop stands."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import NamedTuple, ParamSpec, TypeVar

Words = ParamSpec("Words")
Judged = TypeVar("Judged")

MAX_WORDS = 400
"""Words and marks past this many are not read: nobody answers or asks at such length."""


def word_set(words: str) -> frozenset[str]:
    """Name words in a row, as one writes them."""
    return frozenset(words.split())


_UNREAD = "\u2026"
_MAX_CHARACTERS = 20 * MAX_WORDS
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2019\u2018\u02bc`\u00b4\u02b9\u2032", "'"))
_QUESTION_MARKS = "?\u061f"
_PIECE = re.compile(
    rf"[^\W_]+(?:'[^\W_]+)*|[-,.;:!{_QUESTION_MARKS}\u2026\u2014\u2013()\"\u201c\u201d/&+|\n]"
)
_JOINED = {"uh-uh": "uhuh", "re-send": "resend", "re-text": "retext", "o'clock": "oclock"}

_SPELLED_OUT = {
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
"""Contractions as speech recognition writes them; ``well``, ``were`` and ``shell`` stay words."""

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
    it that what who where how there here he she this everything everyone when why
    """
)


class Clause(NamedTuple):
    """Words up to a punctuation mark; ``end`` is that mark, empty where the text just ends."""

    words: tuple[str, ...]
    end: str = ""

    @property
    def asks(self) -> bool:
        """Whether its mark makes it a question."""
        return self.end != "" and self.end in _QUESTION_MARKS


def remembered(judge: Callable[Words, Judged]) -> Callable[Words, Judged]:
    """Have a judgement of somebody's words made once; a turn of the agent asks for it many times.

    All that ``judge`` takes are strings. No more of them is kept than is read.
    """
    judged: Callable[..., Judged] = lru_cache(maxsize=1024)(judge)

    @wraps(judge)
    def judge_once(*words: Words.args, **named: Words.kwargs) -> Judged:
        read = [str(one)[: _MAX_CHARACTERS + 1] for one in words]
        return judged(*read, **named)

    return judge_once


@remembered
def clauses(text: str) -> tuple[Clause, ...]:
    """Cut ``text`` into clauses of plain lower-case words, contractions spelled out.

    Never raises. At most ``MAX_WORDS`` words and marks of ``text`` are read; what follows them
    stands as one word that nobody knows.
    """
    found: list[Clause] = []
    words: list[str] = []
    pieces = _PIECE.findall(_plain(text))
    for piece in pieces[:MAX_WORDS]:
        if piece[0].isalnum():
            words.extend(_spelled_out(piece))
        elif piece != "-" and words:
            found.append(Clause(tuple(words), piece))
            words = []
    rest = [_UNREAD] if len(pieces) > MAX_WORDS or len(text) > _MAX_CHARACTERS else []
    last = tuple(words + rest)
    return (*found, Clause(last)) if last else tuple(found)


def words_of(text: str) -> tuple[str, ...]:
    """All words of ``text`` in order."""
    return tuple(word for clause in clauses(text) for word in clause.words)


def _plain(text: str) -> str:
    """One spelling of letters and apostrophes, without the characters nobody can see."""
    plain = unicodedata.normalize("NFKC", text[:_MAX_CHARACTERS]).casefold()
    seen = "".join(c for c in plain if unicodedata.category(c) != "Cf").translate(_APOSTROPHES)
    for hyphened, word in _JOINED.items():
        seen = seen.replace(hyphened, word)
    return seen


def _spelled_out(word: str) -> list[str]:
    word = _APOSTROPHE_BACK.get(word, word)
    if word in _SPELLED_OUT:
        return _SPELLED_OUT[word].split()
    for ending, full in _ENDINGS.items():
        if word.endswith(ending) and word != ending:
            return [*_spelled_out(word.removesuffix(ending)), full]
    if word.endswith("'s") and word.removesuffix("'s") in _IS_BEFORE_S:
        return [word.removesuffix("'s"), "is"]
    return [word]


def _with_apostrophe(word: str) -> str:
    """``dont`` -> ``don't``, ``thats`` -> ``that's``."""
    for ending in ("nt", "ll", "ve", "re", "m", "d", "s"):
        if word.endswith(ending):
            cut = len(word) - (1 if ending == "nt" else len(ending))
            return f"{word[:cut]}'{word[cut:]}"
    raise ValueError(f"{word!r} has none of the endings of a contraction")


_APOSTROPHE_BACK = {word: _with_apostrophe(word) for word in _WITHOUT_APOSTROPHE}
