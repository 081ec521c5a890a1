"""Spanish phrases that answer "¿Le llegó el mensaje?"; the text is always "it"."""

from hookflash.domain.policy.speech.phrases import Phrases
from hookflash.domain.policy.speech.seen import Seen
from hookflash.domain.policy.speech.tokens import word_set

IGNORED = word_set("ya apenas justo recien ahorita ahora hasta realmente finalmente acabo")
NAMES = word_set("mensaje texto enlace link sms liga mensajito informacion vinculo")
BEFORE_A_NAME = word_set("el la un una su ese esa este esta de texto ningun ninguna")
NOT_BEFORE_A_NAME = word_set("sin por")

_CAME = "llego|llega|entro|aparecio|cayo|salio|llegado|aparece|sale|entrado"

ARRIVAL_PHRASES = Phrases[Seen](
    {
        Seen.HERE: f"""
            sí me|nos {_CAME} [it|bien]
            me|nos {_CAME} [it|bien]
            me|nos acaba|ha de|it llegar|llegado|entrar [it]
            me ha llegado [it]
            it [sí] [me] {_CAME}
            [sí] {_CAME} [it|bien]
            [sí] lo tengo|recibi|veo|vi|encontre|estoy_viendo
            lo he recibido|visto
            tengo|recibi|veo it
            aqui esta|lo_tengo|lo_veo [it]
            recibido
            estoy viendolo|viendo [it]
        """,
        Seen.MISSING: f"""
            no [it] [me|nos|se] [ha] {_CAME} [it|nada|todavia|aun]
            it no [me|nos] [ha] {_CAME} [todavia|aun|nada]
            no lo tengo|recibi|veo|vi|encuentro|he_recibido|he_visto|encontre [todavia|aun]
            no tengo|recibi|veo|encuentro|he_recibido it|nada [todavia|aun]
            no hay it|nada
            todavia|aun no|nada
            todavia|aun no me|lo [ha] {_CAME}|tengo|veo|recibi [nada|it]
            nada todavia|aun
            sigo|estoy esperando [it|lo]
            sigo sin it|recibirlo|verlo|recibir_nada
            nunca [me] {_CAME} [it]
            creo que no
            no creo
            nada
        """,
        Seen.YES: """
            sí|claro|correcto|afirmativo|efectivamente|exacto|sip|aja
            claro|por_supuesto [que] sí|si
            creo que sí|si
            si gracias|claro|senor|senora|senorita
            asi es
        """,
        Seen.NO: """
            no|nop|nope|negativo
        """,
        Seen.UNSURE: """
            no [lo] se
            no estoy seguro|segura
            quiza|quizas|supongo
            tal vez
            no entiendo|quiero|mande|envie|se_preocupe|lo_quiero|lo_necesito|puedo_hablar|le_escucho
            no me mande|envie
            no pedi
            dejeme|dejame|dejame_ver|dejeme_ver|permitame [ver|revisar|checar]
            espere|espera [un] [momento]
            un momento|segundo
            qué|cuál it
            no hay problema
        """,
        Seen.MANNERS: """
            gracias|bueno|bien|okay|perfecto|genial|excelente|pues|ay|ah|oh|mmm|em|senor|senora|vale
            muchas|mil gracias
            muy amable
            a ver
            por favor
        """,
    }
)
