"""Whether a caller speaks of an emergency: danger to life, fire, gas, a crime in progress.

English and Spanish. "Emergency dentist" and "burst pipe" are not emergencies of this kind, nor is
what is over, feared, denied, or only a figure of speech.
"""

import re
from enum import StrEnum
from typing import Final

from hookflash.domain.policy.speech import emergency_english, emergency_spanish
from hookflash.domain.policy.speech.emergency_harmless import HARMLESS, Harmless
from hookflash.domain.policy.speech.emergency_places import placed
from hookflash.domain.policy.speech.sentences import Grammar, Match, sentences
from hookflash.domain.policy.speech.tokens import memoized


class _Danger(StrEnum):
    SIGN = "sign"


SIGNS: Final = Grammar[_Danger](
    {_Danger.SIGN: f"{emergency_english.SIGNS}\n{emergency_spanish.SIGNS}"}
)

_ACROSS_CLAUSES: Final = {Harmless.DENIED, Harmless.SUPPOSED, Harmless.PLAYED}
_OWN_SUBJECT: Final = re.compile(
    r"(?:hay|there (?:is|are)|i|he|she|we|they|someone|somebody|everyone|alguien) "
)
"""How a sign begins that is of no thing named before it."""
_CLAUSE: Final = re.compile(
    r"\b(?:and|but|because|so|now|y|pero|porque|ahora) "
    r"(?=(?:< )?(?:i|we|he|she|they|there|my|our|his|her|the|someone|somebody|water|"
    r"hay|mi|el|la|se|esta|alguien)\b)"
)
"""Where another clause begins: in "we saw a film and my dad collapsed" the film changes nothing."""


@memoized
def is_emergency(words: str) -> bool:
    """Whether ``words`` tell of an emergency that goes on now. Never raises."""
    return any(_has_sign(sentence.words) for sentence in sentences(words))


def _has_sign(sentence: str) -> bool:
    """Whether a sign in the sentence is left that nothing around it takes back."""
    whole = f"{sentence} ".replace("'s ", " is ").replace(" is been ", " has been ").strip()
    return any(_is_real(sign) for sign in SIGNS.find(placed(whole)))


def _is_real(sign: Match[_Danger]) -> bool:
    """Whether nothing takes a sign back: in its clause, or, if it is denied or supposed, before."""
    marked = f"{sign.before} < {sign.words} > {sign.after}".strip()
    around = _taking_back(marked, sign)
    if around & _ACROSS_CLAUSES or not around:
        return not around
    before = _CLAUSE.split(marked[: marked.index(">")])
    after = _CLAUSE.split(marked[marked.index(">") :])[0]
    opened = next(at for at, part in enumerate(before) if "<" in part)
    clause = " ".join(before[opened:]) + after
    return not _taking_back(clause, sign)


def _taking_back(marked: str, sign: Match[_Danger]) -> set[Harmless]:
    """What takes the sign back; a thing does only if the sign can be of that thing."""
    around = {found.kind for found in HARMLESS.find(marked)}
    return around - {Harmless.THING} if _OWN_SUBJECT.match(sign.words) else around
