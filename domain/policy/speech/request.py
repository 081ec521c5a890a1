"""What the caller asks for in words of their own: a text, no text, a person. Negation first."""

from hookflash.domain.policy.speech.asking_person import (
    names_role_alone,
    speaks_of_machine,
    wants_person,
)
from hookflash.domain.policy.speech.asking_text import names_text_alone, speaks_of_text, wants_text
from hookflash.domain.policy.speech.clauses import Stretch, stretches
from hookflash.domain.policy.speech.tokens import remembered, words_of

_TELLING = {"did", "was", "had", "have", "has"}


@remembered
def asks_for_text(words: str) -> bool:
    """Whether the caller asks to be sent a text, for the first time or again. Never raises.

    Only a request counts: not a question about a text, not one that came, not one refused.
    """
    parts = stretches(words)
    if names_text_alone(words_of(words)) and not any(part.refused for part in parts):
        return True
    return any(wants_text(part.words) for part in parts if not part.refused)


@remembered
def declines_text(words: str) -> bool:
    """Whether the caller does not want to be sent a text. Never raises."""
    return any(_refuses_text(part) for part in stretches(words) if part.refused)


@remembered
def asks_for_person(words: str) -> bool:
    """Whether the caller wants to talk to a person, or to be transferred. Never raises.

    Not wanting to talk to a machine is wanting a person.
    """
    parts = stretches(words)
    if names_role_alone(words_of(words)) and not any(part.refused for part in parts):
        return True
    return any(
        speaks_of_machine(part.words) if part.refused else wants_person(part.words)
        for part in parts
    )


def _refuses_text(part: Stretch) -> bool:
    """Tell a refusal from a report: "I didn't ask for a text", "no text yet"."""
    if not _TELLING.isdisjoint(part.before[-2:]):
        return False
    first, after = part.words[0], part.words[1:]
    if first == "no" and after[:1] in {("text",), ("message",), ("sms",)}:
        return after[1:] == () or after[1] in {"thanks", "thank", "or", "messages", "message"}
    has = after[:1] == ("have",) and "texts" not in after and "texting" not in after
    return not has and speaks_of_text(after)
