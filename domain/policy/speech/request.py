"""What callers ask for in their own words: a text, no text, a person.

An utterance is divided into asserted and refused clauses first, so that "don't text me" asks for
nothing and declines a text.
"""

from hookflash.domain.policy.speech.asking_person import (
    names_role_alone,
    speaks_of_machine,
    wants_person,
)
from hookflash.domain.policy.speech.asking_text import names_text_alone, speaks_of_text, wants_text
from hookflash.domain.policy.speech.clauses import Clause, clauses
from hookflash.domain.policy.speech.tokens import memoized, words_of

_REPORTING = {"did", "was", "had", "have", "has"}


@memoized
def asks_for_text(words: str) -> bool:
    """Whether the caller asks to be sent a text, for the first time or again. Never raises.

    Only a request counts: not a question about a text, a report about one, or a refusal.
    """
    parts = clauses(words)
    if names_text_alone(words_of(words)) and not any(part.refused for part in parts):
        return True
    return any(wants_text(part.words) for part in parts if not part.refused)


@memoized
def declines_text(words: str) -> bool:
    """Whether the caller does not want to be sent a text. Never raises."""
    return any(_refuses_text(part) for part in clauses(words) if part.refused)


@memoized
def asks_for_person(words: str) -> bool:
    """Whether the caller asks for a person, or to be transferred. Never raises.

    A refusal to talk to a machine counts as well.
    """
    parts = clauses(words)
    if names_role_alone(words_of(words)) and not any(part.refused for part in parts):
        return True
    return any(
        speaks_of_machine(part.words) if part.refused else wants_person(part.words)
        for part in parts
    )


def _refuses_text(part: Clause) -> bool:
    """Whether it refuses a text; "I didn't ask for a text" and "no text yet" only report."""
    if not _REPORTING.isdisjoint(part.before[-2:]):
        return False
    first, after = part.words[0], part.words[1:]
    if first == "no" and after[:1] in {("text",), ("message",), ("sms",)}:
        return after[1:] == () or after[1] in {"thanks", "thank", "or", "messages", "message"}
    has = after[:1] == ("have",) and "texts" not in after and "texting" not in after
    return not has and speaks_of_text(after)
