"""Parts that the Spanish phrases of an answer are made of: people, ways to be put through."""

from hookflash.domain.policy.speech.tokens import word_set

STOPS = word_set(
    """
    no nunca jamas nada tampoco ni pero si sino aunque salvo excepto solo cuando mientras
    hasta antes despues luego primero quiza quizas tal vez acaso depende supongo manana otro otra
    qué cómo cuánto cuánta cuándo cuál dónde quién como cuanto donde quien cual usted tu ustedes te
    espere espera esperar
    momento adios chao olvidelo olvidalo mensaje texto enlace link correo email
    dice dijo dicho digo esposo esposa marido mujer siempre encanta sí claro vale okay bueno gracias
    favor y o pues porque hable hablar pasar pase paseme transferir transfiera comunicar comunique
    conectar conecte mejor prefiero cuelgo colgar irme
    departamento oficina clinica sucursal recepcion recepcionista gerente gerencia supervisor
    supervisora jefe jefa dueno duena director directora doctor doctora dr dra medico medica
    enfermera enfermero dentista farmacia facturacion ventas contabilidad cobranza caja finanzas
    laboratorio abogado abogada contador contadora secretaria soporte tecnico mantenimiento
    """
)
"""Words that change an answer or name who else might answer: never part of words of any kind."""

_VERBS = "pasar|transferir|comunicar|conectar|poner|derivar|enlazar|dirigir|redirigir"
_WISHED = (
    "pase|pasen|transfiera|transfieran|comunique|comuniquen|conecte|conecten|ponga|pongan|"
    "derive|enlace|pases|transfieras|comuniques|conectes|pongas"
)
_ORDERED = (
    "paseme|pasame|pasenme|transfierame|transfiereme|transfieranme|comuniqueme|comunicame|"
    "comuniquenme|conecteme|conectame|conectenme|pongame|ponme|ponganme|deriveme|enlaceme|"
    "dirijame|transferirme|pasarme|comunicarme|conectarme"
)
_PERSON = (
    "persona|humano|ser_humano|agente|representante|asesor|asesora|ejecutivo|ejecutiva|operador|"
    "operadora|especialista|experto|tecnico|companero|companera|encargado|encargada|colega"
)

PARTS = {
    "very": "muy|bastante|super|realmente|tan|mucho|perfectamente",
    "good": """
        bien|bueno|buena|genial|perfecto|excelente|estupendo|fantastico|maravilloso|ideal|util
        fenomenal|buenisimo|mejor|adecuado|correcto|padre|chevere|barbaro|de_maravilla|conveniente
        una buena|gran|excelente idea
        una|de gran|mucha ayuda
        de lo mejor
        lo mejor
    """,
    "me": "a|para|por mi|nosotros",
    "now": """
        ya|ahora|ahorita|entonces|mismo|pronto|tambien|inmediatamente|directamente
        ahora|ahorita mismo
        de una vez
        lo antes posible
        cuanto antes
        en seguida|seguida
        enseguida
    """,
    "tail": """
        que me|nos pueda|puede|sepa ayudar|atender|asistir|explicar|resolver [<...>]
        que pueda|puede|sepa ayudarme|atenderme|resolver|resolverlo|ayudar|explicarme [<...>]
        que sepa <...>
        para que me <...>
        sobre|de|por|para mi|el|la|este|esta|eso|esto [<...>]
        de ellos|alli|alla|ahi|verdad|ese|su equipo|departamento
    """,
    "them": f"""
        alguien|ella|ellos|ellas|el|esa_persona|la_persona|ese_departamento|esa_area|el_equipo
        alguien mas de_su_equipo|de_alli
        un|una|algun|alguna|el|la|su [<real>] {_PERSON} [<real>]
        la|el persona|departamento|area|equipo correcta|correcto|indicada|indicado|adecuado
        la|el persona|departamento|area|equipo encargada|encargado|responsable
        alguien|un_agente|una_persona|la_persona|un_asesor|un_representante <tail>
    """,
    "real": "real|humano|humana|de_verdad|de_carne_y_hueso|en_vivo|de_su_equipo|mas",
    "whom": """
        con|a <them>
        en contacto|comunicacion con <them>
        <now>
        <now> con|a <them>
        con|a <them> <now>
        la|mi llamada [con|a] [<them>]
    """,
    "base": f"""
        {_ORDERED} [<whom>]
        me puede|puedes|podria|podrias|pueden {_VERBS} [<whom>]
        puede|puedes|podria|podrias|pueden transferirme|pasarme|comunicarme|conectarme [<whom>]
        puede|podria ponerme con <them>
        transfiera|transfiere|pase|conecte la|mi llamada [a|con] [<them>]
        haga|haz la transferencia
        mandeme|mandame|envieme|enviame con <them>
    """,
    "do": """
        hagalo|hazlo|haganlo|proceda|procede|procedan [<now>]
        siga adelante
        dele
        haga eso
        adelante con eso|ello|la_transferencia
        proceda con eso|ello|la_transferencia
    """,
    "passive": f"""
        hablar|platicar|conversar|charlar|comunicarme|contactar con|a <them>
        que me {_WISHED} [<whom>]
        que me atienda|ayude|ayuden <them>
        ser transferido|transferida [<whom>]
        la transferencia
        recibir ayuda
    """,
}
"""``<them>`` is anyone who may answer there: not another department, not another name."""
