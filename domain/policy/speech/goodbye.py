"""Goodbyes: of the agent, which end the call after a pause, and of the caller in that pause."""

import re
from enum import StrEnum
from typing import Final

from hookflash.domain.policy.speech.sentences import Grammar, sentences
from hookflash.domain.policy.speech.tokens import memoized, word_set


class _Parting(StrEnum):
    GOODBYE = "goodbye"


_DAY = "day|one|evening|night|afternoon|morning|weekend|week|time|holiday|rest_of_your_day"
_GOODBYES: Final = Grammar[_Parting](
    {
        _Parting.GOODBYE: f"""
            ^ ~4 goodbye|bye|bye_bye|good_bye|byebye [now|then|bye|and|for_now|everyone|sir|
                ma'am] ~5 $
            goodbye|bye|bye_bye|good_bye [now|then|for_now] ~2 $
            ^ [you|please|so|and|thanks|thank_you|okay] have a [very|really] good|great|nice|
                lovely|wonderful|pleasant|fantastic|blessed|
                safe [rest_of_your] {_DAY} ~3 $
            [you|and] have a [very|really] good|great|nice|lovely|wonderful|pleasant {_DAY} $
            ^ [you] take care [now|of_yourself] ~2 $
            ^ [thanks|thank_you] good night ~1 $
            ^ talk|speak to_you|soon [soon|later] $
            ^ ~3 see you [all] soon|later|then|tomorrow|around|next_time|next_week $
            ^ ~2 enjoy [the] [rest_of] your {_DAY} ~1 $
            [until|till] next time $
            ^ [so_long|farewell] farewell|take_care|so_long ~1 $
            ^ so_long and take_care ~1 $
            hasta manana|la_vista|otra_vez $
            que le|te|les vaya [muy] bien $
            nos vemos [pronto|luego|manana] $
            ^ ~3 adios|hasta_luego|hasta_pronto|chao|hasta_la_proxima ~2 $
            adios|hasta_luego|hasta_pronto|chao $
            ^ ~2 que tenga|tengas|pase|pases [un|una] [buen|buena|muy_buen|lindo|excelente|feliz|
                bonito] dia|tarde|noche|semana|fin_de_semana ~2 $
        """
    }
)
_NOT_YET: Final = word_set("before if until unless when say said antes si called")
_UNTIL_THEN: Final = re.compile(r"\b(?:until|till) (?:next time|then|tomorrow)\b")
_FAREWELL: Final = word_set(
    """
    bye goodbye good byebye thanks thank you too okay all right have a an nice great lovely
    wonderful day one evening night afternoon weekend take care see later cheers very so much and
    to the same perfect alright well your will i same likewise soon now then yes yeah yep no nope
    sure cool awesome for help appreciate it that is was be ciao god bless um uh oh
    talk rest of
    adios gracias igualmente hasta luego pronto chao muchas muy amable que le te vaya bien buen \
        buena
    buenas dia tarde noche noches tenga un una si de acuerdo vale usted tambien
    """
)


@memoized
def says_goodbye(words: str) -> bool:
    """Whether the agent's ``words`` end the conversation: they part, and ask nothing."""
    said = sentences(words)
    if any(sentence.asks for sentence in said):
        return False
    return any(_parts(sentence.words) for sentence in said)


def _parts(sentence: str) -> bool:
    found = any(_GOODBYES.find(sentence))
    return found and _NOT_YET.isdisjoint(_UNTIL_THEN.sub("", sentence).split())


@memoized
def is_farewell(words: str) -> bool:
    """Whether the caller only takes leave, gives thanks or agrees: nothing is to be answered."""
    said = sentences(words)
    if not said or any(sentence.asks for sentence in said):
        return False
    return all(_FAREWELL.issuperset(sentence.words.split()) for sentence in said)
