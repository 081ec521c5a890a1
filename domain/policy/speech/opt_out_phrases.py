"""The phrases by which people opt out of texts, and the words around them that change that."""

from enum import StrEnum
from typing import Final

from hookflash.domain.policy.speech.sentences import Grammar


class Wish(StrEnum):
    """What a phrase asks for."""

    NO_MORE = "no more"
    """No texts at all."""
    PERHAPS = "perhaps"
    """No texts at all, or not this one."""
    ONE_TEXT = "one text"
    """Not this one."""


class Guard(StrEnum):
    """What the words around a phrase do to it; ``<`` and ``>`` mark the phrase."""

    NEGATED = "negated"
    OTHER_LIST = "other list"
    ASKED = "asked"
    THIRD_PARTY = "third party"
    FOR_NOW = "for now"
    CONDITION = "condition"


_TEXTS = (
    "texts|text_messages|messages|sms|smses|sms_messages|texting|messaging|text_message_alerts|"
    "text_alerts|text_notifications|text_reminders|text_updates|text_messaging"
)
_ME = "me|us|this_number|my_number|my_phone|my_cell|my_cell_phone|my_mobile|my_phone_number"
_NUMBER = f"{_ME}|my_name|my_info|my_information|my_contact|my_cell_number|my_mobile_number"
_EVER = (
    "again|anymore|any_more|ever|ever_again|at_all|any_longer|no_more|in_the_future|in_future|"
    "from_now_on|for_good|period|under_any_circumstances|for_any_reason|going_forward"
)
_LIST = (
    f"list|lists|database|databases|system|systems|records|roster|distribution|rotation|{_TEXTS}|"
    "text|contacts|everything|marketing|campaign|campaigns|program|blast|blasts|thread"
)
_STOP = "stop|quit|cease|discontinue|halt|stopping|refrain_from|avoid|desist_from"
_REMOVE = (
    "take|remove|delete|drop|scrub|strike|cross|get|pull|erase|purge|keep|leave|taking|removing"
)
_WISH = "want|wish|need|would_like|would_love|would_prefer|prefer|care|am_asking|have_decided|like"
_SEND = "send|sent|sending|get|getting|receive|receiving|have|see|be_sent|be_getting|be_receiving"

_MANDAR = "enviarme|mandarme|enviarnos|mandarnos|enviar|mandar|escribirme|escribir|textearme"
_MANDE = (
    "envie|envies|envien|mande|mandes|manden|escriba|escribas|escriban|texteen|textees|textee|"
    "escribais|mandeis|envieis|contacte|contacten|contactes"
)
_MENSAJES = "mensajes|textos|sms|mensajitos|mensajes_de_texto|avisos"
_QUITE = (
    "quiteme|quitenme|quitame|borreme|borrenme|borrame|saqueme|saquenme|sacame|elimineme|"
    "eliminenme|eliminame|remuevame|remuevanme|retireme|retirenme|me_quite|me_quiten|me_quites|"
    "me_borre|me_borren|me_saque|me_saquen|me_elimine|me_eliminen|quitarme|borrarme|sacarme|"
    "eliminarme|me_quitan|me_quita|me_borra|me_borran|me_saca|me_sacan|me_elimina|me_eliminan"
)
_QUITE_NUMERO = "quite|quiten|quita|borre|borren|borra|saque|saquen|saca|elimine|eliminen|elimina"
_NUNCA = "mas|nunca_mas|jamas|nunca|otra_vez|de_nuevo|en_absoluto|ya"
_NUMERO = "mi_numero|este_numero|mi_telefono|mi_celular|mi_nombre|mis_datos|mi_movil"
_OTHER_LISTS = (
    "waiting|wait|waitlist|guest|patient|patients|appointment|cancellation|standby|invite|"
    "email|emails|e|mail|newsletter|magazine|schedule|speaker|speakerphone|hold|payroll|"
    "lease|insurance|policy|account|bill|prescription|medication|shopping|espera|correo|"
    "correos|boletin|invitados"
)
_OTHER_THINGS = (
    "newsletter|newsletters|magazine|email|emails|podcast|channel|gym|membership|"
    "insurance|class|plan|trial|x|arbitration|procedure|surgery|vaccine|electronico"
)
_OTHERS = (
    "husband|wife|son|daughter|mother|father|mom|dad|friend|he|she|they|boss|neighbor|"
    "customer|customers|everyone|someone|people"
)
_FED_UP = "sick|tired|done|fed_up|enough"
_ANNOYING = (
    "annoying|irritating|ridiculous|too_much|spam|unwanted|a_nuisance|a_pain|bothering_me|"
    "driving_me_crazy|driving_me_nuts|waking_me_up|out_of_hand|getting_old|nonstop|non_stop|useless"
)
_PERIODS = (
    "week|weeks|weekend|month|months|days|summer|winter|spring|fall|season|holidays|january|"
    "february|march|april|may|june|july|august|september|october|november|december"
)
_DEJE = "deje|deja|dejen|dejad|dejes|dejar|pare|paren|para|parar"
_PARE = (
    "basta|pare|paren|parar|cancele|cancelen|cancelar|cancela|suspenda|suspendan|detenga|"
    "detengan|alto"
)

