"""Whether the caller asked for a text on a call, which quiet hours do not hold back."""

from hookflash.domain.call.call import Call
from hookflash.domain.call.deciding.confirmation import KEYS
from hookflash.domain.policy.speech.answer import Answer, answer
from hookflash.domain.policy.speech.request import (
    asks_for_person,
    asks_for_text,
    declines_text,
    offers_text,
)


def asked_for_a_text(call: Call) -> bool:
    """Whether the caller asked for a text, or said yes to one, and has not declined it since."""
    asked = offered = goes_on = False
    for line in call.lines:
        if line.by == "agent":  # an utterance of several sentences may be several lines
            offered = offers_text(line.text, call.language) or (goes_on and offered)
        elif line.by == "caller":
            wanted = asks_for_text(line.text, call.language) or (
                offered and _agrees(call.language, line.text, line.digits)
            )
            asked = wanted or (asked and not declines_text(line.text, call.language))
        goes_on = line.by == "agent"
    return asked


def _agrees(language: str, words: str, digits: str) -> bool:
    if digits:
        return KEYS.get(digits) is Answer.YES
    agrees = answer(words, language=language) is Answer.YES
    return agrees and not asks_for_person(words, language)
