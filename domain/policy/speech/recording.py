"""Whether a caller does not want to be recorded, in English or Spanish."""

from enum import StrEnum
from typing import Final

from hookflash.domain.policy.speech.sentences import Grammar, sentences
from hookflash.domain.policy.speech.tokens import memoized


class _Says(StrEnum):
    OBJECTS = "objects"
    TAKES_BACK = "takes back"


_CALL = (
    "me|us|this|it|that|this_call|the_call|my_call|our_call|calls|my_calls|this_conversation|"
    "the_conversation|our_conversation|my_voice|anything|any_of_this|what_i_say|please|the_audio"
)
_WISH = "want|wish|like|care|need|intend|expect|feel_comfortable|feel_okay"
_LLAMADA = "esto|la_llamada|esta_llamada|mi_voz|la_conversacion|esta_conversacion|nada|por_favor"

_OBJECTIONS: Final = Grammar[_Says](
    {
        _Says.OBJECTS: f"""
            do_not|not|never|no_longer [really|even] {_WISH} [to|with] [have|be|being|get|getting|
                my_voice|my_call|this|this_call|the_call|it|our_call|our_conversation|
                this_conversation|anything|any_of_this] [to] [be|being] recorded|taped
            do_not|not|never|no_longer [really] {_WISH} you|anyone|anybody|them to record|tape|
                be_recording {_CALL}
            do_not|not|never|no_longer [really] {_WISH} you|anyone|them recording|taping
            do_not|not|never|no_longer {_WISH} [a|the|this|any] recording of|made|on
            do_not|not|never|no_longer consent|agree|give_consent|give_permission|authorize|
                give_my_consent|give_you_permission|give_my_permission ~5 recorded|recording|
                record|taped
            not comfortable|okay|fine|happy|cool [with] [being|be|to_be|you] recorded|taped|
                recording|that_you_record
            not comfortable|okay|fine|happy with [the|this|a|any|you|your] recording
            rather|prefer|please|like|want|ask|possible not [to|you] [be|being|get|have_this|
                have_it] recorded|taped|record
            prefer|rather|prefer_if|prefer_that [if] [you|this|it|i|the_call|we] [do|did|is|was|
                were|am] not [be] record|recorded|recording
            do_not|not|never record|tape {_CALL}
            do_not record $
            do_not you_dare record|tape {_CALL}
            will|would not [talk|speak|continue|go_on|say_anything] [to_you|with_you|
                this] if|while|when|as_long_as ~3 recorded|recording|taped|taping
            recording|taping [me|this|us|the_call|this_call|my_calls|calls] is not okay|fine|
                allowed|acceptable|all_right
            stop recording|taping [{_CALL}]
            stop|end|cancel|pause|disable|kill|turn_off|switch_off|shut_off [the|this|that|your|
                any|all] recording|recorder|tape
            turn|switch|shut the|that|this|your recording|recorder|tape off
            no recording|recordings|taping [of|this|me|please|allowed|$]
            refuse|decline|object to|being|to_be ~2 recorded|recording|record|taped
            without being|getting recorded|taped
            without recording|taping [{_CALL}]
            opt out of|from ~2 recording|recorded|recordings
            do_not|no_longer have ~1 permission|consent ~2 record|recording|tape
            may|can not record|tape {_CALL}
            not allowed to record|tape
            want|need|would_like [the|this|that|your] recording off|stopped|to_stop|turned_off|
                to_end
            take me off the|this recording
            no quiero|deseo|quisiera|acepto que ~2 grabe|graben|grabes|grabando
            no quiero|deseo|acepto ser|estar|quedar grabado|grabada
            no ~1 grabe|graben|grabes [{_LLAMADA}|$]
            no grabar [{_LLAMADA}]
            no quiero|deseo ninguna|una|la grabacion
            deje|dejen|deja|pare|paren|para de grabar|grabarme
            pare|paren|apague|apaguen|detenga|detengan|quite|quiten|desactive|desactiven|cancele \
                la|esa|esta|su grabacion|grabadora
            no autorizo|consiento|permito|acepto|doy_permiso|doy_mi_permiso|doy_mi_consentimiento|
                estoy_de_acuerdo ~4 grabacion|grabar|graben|grabe|grabado|grabada|grabarme
            prefiero|preferiria [que] no ~1 graben|grabe|grabado|grabada|grabar|grabarme
            sin que me|nos graben|grabe
            sin grabar [{_LLAMADA}|$]
            no me gusta|agrada|parece [bien|nada] que ~2 graben|grabe|grabando
            me niego a|que ~3 grabado|grabada|graben
        """
    }
)
_AROUND: Final = Grammar[_Says](
    {
        _Says.TAKES_BACK: """
            do|does|did|please_do|to not|never [have_to|need_to|want_you_to|ever] < ~1 stop|
                turn_off|pause|end|cancel ~4 >
            never|not < ~1 stop|end|cancel|pause|turn_off ~4 >
            > a|my|the|your ~1 message|show|video|song|voicemail|podcast|game|appointment|payment|
                greeting
            > studio|session|artist|industry|contract
            if|whether|when|unless you ~2 <
            why|when|how did|do|does|was|were|are|is|you ~3 <
            < ~9 > ~1 until|yet
            no me importa|molesta <
            if|what_if i|we [really] < ~9 > ~1 what|how|can|do|is|will|where|who
        """
    }
)


@memoized
def objects_to_recording(words: str) -> bool:
    """Whether the caller objects to being recorded. Never raises.

    A question whether the call is recorded is none, nor is declining to leave a message.
    """
    return any(_objects(sentence.words) for sentence in sentences(words))


def _objects(sentence: str) -> bool:
    for found in _OBJECTIONS.find(sentence):
        marked = f"{found.before} < {found.words} > {found.after}".strip()
        if not any(_AROUND.find(marked)):
            return True
    return False
