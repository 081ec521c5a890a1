"""Whether a caller speaks of an emergency: danger to life, fire, gas, a crime in progress.

English and Spanish. "Emergency dentist" and "burst pipe" are not emergencies of this kind, nor is
what is over, feared, denied, or only a figure of speech.
"""

from enum import StrEnum
from typing import Final

from hookflash.domain.policy.speech import emergency_english, emergency_spanish
from hookflash.domain.policy.speech.emergency_harmless import HARMLESS
from hookflash.domain.policy.speech.sentences import Grammar, sentences
from hookflash.domain.policy.speech.tokens import memoized


class _Danger(StrEnum):
    SIGN = "sign"


SIGNS: Final = Grammar[_Danger](
    {_Danger.SIGN: f"{emergency_english.SIGNS}\n{emergency_spanish.SIGNS}"}
)


@memoized
def is_emergency(words: str) -> bool:
    """Whether ``words`` tell of an emergency that goes on now. Never raises."""
    return any(_has_sign(sentence.words) for sentence in sentences(words))


def _has_sign(sentence: str) -> bool:
    """Whether a sign in the sentence is left that nothing around it takes back."""
    whole = f"{sentence} ".replace("'s ", " is ").replace(" is been ", " has been ").strip()
    for sign in SIGNS.find(whole):
        marked = f"{sign.before} < {sign.words} > {sign.after}".strip()
        if not any(HARMLESS.find(marked)):
            return True
    return False
