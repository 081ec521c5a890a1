"""What callers ask for in their own words: a text, no text, a person.

An utterance is divided into asserted and refused clauses first, so that "don't text me" asks for
nothing and declines a text.
"""

from hookflash.domain.policy.speech.asked import Asked
from hookflash.domain.policy.speech.asking_person import (
    names_role_alone,
    speaks_of_machine,
    wants_person,
)
from hookflash.domain.policy.speech.asking_text import names_text_alone, speaks_of_text, wants_text
from hookflash.domain.policy.speech.clauses import Clause, clauses
from hookflash.domain.policy.speech.languages import base_of
from hookflash.domain.policy.speech.spanish.asking import ASKING as ASKING_IN_SPANISH
from hookflash.domain.policy.speech.spanish.asking import NAMES_OF_TEXTS as TEXTS_IN_SPANISH
from hookflash.domain.policy.speech.spanish.spelling import spelled
from hookflash.domain.policy.speech.tokens import memoized, segments, words_of

_ASKING = {"es": ASKING_IN_SPANISH}
_REPORTING = {"did", "was", "had", "have", "has"}


@memoized
def asks_for_text(words: str, language: str = "en") -> bool:
    """Whether the caller asks to be sent a text, for the first time or again. Never raises.

    Only a request counts: not a question about a text, a report about one, or a refusal.
    """
    if base_of(language) != "en":
        return _asks(words, {Asked.TEXT}, language)
    parts = clauses(words)
    if names_text_alone(words_of(words)) and not any(part.refused for part in parts):
        return True
    return any(wants_text(part.words) for part in parts if not part.refused)


@memoized
def declines_text(words: str, language: str = "en") -> bool:
    """Whether the caller does not want to be sent a text. Never raises."""
    if base_of(language) != "en":
        return _asks(words, {Asked.NO_TEXT}, language)
    return any(_refuses_text(part) for part in clauses(words) if part.refused)


@memoized
def offers_text(words: str, language: str = "en") -> bool:
    """Whether the agent asks whether to send a text. Never raises."""
    if not words.endswith("?"):
        return False
    if base_of(language) != "en":
        return not TEXTS_IN_SPANISH.isdisjoint(spelled(words_of(words)))
    return speaks_of_text(words_of(words))


@memoized
def asks_for_person(words: str, language: str = "en") -> bool:
    """Whether the caller asks for a person, or to be transferred. Never raises.

    A refusal to talk to a machine counts as well.
    """
    if base_of(language) != "en":
        return _asks(words, {Asked.PERSON, Asked.NO_MACHINE}, language)
    parts = clauses(words)
    if names_role_alone(words_of(words)) and not any(part.refused for part in parts):
        return True
    return any(
        speaks_of_machine(part.words) if part.refused else wants_person(part.words)
        for part in parts
    )


def _asks(words: str, wanted: set[Asked], language: str) -> bool:
    """Whether a phrase of a language with a table asks for one of ``wanted``."""
    phrases = _ASKING.get(base_of(language))
    return phrases is not None and any(
        part.kind in wanted
        for segment in segments(words)
        for part in phrases.read(spelled(segment.words))
    )


def _refuses_text(part: Clause) -> bool:
    """Whether it refuses a text; "I didn't ask for a text" and "no text yet" only report."""
    if not _REPORTING.isdisjoint(part.before[-2:]) and "rather" not in part.before:
        return False
    first, after = part.words[0], part.words[1:]
    if first == "no" and after[:1] in {("text",), ("message",), ("sms",)}:
        return after[1:] == () or after[1] in {"thanks", "thank", "or", "messages", "message"}
    if first == "not" and after[:1] in {("necessary",), ("needed",), ("required",)}:
        return speaks_of_text(part.before)
    owns = after[:1] == ("have",) and after[1:2] != ("to",)
    has = owns and "texts" not in after and "texting" not in after
    return not has and speaks_of_text(after)
