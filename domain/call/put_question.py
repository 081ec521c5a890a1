"""Recognizes our transfer question in the words of an agent that puts it for us.

A hosted platform speaks by itself. What it said counts as our question only if it is our question,
to its end, in a sentence of its own, and nothing else was asked with it: the caller's yes has to be
an answer to it and to nothing else.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from hookflash.domain.call.sentences import question_again, question_for
from hookflash.domain.job.action import Destination

_APOSTROPHES: Final = str.maketrans(dict.fromkeys("\u2019\u2018\u02bc`\u00b4\u2032", "'"))
_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_BETWEEN: Final = r"[^\w?]+"
_LONGEST: Final = 1_000
"""Characters of words that are looked at; our question is far shorter."""


def puts_question(words: str, destination: Destination, language: str) -> bool:
    """Whether ``words`` end with our question about ``destination``, and ask nothing else.

    Sentences before it may say anything but must not ask. Letter case, punctuation and the form of
    apostrophes do not matter; anything else in the question does.
    """
    return bool(_pattern(destination, language).fullmatch(_plain(words)))


@lru_cache(maxsize=256)
def _pattern(destination: Destination, language: str) -> re.Pattern[str]:
    question = question_for(destination, language)
    before, _, after = question_again(destination, language).partition(question)
    tail = f"(?:[^\\w]+{_spaced(after)})?" if _words(after) else ""
    head = f"(?:{_spaced(before)}[^\\w?]+)?" if _words(before) else ""
    sentence = rf"(?:[^?]*[.!…\n])?[^\w?]*+{head}{_spaced(question)}{tail}[\W_]*"
    return re.compile(sentence, re.DOTALL)


def _spaced(words: str) -> str:
    """A pattern for these words, with any marks but a question mark between them."""
    return _BETWEEN.join(map(re.escape, _words(words)))


def _words(text: str) -> list[str]:
    return _WORD.findall(_plain(text))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text[:_LONGEST]).translate(_APOSTROPHES)
    return folded.casefold().strip()
