"""Spanish phrases around an answer: politeness, reasons, and how an answer is taken back."""

from hookflash.domain.policy.speech.said import Said

_FAILS = "llego|llega|llegado|funciona|funciono|puedo|pude|encuentro|recibi|recibido|sirve|entra"

AROUND = {
    Said.REASON: """
        <reason>
        para que me|nos|lo <...>
        para resolver|arreglar|solucionar|aclarar|terminar|ver [<...>]
        por|sobre mi|este|esta|eso|esto <...>
        sobre el|la <...>
    """,
    Said.TASK: """
        quiero|necesito|quisiera|deseo|me_gustaria|tengo_que <errand> [<...>]
        tengo <...>
        estoy llamando|buscando <...>
        llamo|llamaba por|para|porque <...>
    """,
    Said.THANKS: """
        [muchas] gracias por <...>
        [le|te] agradezco su|tu|la|toda_su ayuda|atencion|tiempo|apoyo
        ha|has sido muy amable
        continue|continua|siga|sigue
    """,
    Said.REPAIR: """
        digo|quiero_decir|mejor_dicho|o_sea|corrijo
        me equivoque
        quise decir
    """,
    Said.ASIDE: """
        perdon|perdone|disculpe|disculpa|mas_bien|en_realidad|la_verdad
        lo siento
    """,
    Said.OKAY: """
        okay|vale|listo|perfecto|genial|excelente|estupendo|fantastico|bien|sale|entendido
        fenomenal
        maravilloso|buenisimo|magnifico
        de acuerdo
        esta [<very>] bien
        muy bien
        todo bien
    """,
    Said.FINE: """
        asi esta bien
    """,
    Said.PLEASE: """
        por favor
        porfavor|porfa|porfis
        si es|fuera posible
    """,
    Said.SOFT: """
        no hay|es problema
        ningun problema
        sin problema|problemas
        no pasa nada
        no se preocupe
        si quiere|gusta|puede|quieres|puedes|se_puede
        si no es [mucha] molestia|mucho_pedir
    """,
    Said.TURN: """
        pero|aunque|sino
        sin embargo
    """,
    Said.LINK: """
        y [tambien]
        porque|ya_que|es_que
    """,
    Said.LEAD_IN: """
        eh|em|este|eeh|ehm|mmm|mm|hmm|um|uh|pues|bueno|entonces
        a ver
        mire|mira|oiga|oye
        fijese que
    """,
    Said.MANNERS: """
        gracias|ay|oh|ah|uy|hola|senor|senora|senorita|joven|amigo|amiga|caballero|hombre|mujer
        muchas|mil|muchisimas gracias
        muchas gracias de_verdad|de_antemano
        gracias de_antemano|muy_amable
        muy [muy] amable
        que amable
        es [usted] muy amable
        <now>
        buenos|buenas dias|tardes|noches
        buenas
        con ellos|ella|ellas|alguien|el
        a ellos|ella
        me urge
        es urgente
        tengo prisa
        espero en_la_linea
        necesito [su] ayuda
        cuando quiera|guste|pueda
    """,
}

REASONS = {
    "errand": """
        un|una|mi|mis|unos|unas|este|esta|esto|eso|ayuda|informacion|saber|hacer|sacar|agendar
        reservar|programar|reprogramar|mover|confirmar|cancelar|pagar|pedir|ver|resolver|arreglar
        solucionar|aclarar|preguntar|comprar|cobrar|devolver|revisar|consultar|ir|apartar|renovar
        recoger|entender|reportar|actualizar|poner|tener|obtener|recuperar
        cambiar|cambiarla|cambiarlo|hacerme|hacerlo|verlo|moverla|resolverlo|arreglarlo
    """,
    "happens": """
        es|esta|estan|son|era|estaba|fue|ha|han|tiene|tienen|necesita|necesitan|llego|quedo|dejo
        se|me|le|nos|no|ya|sigue|siguen|vence|vencio|duele|duelen|quiere|va|viene|salio|hizo
    """,
    "reason": f"""
        [es_que] mi|mis|nuestro|nuestra <...> <happens> [<...>]
        [yo] [ya] pague|compre|pedi|llame|perdi|recibi|ordene|intente|trate|reserve|hice <...>
        he [estado|intentado|tratado|llamado|pagado|esperado] <...>
        llevo <...>
        me cobraron|robaron|llego|llegaron|dieron|pasa|sale|urge|quede <...>
        es sobre|por|acerca_de|por_lo_de <...>
        es [muy] urgente|importante|necesario|una_emergencia [<...>]
        hay un|una <...>
        necesito ayuda|asistencia|apoyo|resolver|arreglar|solucionar|aclarar [<...>]
        tengo un|una problema|duda|pregunta|queja|reclamo|cuestion [<...>]
        [<...>] no me|se|la|lo|he|ha [me|lo] {_FAILS} [<...>]
        [<...>] no {_FAILS} [<...>]
        alguien me|nos <...>
        nadie me|nos|ha <...>
    """,
}
