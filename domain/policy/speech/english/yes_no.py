"""The English phrases that answer a yes-or-no question, by what they contribute to the answer."""

from hookflash.domain.policy.speech.english import manners, parts
from hookflash.domain.policy.speech.english.manners import AROUND
from hookflash.domain.policy.speech.english.no import NO
from hookflash.domain.policy.speech.english.yes import YES
from hookflash.domain.policy.speech.phrases import Phrases
from hookflash.domain.policy.speech.said import Said

YES_NO_PHRASES = Phrases[Said](
    {Said.SOFT: AROUND[Said.SOFT], **NO, **YES, **AROUND},
    {**parts.PARTS, **manners.PARTS},
    parts.STOPS,
)
"""The longest match wins: "no problem" is not read as "no", nor "not sure" as "sure".

Of equally long ones the first wins.
"""