WRITTEN_ALONE: Final = """
    ^ [please|okay|just|hey|hi|hello|no|so|now] [please] stop|quit|halt|enough [it|this|that|now|
        them|these|already|msg|msgs|txt|txts|sms] [please|now|immediately|thanks|thank_you] $
    ^ [please] stop|quit|unsubscribe|cancel|stopall|optout|end sent from my ~3 $
    ^ [please] txt|text|texting|reply stop $
    ^ stop stop [stop|please] [stop] $
    ^ [por_favor|ya] alto|pare|paren|para|parar|basta|baja|detente|cancelar|no_mas|stop [ya|
        por_favor] $
    ^ [please] leave me alone [please] $
"""
"""What opts out if it is all that a text says."""
PHRASES: Final = Grammar[Wish](
    {
        Wish.NO_MORE: f"""
            if|unless you [do_not|ever] [ever] {_STOP} texting|messaging|contacting|spamming {_ME}
            if you do_not {_STOP} sending me ~3 {_TEXTS}
            {_STOP} [all|with|with_all|with_the|all_of] [the|these|those|your|this|of] texting|
                messaging [{_ME}]
            {_STOP} [with] [the|these|those|your|all|any|all_the|all_these|all_your|my] {_TEXTS}
            {_STOP} sending|send [out] [me|us] ~3 {_TEXTS}
            {_STOP} sending|send me stuff|things|anything|these|those|this_stuff|all_this
            {_STOP} text|sms|spamming|contacting me|us|this_number|my_phone
            {_STOP} harassing|bothering|bugging|pestering me|us [with|by] ~2 {_TEXTS}|text
            cancel|end|terminate|turn_off|shut_off|disable|deactivate|suspend|kill [all|all_of] \
                [the|these|those|your|my|this] {_TEXTS}
            cancel|end|terminate my|this|the text|texting|sms|messaging subscription|service|
                alerts
            do_not|never|not [you] [ever|dare] text|message|sms|texting|messaging|contact {_ME} \
                [~2] {_EVER}
            do_not|never ever|again text|message|sms {_ME}
            never text|message|sms|contact {_ME}
            do_not [ever] send [me|us] any_more|more|another|further|any_further ~2 {_TEXTS}|text|
                message|sms
            do_not [ever] send [me|us] ~2 {_TEXTS} [~2] {_EVER}
            never send [me|us] ~2 {_TEXTS}|text|message
            do_not contact me|us|this_number by|via|through|over text|sms|text_message|texts
            {_WISH} to {_STOP} getting|receiving|seeing [any|all] [the|these|those|your|of_your] \
                {_TEXTS}
            make_sure|making_sure|ensure [that] i|we do_not|never|will_not|no_longer [ever] get|
                receive [any] [more|of|further] \
                [your|these|the] {_TEXTS} [~2] [{_EVER}]
            make_sure|making_sure|ensure [that] nobody|no_one|you_do_not|they_do_not text|texts|
                message|messages|texting {_ME} \
                [~2] {_EVER}
            do_not|never|no_longer {_WISH} you|you_all|you_guys|you_people|your_company|anyone|
                anybody texting|messaging {_ME}
            {_TEXTS} [from_you|from_you_guys|from_your_company|from_this_number] [and|so|but] i \
                [really|just] want|need|would_like them|it|this|these to stop|end
            ^ [please|okay] no {_TEXTS} ever [again] [please|thanks|thank_you] $
            never {_WISH} ~1 another|a|any|one_more text|message|sms|texts|messages [from|ever|
                again]
            from_now_on|in_the_future|in_future|going_forward|ever_again [please] do_not|
                never ~1 text|
                message|sms|send|contact
            block|blocking [all|any|the|your|future] {_TEXTS} to|on|for {_NUMBER}
            do_not|not|no_longer [really|even] {_WISH} [to] [{_SEND}] any_more|more|further|your|
                all_these|all_those|all_of_these|these|those ~1 {_TEXTS}
            do_not|not|no_longer [really|even] {_WISH} [to] {_SEND} [any|text] {_TEXTS} [from|on|
                anymore|at_all]
            no_longer {_WISH} ~3 {_TEXTS}
            do_not|not|no_longer [really] {_WISH} [any] {_TEXTS} ~4 {_EVER}
            do_not|not|no_longer {_WISH} to_be|being texted|messaged [~2] {_EVER}
            no_longer {_WISH} to_be texted|messaged|contacted
            do_not|no_longer {_WISH} you|you_all|you_guys to text|texting|message|messaging \
                {_ME} [~2] {_EVER}
            no|zero more|further ~1 {_TEXTS}|text
            {_TEXTS} are|is|keep|get|have_been ~2 {_ANNOYING} ~4 {_STOP}|end them|it|these|those|
                this|sending|already|now
            {_FED_UP} [and_tired] of|with ~2 {_TEXTS} ~3 {_REMOVE} {_NUMBER} off|out
            {_FED_UP} [and_tired] of|with ~2 {_TEXTS} ~3 {_STOP}|end them|it|these|those|this|
                sending|already|now
            {_REMOVE} {_NUMBER} off|out ~3 {_FED_UP} [and_tired] of|with ~2 {_TEXTS}
            {_WISH} [all] [the|these|those|your] {_TEXTS} to stop|end|cease
            make|have [all] the|these|those {_TEXTS} stop|stopped|end
            {_REMOVE} {_NUMBER} [please] off|from|out_of|off_of [of] ~4 {_LIST}
            {_REMOVE} {_NUMBER} [please] off|from|out_of|off_of [of] whatever
            {_REMOVE} off|from [of] ~2 {_LIST}
            removed|taken_off|deleted|dropped|off|unlisted [off] from|of|your|the|this ~3 {_LIST}
            taken|kept|left off|from [of] ~3 {_LIST}
            want|get off|out_of [of] ~3 {_LIST}
            do_not|no_longer want to_be|being on ~3 {_LIST}
            put|add|place {_NUMBER} on|to|in ~2 do_not text|contact|message|call|disturb [list]
            on|to the|your do_not text|contact|message|call list
            lose|delete|erase my|this [phone|cell] number
            opt {_NUMBER} out
            am|be opting out
            opting|opt out [please] $
            opting|opt out [of|from] ~4 {_TEXTS}|text|list|communications|this|these|all|
                everything|it|them|marketing
            opted out of|from ~4 {_TEXTS}|list
            {_WISH}|please|i|and to|now opt out
            unsubscribe [{_NUMBER}] [please] $
            unsubscribe {_NUMBER}
            please unsubscribe
            unsubscribe|unsubscribed|unsubscribing from|to|this|these|all ~4 {_LIST}|this|these|
                all|you|it
            {_WISH}|am|get|be|to unsubscribe|unsubscribing|unsubscribed
            revoke|revoking|withdraw|withdrawing|take_back|taking_back|rescind|retract|pull my|
                our|all|any|the ~1 consent|permission|authorization|approval
            do_not|no_longer|never consent|agree|give_consent|give_permission|authorize to ~3 \
                {_TEXTS}|text|texted|contacted|this
            no_longer consent|authorize [you|this|it|to|$]
            do_not|no_longer have my|our permission|consent|authorization|okay to text|message|
                contact|send
            count {_ME} out of|from ~2 {_TEXTS}
            rather|prefer [if|that] [you] did_not|not text|message {_ME} ~1 {_EVER}
            rather|prefer not [to] [be] get|receive|getting|texted ~2 {_TEXTS}|{_EVER}
            {_STOP}|no_more texting|texts
            block {_NUMBER} from ~3 {_TEXTS}

            {_DEJE}|cese|cesen|basta|ya_no_sigan|no_siga|no_sigan [de] {_MANDAR} ~3 {_MENSAJES}
            {_DEJE} de enviarme|mandarme|escribirme|textearme|contactarme|enviarnos|mandarnos
            me dejen|deje|dejes de mandar|enviar|escribir|contactar
            dejar de recibir ~2 {_MENSAJES}
            {_PARE} [con|de|a] [los|estos|esos|sus|tus|mis] {_MENSAJES}
            no me|nos {_MANDE} ~3 {_NUNCA}
            ya no me|nos {_MANDE} ~1 {_MENSAJES}
            no me|nos vuelva|vuelvan|vuelvas a ~1 {_MANDAR}|textear|contactar|mensajear
            no quiero|deseo|quisiera que ~1 me|nos vuelva|vuelvan|vuelvas a ~1 {_MANDAR}|textear|
                contactar
            nunca|jamas [mas] me {_MANDE}
            no quiero [recibir|ver] mas ~1 {_MENSAJES}
            no quiero recibir ~2 {_MENSAJES}
            ya no quiero ~3 {_MENSAJES}
            no deseo|quisiera recibir|tener ~2 {_MENSAJES}
            ya no deseo ~2 {_MENSAJES}
            no quiero|deseo que me {_MANDE} [mas] {_MENSAJES}
            no quiero|deseo que me {_MANDE} ~2 {_NUNCA}
            no quiero [sus|los|tus|esos|estos] {_MENSAJES} ~1 {_NUNCA}
            no mas {_MENSAJES}
            ni un mensaje|texto|sms mas
            {_QUITE} de ~4 lista|listas|base_de_datos|registro|registros|sistema|mensajes|todo|
                contactos
            {_QUITE_NUMERO} {_NUMERO} [de|del]
            dar|doy|darme|dame|denme|deme|me_den|me_de|darse de baja
            quiero la|mi baja
            desuscribir|desuscribirme|desuscribame|desuscribanme|desuscribeme|dessuscribirme
            cancele|cancelen|cancelar|cancela mi suscripcion [a|de|por]
            no quiero estar|seguir|figurar ~1 en ~2 lista|listas|base_de_datos
            retiro|revoco|retirar|revocar|anulo mi|el consentimiento|permiso|autorizacion
            no|ya_no autorizo|consiento|acepto|permito|doy_permiso [que] ~5 {_MENSAJES}|manden|
                envien|escriban
            ya no tienen|tiene mi permiso|consentimiento|autorizacion
            olvide|olviden|olvidense|pierdan de_mi_numero|mi_numero
        """,
        Wish.ONE_TEXT: f"""
            do_not|never|not [you] [ever|just] text|message|sms|send [{_ME}] that|it|the|this|a|
                an|anything_yet
            do_not|not text|message|sms|send {_ME} [~1] now|right_now|yet|today|tonight|just_yet|
                while|until|before|if|because
        """,
        Wish.PERHAPS: f"""
            do_not|never|not [ever] text|message|sms|texting|messaging [{_ME}] [please] $
            do_not|not [ever] text|message|sms {_ME} please|okay|thanks|thank_you|sir|i|and|or|
                about|any|anything
            do_not|not send [me|us] [any] {_TEXTS}
            do_not|not send [me|us] anything
            do_not|not|never [really|even] {_WISH} [to] [{_SEND}] [any] {_TEXTS}
            do_not|not|no_longer {_WISH} to_be|being texted|messaged|contacted
            do_not|not {_WISH} you to text|texting|message {_ME} $
            no ~1 {_TEXTS} [please|thanks|for_me|thank_you|to_my_phone] $
            do_not|not|never contact {_ME}
            {_REMOVE} {_NUMBER} off|from|out $
            take|remove me off|from it|this|that|there
            [already|i|have] opted|opt out
            already unsubscribed
            {_STOP} texting|messaging
            {_STOP} getting|receiving|seeing [any|all] [of] [the|these|those|your|any] {_TEXTS}
            {_STOP} bothering|harassing|bugging|pestering {_ME}
            sick|tired|done [and_tired] of|with ~2 {_TEXTS}
            leave me alone with ~2 {_TEXTS}
            {_STOP} doing|sending|send that|this|it|those|these|them
            too many {_TEXTS}
            your|these|those|the {_TEXTS} ~4 stop them|it|these|those|this
            opt out
            unsubscribe
            do_not|not|never consent|agree to ~3 texted|{_TEXTS}

            no me|nos {_MANDE} [nada|{_MENSAJES}] [por_favor|gracias] $
            no me|nos {_MANDE} nada|{_MENSAJES}
            no quiero|deseo [ningun] {_MENSAJES}
            sin {_MENSAJES} $
            no quiero que me {_MANDE} [nada] [por_favor] $
            {_QUITE} [por_favor] $
            {_QUITE} de|del ahi|eso|esto
            cancelar|cancele mi suscripcion
            harto|harta|cansado|cansada de ~3 {_MENSAJES}
        """,
    }
)

