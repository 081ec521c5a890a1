"""Puts the reasons and causes in a report into plain words."""

from typing import Final

from hookflash.domain.policy.proposing import REASONS
from hookflash.projections.texts.explanation import in_words as in_words

CAUSES: Final = {
    "abandoned/asked": "The caller hung up while being asked.",
    "abandoned/ringing": "The caller hung up while the phones rang.",
    "lapsed/silence": "The caller did not answer the question.",
    "lapsed/unclear": "The caller's answer was unclear twice.",
    **{f"refused/{reason}": words for reason, words in REASONS.items()},
    "voicemail/nobody_available": "No phone could be reached, or everyone declined.",
    "voicemail/timed_out": "No one answered in time.",
}


def cause_in_words(cause: str) -> str:
    """Explain why a transfer was not connected; ``cause`` is ``outcome/cause`` as in a report."""
    outcome, _, why = cause.partition("/")
    if cause in CAUSES:
        return CAUSES[cause]
    words = f"the carrier gave the code {why}" if why.isdecimal() else why.replace("_", " ")
    return f"{outcome.capitalize()}: {words}."
