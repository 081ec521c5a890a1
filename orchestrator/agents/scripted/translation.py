"""Translates the scripted agent's own sentences; what the workspace wrote stays as it is.

The agent plans in English whatever the language of the call: its sentences are translated on their
way out, and back where it reads what it said before. English sentences are the keys, as in gettext.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Final, NamedTuple

from hookflash.domain.call.conversation import Conversation
from hookflash.domain.policy.speech.languages import base_of
from hookflash.orchestrator.agents.scripted import sentences_in_spanish as spanish

_HOLE: Final = re.compile(r"\\\{(\w+)\\\}")


class _Direction(NamedTuple):
    """One way between English and another language."""

    sentences: tuple[tuple[re.Pattern[str], str], ...]
    offers: tuple[tuple[re.Pattern[str], str], ...]
    things: Mapping[str, str]
    between: tuple[str, str]
    """The word between two offers, from and to."""


def spoken(text: str, language: str) -> str:
    """``text``, which the agent plans to say, in ``language`` if it has sentences in it."""
    return _translated(text, _to_spanish()) if base_of(language) == "es" else text


def planned(conversation: Conversation, language: str) -> Conversation:
    """``conversation`` as the agent planned it, with its own sentences in English."""
    if base_of(language) != "es":
        return conversation
    lines = tuple(
        replace(line, text=_translated(line.text, _to_english())) if line.by == "agent" else line
        for line in conversation.lines
    )
    return conversation.model_copy(update={"lines": lines})


@cache
def _to_spanish() -> _Direction:
    return _direction(lambda pair: pair)


@cache
def _to_english() -> _Direction:
    return _direction(lambda pair: (pair[1], pair[0]))


def _direction(turned: Callable[[tuple[str, str]], tuple[str, str]]) -> _Direction:
    sentences, offers, things, between = (
        [turned(pair) for pair in table.items()]
        for table in (spanish.SENTENCES, spanish.OFFERS, spanish.THINGS, spanish.OR)
    )
    return _Direction(_patterns(sentences), _patterns(offers), dict(things), between[0])


def _patterns(pairs: list[tuple[str, str]]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The longest first, so that a sentence is not taken for the beginning of another."""
    longest_first = sorted(pairs, key=lambda pair: len(pair[0]), reverse=True)
    return tuple((re.compile(_with_holes(source)), target) for source, target in longest_first)


def _with_holes(source: str) -> str:
    return _HOLE.sub(r"(?P<\1>.+?)", re.escape(source).replace("\\ ", " "))


def _translated(text: str, to: _Direction) -> str:
    """``text`` with every known sentence replaced, from left to right."""
    made, at = "", 0
    while at < len(text):
        found = _at(text, at, to)
        if found is None:
            end = _next_sentence(text, at) if text[at] != " " else at + 1
            made, at = made + text[at:end], end
        else:
            made, at = made + found[0], found[1]
    return made


def _at(text: str, at: int, to: _Direction) -> tuple[str, int] | None:
    for pattern, target in to.sentences:
        if found := pattern.match(text, at):
            return target.format(**_filled(found, to)), found.end()
    return None


def _filled(found: re.Match[str], to: _Direction) -> dict[str, str]:
    """The words in the holes of a sentence, as the other language has them."""
    return {
        hole: _offers(words, to) if hole == "offers" else to.things.get(words, words)
        for hole, words in found.groupdict().items()
    }


def _offers(words: str, to: _Direction) -> str:
    first, _, last = words.rpartition(to.between[0])
    listed = [*(first.split(", ") if first else ()), last]
    *others, final = [_offer(one, to) for one in listed]
    return f"{', '.join(others)}{to.between[1]}{final}" if others else final


def _offer(words: str, to: _Direction) -> str:
    for pattern, target in to.offers:
        if found := pattern.fullmatch(words):
            return target.format(**_filled(found, to))
    return words


def _next_sentence(text: str, at: int) -> int:
    """Where the sentence after the one at ``at`` begins."""
    found = re.compile(r"[.!?] ").search(text, at)
    return found.end() if found else len(text)
