"""The Spanish phrases that answer a yes-or-no question, by what they contribute to the answer."""

from hookflash.domain.policy.speech.phrases import Phrases
from hookflash.domain.policy.speech.said import Said
from hookflash.domain.policy.speech.spanish.around import AROUND, REASONS
from hookflash.domain.policy.speech.spanish.no import NO
from hookflash.domain.policy.speech.spanish.parts import PARTS, STOPS

_WISH = "quiero|quisiera|deseo|necesito|me_gustaria|me_encantaria|prefiero|queria|preferiria"

_YES = {
    Said.REQUEST: """
        por qué|que no
        y por qué|que no
        me podria|puede|podrias|puedes pasar|transferir|comunicar|conectar [<whom>]
        podria|puede|puedo|podria_yo hablar con <them>
        podria|puede hacerlo [por_favor]
        podria por_favor
        seria tan amable [de_pasarme|de_transferirme|de_comunicarme] [<whom>]
    """,
    Said.PROPOSAL: f"""
        <base>
        si|sí quiero|quisiera <passive>
        {_WISH} <passive>
        sí {_WISH} <passive>
        {_WISH} que <base>
        {_WISH} la|una transferencia
        me urge <passive>
        se|te lo agradeceria|agradezco mucho
        se|te lo agradeceria|agradezco
        le|te agradeceria|agradezco|agradeceria_mucho si|que <base>
        le|te agradeceria|agradeceria_mucho que|si me pasara|transfiriera|comunicara [<whom>]
        le|te agradeceria|agradeceria_mucho que me pase|transfiera|comunique|conecte [<whom>]
        seria [<very>] <good> si <base>
        seria [<very>] <good> <passive>
        estaria [<very>] <good> <passive>
        estaria [<very>] <good> si <base>
        si me|nos puede|podria pasar|transferir|comunicar|conectar [<whom>]
        si pudiera pasarme|transferirme|comunicarme|conectarme [<whom>]
        si me pudiera pasar|transferir|comunicar|conectar [<whom>]
        puede|puedes [<now>] transferirme|pasarme|comunicarme|conectarme [<whom>]
        no me importa|importaria|molesta hablar|que_me_pase|que_me_transfiera [<whom>]
        estoy listo|lista|dispuesto|dispuesta [para|a] <passive>
    """,
    Said.YES: """
        sí|sip|sii|siii|simon|ajá|aja
        sí claro|quiero|senor|senora|senorita|acepto|me_gustaria|lo_quiero|por_supuesto
        sí me_encantaria
        si por_favor|claro|senor|senora|senorita|gracias|adelante|como_no|de_acuerdo|esta_bien
        claro [que] [sí|si]
        que sí
        quise decir que sí
        pues|ay sí|claro [que] [sí|si]
        por supuesto [que] [sí|si]
        desde luego [que] [sí|si]
        creo que sí|si
        yo creo que sí|si
        digo|dije que sí|si
        es un sí
        como|cómo no
        con [mucho] gusto
        encantado|encantada|encantados|afirmativo|efectivamente|exacto|exactamente|correcto
        ciertamente|definitivamente|absolutamente|totalmente|seguro|acepto|confirmo|confirmado
        en efecto
        asi|eso es
        asi|eso esta <good>
        adelante [<now>]
        <do>
        dale|andale|orale|venga|va [pues]
        sí|claro pues
        me parece [<very>] <good>
        [eso|esto] suena [<very>] <good>
        eso|esto|me seria|estaria [<very>] <good> [<me>]
        seria|estaria [<very>] <good> [<me>]
        eso me|nos ayudaria|serviria|vendria_bien|gustaria|encantaria|parece_bien [mucho]
        me|nos ayudaria|serviria|vendria_bien|gustaria|encantaria [mucho]
        me gustaria|encantaria eso|mucho
        eso quiero|necesito
        es lo que quiero|necesito|queria
        eso es lo que quiero|necesito|queria
        me sirve|conviene
        me haria|hace un [gran] favor
        ya lo creo
        no veo por qué|que no
        no veo inconveniente
        no me importa|importaria|molesta|molestaria [en_absoluto|para_nada|nada]
        no tengo inconveniente|problema|objecion|ningun_inconveniente|ningun_problema
        no hay inconveniente
        no diria que no
        yo encantado|encantada
        cuanto antes mejor
        tiene|tienes mi permiso|autorizacion
        estoy de_acuerdo|listo|lista
        me parece una [muy] buena|excelente idea
        buena|excelente idea
        que sea asi
        lo acepto
        puede|puedes hacerlo|proceder|adelante|continuar
        si no le|te importa
        si es tan amable
        seria [usted] muy amable
        si me hace el favor
        hagame el favor
    """,
}
YES_NO_PHRASES = Phrases[Said](
    {Said.SOFT: AROUND[Said.SOFT], **NO, **_YES, **AROUND}, {**PARTS, **REASONS}, STOPS
)
