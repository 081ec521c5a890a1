"""How an agent asks about a text: whether it came, and whether to send it again."""

from enum import StrEnum
from typing import Final

from hookflash.domain.policy.speech.sentences import Grammar
from hookflash.domain.policy.speech.tokens import memoized, word_set


class _About(StrEnum):
    CAME = "came"
    AGAIN = "again"


_NAMES: Final = "text|link|message|sms|texts|directions|details|code|url|text_message"
_THE: Final = "the|my|our|that|this|a|any|your"
_IT: Final = f"it|they|them|one|text|link|message|sms|{_NAMES}"
_WHATS_SENT: Final = f"[{_THE}|that|i|we|new|first|second|other] ~2 {_IT}"
_ARRIVED: Final = """arrive|arrived|come|came|land|landed|reach|reached|appear|appeared|
    show_up|shown_up|get_there|gotten_there|pop_up|popped_up|go_through|gone_through|
    make_it|made_it|get_through|gotten_through|come_through|come_in|through|got_there|arriving|
    showing|coming_through|coming_in|appearing|popping_up|going_through"""
_SEES: Final = """get|got|gotten|getting|receive|received|receiving|see|seen|seeing|find|found|
    have|open|read"""
_NOW: Final = "already|just|now|actually|manage_to|happen_to|also|yet|ever"

_LLEGO: Final = """llego|llega|llegado|aparecio|aparecido|entro|entrado|salio|cayo|llegar"""
_MENSAJE: Final = "mensaje|texto|enlace|link|sms|liga|mensajito|vinculo|mensaje_de_texto"
_RECIBIO: Final = """recibio|recibiste|recibido|recibir|ve|ves|ver|vio|viste|tiene|tienes|visto|
    encontro"""
_LO: Final = "lo|el|la|un|su|ese|este|mi|nuestro"

_CAME: Final = Grammar[_About](
    {
        _About.CAME: f"""
            has|have|is|does|was|do {_WHATS_SENT} ~4 {_ARRIVED}
            did {_WHATS_SENT} ~2 {_ARRIVED}
            is|are {_WHATS_SENT} [now] there $
            is|are {_WHATS_SENT} [now] there now|yet|already|on|in|for
            is|are {_WHATS_SENT} [now] on|in|among your phone|cell|messages|texts|inbox|screen
            let_me_know|tell_me when|once you {_SEES} {_WHATS_SENT}
            did|has that|this|everything|both ~2 {_ARRIVED}
            any sign|luck|trace of|with {_WHATS_SENT}
            ^ ~2 got|received|have|see|find {_WHATS_SENT} on|in|among your|the phone|cell|
                messages|texts|end|side|screen
            did|do|have|can|could|are|were you [{_NOW}] [able_to] {_SEES} [{_NOW}] {_WHATS_SENT}
            ^ ~2 [you] got|received|have [it|the|my|that] {_IT} ~3 $
            if|whether|that [you] [have|did|has] {_WHATS_SENT} [has|have|did|just] {_ARRIVED}
            if|whether|that you [have|can|did|just|already] {_SEES} {_WHATS_SENT}
            [ya] [si] [le|te|les] [ha|han|acaba_de] {_LLEGO} [ya|bien] [{_LO}] {_MENSAJE}
            ^ ~3 [le|te|les] [ha|han|acaba_de] {_LLEGO} [ya|bien|todo] $
            [{_LO}] {_MENSAJE} [ya|si] [le|te|les] [ha|acaba_de] {_LLEGO}
            ^ ~3 lo|la|los [ha|has|pudo|pudiste] {_RECIBIO} ~4 $
            {_RECIBIO} [usted|ya] {_LO} ~1 {_MENSAJE}
        """
    }
)
_SEND: Final = """send|resend|text|retext|message|shoot|deliver|forward|sending|resending|texting|
    sent|resent|texted"""
_MORE: Final = """again|once_more|another|one_more|one_more_time|a_second_time|over_again|anew|
    another_time"""
_ONCE_MORE: Final = "again|once_more|one_more|one_more_time|a_second_time|over_again|anew"
_OFFERS: Final = """shall_i|should_i|can_i|could_i|may_i|might_i|shall_we|should_we|can_we|could_we|
    do_you_want|would_you_like|would_you_want|you_want|you_like|would_you_prefer|how_about|
    what_about|do_you_need|would_it_help|is_it_okay|want|okay|all_right"""
_ENVIAR: Final = """envio|envie|enviar|enviarle|enviarselo|enviarlo|mando|mande|mandar|mandarle|
    mandarselo|mandarlo|intento|intente|intentar|intentarlo|pruebo|pruebe|enviamos|mandamos|
    enviemos|mandemos"""
_OTRA: Final = "otra_vez|de_nuevo|nuevamente|una_vez_mas|otro"
_REENVIAR: Final = """reenvio|reenvie|reenviar|reenviarle|reenviarselo|reenviarlo|reenviamos|
    reenviemos"""
_AGAIN: Final = Grammar[_About](
    {
        _About.AGAIN: f"""
            {_OFFERS} ~6 {_SEND} ~6 {_MORE}
            {_OFFERS} ~2 try|retry [it|that|sending_it|to_send_it|sending] ~1 {_ONCE_MORE}
            {_OFFERS} ~2 try|retry another text|link|message|sms
            {_OFFERS} ~3 give it|that|the_text another|one_more try|go|shot
            {_OFFERS} ~6 resend|retext|resending|retry|resent
            {_OFFERS} ~3 it|text|link|message|sms ~2 again|resent|once_more|one_more_time
            ^ ~1 send|text|try|resend [it|that|the] ~2 again|once_more
            i_can|i_could|we_can|we_could ~2 resend|retext [it|that|the|you]
            i_can|i_could|we_can|we_could ~2 {_SEND} ~4 {_MORE}
            vuelva|vuelvo|volvamos|volver a {_ENVIAR}
            {_ENVIAR} ~4 {_OTRA}
            {_OTRA} ~2 {_ENVIAR}
            {_REENVIAR}
        """
    }
)
_OTHER_THINGS: Final = word_set(
    """
    transfer transferring call calling connect connecting dial ring technician plumber driver
    someone somebody anyone person email mail fax package parcel letter invoice payment
    transferirle comunicarle llamar llamarle conectarle correo paquete
    """
)
_GOODS: Final = word_set(
    """
    package parcel order delivery letter email mail payment invoice refund technician
    plumber driver product shipment pizza food crew truck car
    paquete pedido entrega carta correo pago factura producto comida
    """
)
_TEXTS: Final = word_set("text texts link message sms texted mensaje texto enlace liga mensajito")


@memoized
def asks_whether_it_came(sentence: str) -> bool:
    """Whether the plain words of a ``sentence`` ask if a text has come."""
    return any(_CAME.find(sentence))


@memoized
def offers_it_again(sentence: str) -> bool:
    """Whether the plain words of a ``sentence`` offer to send a text again."""
    return _OTHER_THINGS.isdisjoint(sentence.split()) and any(_AGAIN.find(sentence))


def speaks_of_goods(words: str) -> bool:
    """Whether "did it arrive?" among these plain words is about something other than a text."""
    said = words.split()
    return not _GOODS.isdisjoint(said) and _TEXTS.isdisjoint(said)
