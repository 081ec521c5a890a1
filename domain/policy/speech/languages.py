"""The languages in which callers are understood, each with its tables of phrases."""

from typing import Final, NamedTuple

from hookflash.domain.policy.speech.english.restated import ALIKE, GENERAL, LEADING, LIGHT
from hookflash.domain.policy.speech.english.yes_no import YES_NO_PHRASES
from hookflash.domain.policy.speech.phrases import Phrases
from hookflash.domain.policy.speech.said import Said


class Answers(NamedTuple):
    """How a language answers a yes-or-no question about somebody with a name."""

    phrases: Phrases[Said]
    them: str
    """The word that replaces the name that the question asked about."""
    articles: frozenset[str]
    """May precede the name."""
    before_plain_names: frozenset[str]
    """One of these precedes a name that consists of everyday words."""
    team: frozenset[str]
    """May follow the name, or in some languages precede it."""
    done: tuple[str, ...]
    """The words that replace the proposal that the question made."""
    light: frozenset[str]
    """May accompany words of the proposal when the answer repeats it."""
    leading: frozenset[str]
    """Those of ``light`` with which it may begin."""
    general: frozenset[str]
    """Words of a question that propose nothing by themselves: "anything else", "help"."""
    alike: tuple[frozenset[str], ...]
    """Words for the same thing: "book" answers "make a reservation"."""


ANSWERS: Final = {
    "en": Answers(
        YES_NO_PHRASES,
        them="them",
        articles=frozenset({"the"}),
        before_plain_names=frozenset({"to", "with"}),
        team=frozenset(
            {"team", "department", "desk", "office", "line", "people", "folks", "group", "inbox"}
        ),
        done=("do", "proposed"),
        light=LIGHT,
        leading=LEADING,
        general=GENERAL,
        alike=ALIKE,
    ),
}


def base_of(language: str) -> str:
    """The language without its region: ``en`` for ``en-US``."""
    return language.partition("-")[0].casefold()
