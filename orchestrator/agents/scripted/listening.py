"""Reads the caller's words in the language of the call that the agent is thinking about."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from hookflash.domain.policy.speech import answer as answers
from hookflash.domain.policy.speech import request as requests
from hookflash.domain.policy.speech.answer import Answer

_LANGUAGE: Final = ContextVar("language", default="en")


@contextmanager
def listening(language: str) -> Iterator[None]:
    """Read words in ``language``, a BCP 47 tag, within the ``with``."""
    token = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def language() -> str:
    """The language in which words are read now."""
    return _LANGUAGE.get()


def answer(words: str, question: str = "") -> Answer:
    """What ``words`` answer to ``question``, which is the agent's own."""
    return answers.answer(words, "", language(), question)


def arrival(words: str) -> Answer:
    """Whether ``words`` say that a text arrived."""
    return answers.arrival(words, language())


def asks_for_text(words: str) -> bool:
    """Whether ``words`` ask for a text."""
    return requests.asks_for_text(words, language())


def declines_text(words: str) -> bool:
    """Whether ``words`` refuse a text."""
    return requests.declines_text(words, language())


def asks_for_person(words: str) -> bool:
    """Whether ``words`` ask for a person."""
    return requests.asks_for_person(words, language())
