"""The languages in which callers are understood, each with its tables of phrases."""

from collections.abc import Callable
from typing import Final, NamedTuple

from hookflash.domain.policy.speech.english import arrival as english_arrival
from hookflash.domain.policy.speech.english.restated import ALIKE, GENERAL, LEADING, LIGHT
from hookflash.domain.policy.speech.english.yes_no import YES_NO_PHRASES
from hookflash.domain.policy.speech.phrases import Phrases
from hookflash.domain.policy.speech.said import Said
from hookflash.domain.policy.speech.seen import Seen
from hookflash.domain.policy.speech.spanish import arrival as spanish_arrival
from hookflash.domain.policy.speech.spanish import restated as spanish_restated
from hookflash.domain.policy.speech.spanish.spelling import spelled as spelled_in_spanish
from hookflash.domain.policy.speech.spanish.yes_no import YES_NO_PHRASES as SPANISH_YES_NO
from hookflash.domain.policy.speech.tokens import Words


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
    """May follow the name, or precede it together with a word of ``of``."""
    of: frozenset[str]
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
    spelled: Callable[[Words], Words]
    """Puts words into the spelling of the phrases."""
    fillers: frozenset[str]
    """Sounds made while looking for a word."""


class Arrivals(NamedTuple):
    """How a language answers "Did the text arrive?"; the text is "it" in its phrases."""

    phrases: Phrases[Seen]
    ignored: frozenset[str]
    """Adverbs that do not change the meaning here."""
    names: frozenset[str]
    """What callers call the text."""
    before_a_name: frozenset[str]
    not_before_a_name: frozenset[str]
    """After these it is not the name of the text: "to text", "no link"."""
    spelled: Callable[[Words], Words]


def _as_heard(words: Words) -> Words:
    return words


ANSWERS: Final = {
    "en": Answers(
        YES_NO_PHRASES,
        them="them",
        articles=frozenset({"the"}),
        before_plain_names=frozenset({"to", "with"}),
        team=frozenset(
            {"team", "department", "desk", "office", "line", "people", "folks", "group", "inbox"}
        ),
        of=frozenset(),
        done=("do", "proposed"),
        light=LIGHT,
        leading=LEADING,
        general=GENERAL,
        alike=ALIKE,
        spelled=_as_heard,
        fillers=frozenset({"um", "umm", "uh", "uhh", "uhm", "er", "erm"}),
    ),
    "es": Answers(
        SPANISH_YES_NO,
        them="ellos",
        articles=frozenset({"el", "la", "los", "las"}),
        before_plain_names=frozenset({"con", "a"}),
        team=frozenset({"equipo", "departamento", "oficina", "area", "linea", "gente", "grupo"}),
        of=frozenset({"de"}),
        done=("hacer", "propuesto"),
        light=spanish_restated.LIGHT,
        leading=spanish_restated.LEADING,
        general=spanish_restated.GENERAL,
        alike=(),
        spelled=spelled_in_spanish,
        fillers=frozenset({"um", "uh", "eh", "em", "eeh", "ehm"}),
    ),
}
ARRIVALS: Final = {
    "en": Arrivals(
        english_arrival.ARRIVAL_PHRASES,
        english_arrival.IGNORED,
        english_arrival.NAMES,
        english_arrival.BEFORE_A_NAME,
        english_arrival.NOT_BEFORE_A_NAME,
        _as_heard,
    ),
    "es": Arrivals(
        spanish_arrival.ARRIVAL_PHRASES,
        spanish_arrival.IGNORED,
        spanish_arrival.NAMES,
        spanish_arrival.BEFORE_A_NAME,
        spanish_arrival.NOT_BEFORE_A_NAME,
        spelled_in_spanish,
    ),
}


def base_of(language: str) -> str:
    """The language without its region: ``en`` for ``en-US``."""
    return language.partition("-")[0].casefold()
