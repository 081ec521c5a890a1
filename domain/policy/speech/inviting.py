"""Sentences of an agent that ask without a question mark, or invite an answer."""

from enum import StrEnum
from typing import Final

from hookflash.domain.policy.speech.sentences import Grammar
from hookflash.domain.policy.speech.tokens import memoized


class _Asking(StrEnum):
    OPENS = "opens"
    INVITES = "invites"


_LEADING: Final = """so|and|okay|well|great|now|but|also|or|all_right|thanks|thank_you|perfect|
    sure|sorry|actually|alternatively|before_that|one_moment|by_the_way|first|then"""
_THEY: Final = """you|it|i|we|they|there|that|this|the|your|everything|anything|anyone|someone|
    somebody|my|our|these|those"""
_OPENING: Final = Grammar[_Asking](
    {
        _Asking.OPENS: f"""
            ^ [{_LEADING}] [{_LEADING}] do|did|does|is|are|was|were|can|could|would|will|shall|has|
                may|am {_THEY}
            ^ [{_LEADING}] [{_LEADING}] have you|we|they|i
            ^ [{_LEADING}] [{_LEADING}] should i|we|they|it|that|this
            ^ [{_LEADING}] [{_LEADING}] what|who|when|where|why|how|which is|are|was|do|does|did|
                can|could|would|will|shall|should|about
            would_you_like|do_you_want|would_you_prefer|would_you_rather|shall_i|should_i|may_i
            yes_or_no|si_o_no
            ^ [y|entonces|bueno|o] quiere|quieres|desea|le_gustaria|te_gustaria|prefiere|puedo|
                puede|podria|le_puedo ~1
        """
    }
)
_INVITING: Final = Grammar[_Asking](
    {
        _Asking.INVITES: """
            say|press|answer|reply|respond|just_say|say_the_word yes|no|okay|1|2|one|two|if
            let me know
            let us know
            tell me
            give me a yes|word
            please|kindly|just confirm|agree|accept
            confirm that|whether|if|this|it|you
            if you agree|accept|want|would_like|are_interested|like
            can|could you check|tell|confirm
            is that|this|it okay|right|correct|fine
            i am asking|wondering
            right|okay|correct|yes $
            diga|digame|diganos|oprima|responda|confirme|avise|aviseme
            si quiere|desea|acepta|gusta|esta_de_acuerdo
        """
    }
)


@memoized
def opens_question(sentence: str) -> bool:
    """Whether the plain words of a ``sentence`` are those of a question."""
    return any(_OPENING.find(sentence))


@memoized
def invites_answer(sentence: str) -> bool:
    """Whether the plain words of a ``sentence`` invite the caller to agree or to answer."""
    return any(_INVITING.find(sentence))