GUARDS: Final = Grammar[Guard](
    {
        Guard.NEGATED: """
            do|did|does|will|would|would_rather|please_do not ~2 <
            not|never|nobody ~1 want|wants|wanted|asked|ask|said|need|needed|trying|going|mean|
                meant|wish [to|you_to|me_to] ~2 <
            am|are|is|was not <
            never|not|without|nunca|tampoco <
            no quiero|quiero_que|quise|pedi|pido|queria|dije [que] [me] <
            no <
            can|could not ~1 <
            why would i|you|we ~1 <
            why did|do|does|will|have i|we ~1 <
            hate|sad|sorry to <
            instead|rather of|than <
            want|like|need|love|glad|happy to ~1 opt_back < > in
            < ~9 > back|in
        """,
        Guard.OTHER_LIST: f"""
            < ~9 {_OTHER_LISTS} ~9 >
            > ~4 {_OTHER_THINGS}
            > de espera|invitados|compras|precios|pacientes
            > el seguro|gimnasio|servicio|telefono|boletin
            > del gimnasio|seguro|boletin|colegio|servicio
            < dar|doy|darme|dame|denme|deme|me_den|me_de|darse de baja > en|al ~2 trabajo|imss|
                seguro|medico|gimnasio
            < ~9 > medica|por_enfermedad
        """,
        Guard.ASKED: """
            how|where|can|may|should|could|what_if|do|did|does|am|was|were|is i|we|it|this|that|
                they ~3 <
            how|where to|do|can|would|does ~3 <
            what happens ~3 <
            como|donde puedo|hago|se_hace|me|le_hago ~3 <
            wonder|wondering|know|asking|ask|told|tell|sure ~1 if|whether|how|about ~4 <
        """,
        Guard.THIRD_PARTY: f"""
            < ~9 texting|messaging|texts|text|contact > my|his|her|their|our|him|them ~1 wife|
                husband|son|daughter|mother|father|mom|dad|kids|boss|friend|staff|him|her|them|
                office|partner
            texting|messaging > him|her|them|my|his|people|other
            {_OTHERS} ~2 wants|want|would|wanted|is|are|has|have|said|says ~3 <
            esposo|esposa|hijo|hija|mama|papa|amigo|amiga|ella|el quiere ~3 <
        """,
        Guard.FOR_NOW: f"""
            for_now|for_the_moment|for_the_time_being|por_ahora|de_momento|por_el_momento|por_hoy|
                este_mes|esta_semana [please|just|por_favor] [i|we|yo] <
            for|during the|this|next|the_next|the_rest_of ~2 {_PERIODS} [please|just] [i|we] <
            > [just|only|list|lists] for|during|in|through [just|only|all|all_of] {_PERIODS}
            > [just|only|list|lists] for|during|in|through [just|only|all|all_of] the|this|next|a|
                two|three ~2 {_PERIODS}
            > for|during|in ~3 only
            > por_el_momento|de_momento|este_mes|esta_semana|por_hoy|solo_por|por_unos
            > for now|today|tonight|a_while|the_moment|this_week|the_weekend|a_bit
            > [right] now
            > today|tonight|tomorrow|yet|until|while|when|during|after|before|at_night|this_week|
                on|so_late|so_early|so_much|so_often
            > por_ahora|hoy|ahora|mientras|hasta|de_noche|esta_noche|tan
        """,
        Guard.CONDITION: """
            if|unless|in_case|suppose|when|until|before|si|cuando|hasta_que|a_menos_que ~6 <
        """,
    }
)
