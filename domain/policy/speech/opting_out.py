"""Whether a person wants no more texts at all, by any reasonable wording, in English or Spanish.

Three readings, so that nothing is guessed: an opt-out, words that may be one, and anything else. A
refusal of one text ("don't text me that now") is not an opt-out.
"""

from enum import StrEnum
from typing import Final

from hookflash.domain.policy.speech.opt_out_phrases import (
    GUARDS,
    PHRASES,
    WRITTEN_ALONE,
    Guard,
    Wish,
)
from hookflash.domain.policy.speech.sentences import Grammar, Match, Sentence, sentences
from hookflash.domain.policy.speech.tokens import memoized


class OptOut(StrEnum):
    """What words say about texts in general."""

    REVOKED = "revoked"
    UNSURE = "unsure"
    """They may opt out, or decline one text only."""
    NONE = "none"


_TAKES_BACK: Final = {Guard.NEGATED, Guard.OTHER_LIST}
_DOUBTS: Final = {Guard.ASKED, Guard.THIRD_PARTY, Guard.FOR_NOW, Guard.CONDITION}


_ALONE: Final = Grammar[Wish]({Wish.NO_MORE: WRITTEN_ALONE})


@memoized
def opts_out_in_writing(text: str) -> bool:
    """Whether a text that a person wrote opts them out.

    A writer cannot be asked what they meant: what may be an opt-out is one, and the confirmation
    says how to undo it.
    """
    if opts_out(text) is not OptOut.NONE:
        return True
    whole = " ".join(sentence.words for sentence in sentences(text))
    return any(_ALONE.find(whole))


@memoized
def opts_out(words: str) -> OptOut:
    """Judge ``words``, said or written. Never raises."""
    found = {_reading(sentence) for sentence in sentences(words)}
    return next((one for one in (OptOut.REVOKED, OptOut.UNSURE) if one in found), OptOut.NONE)


def _reading(sentence: Sentence) -> OptOut:
    found = {_weighed(match) for match in PHRASES.find(sentence.words)}
    return next((one for one in (OptOut.REVOKED, OptOut.UNSURE) if one in found), OptOut.NONE)


def _weighed(match: Match[Wish]) -> OptOut:
    """What is left of a phrase with the words around it."""
    if match.kind is Wish.ONE_TEXT:
        return OptOut.NONE
    around = {guard.kind for guard in GUARDS.find(_marked(match))}
    if around & _TAKES_BACK:
        return OptOut.NONE
    firm = match.kind is Wish.NO_MORE and not around & _DOUBTS
    return OptOut.REVOKED if firm else OptOut.UNSURE


def _marked(match: Match[Wish]) -> str:
    """The sentence with ``<`` and ``>`` around the phrase, for the guards."""
    return f"{match.before} < {match.words} > {match.after}".strip()
