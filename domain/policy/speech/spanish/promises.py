"""How an agent says in Spanish that it acts or has acted, and what takes such words back.

Words are without accents, and without fillers and adverbs ("ya", "ahora mismo").
"""

from typing import Final

from hookflash.domain.policy.speech.promised import Promised, TakenBack

SPELLINGS: Final = {"que_claro": "claro"}
FILLERS: Final = (
    "ahora mismo|en este momento|en este instante|de inmediato|de nuevo|otra vez|nuevamente|ya|"
    "ahora|enseguida|inmediatamente|pues|bueno|eh|este|entonces|tambien|ahorita|rapidamente|"
    "con mucho gusto|con gusto|en seguida|asi que"
)
_LE: Final = "le|lo|la|te|les|los|las|me_lo"
_SE: Final = "le|te|les|se_lo|se_la|se_los|se_las|te_lo|te_la"
_CALL: Final = "su_llamada|tu_llamada|la_llamada|esta_llamada"
_LINK: Final = "mensaje|mensajito|texto|enlace|link|sms|liga|vinculo"
_THING: Final = (
    f"{_LINK}|direccion|datos|informacion|detalles|formulario|codigo|menu|horario|numero|ubicacion"
)
_MOVED: Final = "transferido|transferida|comunicado|comunicada|conectado|conectada"
_LET: Final = "permitame|permiteme|dejeme|dejame|voy_a|vamos_a|procedo_a|paso_a|procedere_a"
_TRANSFER: Final = "transferir|comunicar|conectar|enlazar|trasladar|derivar|redirigir"
_TRANSFER_YOU: Final = (
    "transferirle|transferirlo|transferirla|transferirte|comunicarle|comunicarlo|comunicarla|"
    "comunicarte|conectarle|conectarlo|conectarla|conectarte|enlazarle|enlazarlo|enlazarla"
)
_TRANSFERRING: Final = "transfiriendo|comunicando|conectando|enlazando|trasladando|derivando"
_TRANSFERRING_YOU: Final = (
    "transfiriendole|transfiriendolo|transfiriendola|transfiriendote|comunicandole|comunicandolo|"
    "comunicandola|comunicandote|conectandole|conectandolo|conectandola|conectandote|pasandole"
)
_TRANSFER_NOW: Final = "transfiero|comunico|conecto|enlazo|traslado|derivo|redirijo"
_TRANSFER_LATER: Final = "transferire|comunicare|conectare|enlazare|trasladare|derivare"
_SEND_YOU: Final = (
    "enviarle|mandarle|enviarte|mandarte|enviarselo|mandarselo|enviarsela|mandarsela|textearle"
)

PROMISES: Final = {
    Promised.TEXT_ARRIVED: f"""
        {_LINK} fue|ha_sido|esta entregado
        {_LINK} llego|ha_llegado a_su|a_tu
        le|te llego un|el|la|su ~1 {_LINK}
    """,
    Promised.TEXT_DONE: f"""
        {_SE} acabo|acabamos de enviar|mandar|textear
        acabo|acabamos de {_SEND_YOU}
        le|te|les envie|mande|enviamos|mandamos|he_enviado|he_mandado|hemos_enviado|hemos_mandado|\
            reenvie ~4 {_THING}
        se_lo|se_la|te_lo|te_la envie|mande|enviamos|mandamos|he_enviado|he_mandado|hemos_enviado|\
            hemos_mandado|reenvie
        {_LINK} fue|ha_sido|esta|quedo enviado|mandado
        {_LINK} enviado $
        ^ [listo|hecho] enviado $
        ^ [listo|hecho|y] {_LINK} enviado
        le|te ~1 texteé|textee
    """,
    Promised.TEXT_NOW: f"""
        {_SE} estoy|estamos enviando|mandando
        estoy|estamos enviandole|mandandole|enviandote|mandandote|enviandoselo|mandandoselo
        ^ ~1 enviandole|mandandole|enviandote|enviandoselo ~4
        {_LINK} ~3 va|esta en camino
        va en camino ~1 {_LINK}
        va|vas a recibir|tener un|el|una|su ~2 {_LINK}
        recibira|recibiras un|el|una|su ~2 {_LINK}
        le|te llegara|va_a_llegar un|el|una|su ~2 {_LINK}
        {_LINK} le|te llegara|llega
        debe|deberia|debes de_recibir|recibir|tener|haber_recibido un|el|una|su ~2 {_LINK}
    """,
    Promised.TEXT_ANNOUNCED: f"""
        le|te|les envio|mando|enviare|mandare|reenvio ~4 {_THING}
        se_lo|se_la|te_lo|te_la envio|mando|enviare|mandare|reenvio|voy_a_enviar|voy_a_mandar
        {_SE} voy|vamos a enviar|mandar|textear ~4 {_THING}
        {_LET} {_SEND_YOU}
    """,
    Promised.TRANSFER_DONE: f"""
        {_LE} transferi|comunique|conecte|he_transferido|he_comunicado|hemos_transferido
        ha|has sido {_MOVED}
        {_CALL} ha_sido|fue transferida|conectada
    """,
    Promised.TRANSFER_NOW: f"""
        {_LE} estoy|estamos {_TRANSFERRING}|pasando
        estoy|estamos {_TRANSFERRING_YOU}
        estoy|estamos {_TRANSFERRING}|pasando {_CALL}
        {_CALL} esta|se siendo|esta transferida|conectada|transfiriendo
        ^ ~2 {_TRANSFERRING}|pasando {_CALL}|$
        ^ ~2 {_TRANSFERRING_YOU}
        mientras {_LE} {_TRANSFER_NOW}|paso
        mientras {_TRANSFER_NOW}|paso {_CALL}
    """,
    Promised.TRANSFER_ANNOUNCED: f"""
        {_LE} {_TRANSFER_NOW}|{_TRANSFER_LATER}
        {_LE} paso|pasare con|a
        {_LE} voy|vamos a {_TRANSFER}
        {_LE} voy|vamos a pasar con|a
        {_LET} {_TRANSFER_YOU}
        {_LET} pasarle|pasarlo|pasarla|pasarte con|a
        {_LET} {_TRANSFER} {_CALL}
        transfiero|paso|comunico {_CALL}
    """,
    Promised.RECORDING_DONE: """
        he|hemos detenido|apagado|parado|desactivado la grabacion
        detuve|apague|pare|desactive|detuvimos la grabacion
        la grabacion ha_sido|fue|esta detenida|apagada|desactivada
    """,
    Promised.OPT_OUT_DONE: """
        le|lo|la|te he_quitado|quite|he_borrado|he_eliminado|elimine|borre de ~2 mensajes|textos
        no recibira|recibiras mas mensajes|textos
    """,
    Promised.HANG_UP_NOW: """
        estoy|estamos terminando|finalizando la|esta llamada
    """,
    Promised.HANG_UP_ANNOUNCED: """
        voy a colgar
        voy a terminar|finalizar la|esta llamada
    """,
}
AROUND: Final = {
    TakenBack.DENIED: """
        no|nunca|jamas|tampoco|ni|ningun|sin <
        < no ~9 >
    """,
    TakenBack.REPORTED: """
        dijo|dice|dijeron|decir|digo|pidio|quiere|quieren|quisiera|gustaria ~1 que <
        para|antes_de|sin|puedo|podria|podemos que <
    """,
    TakenBack.SUPPOSED: """
        si|cuando|hasta_que|despues|antes|mientras_no|una_vez|en_cuanto|apenas ~20 <
        > ~3 si|cuando|hasta|en_cuanto|una_vez|despues|apenas|siempre_que
    """,
    TakenBack.ANOTHER_TIME: """
        > ~6 ayer|mañana|luego|lunes|martes|miercoles|jueves|viernes|sabado|domingo|anoche
        > ~6 mas tarde
        > ~6 semana|mes|año pasada|pasado|proxima|proximo|que_viene
        ayer|anoche|mañana|siempre ~3 <
    """,
    TakenBack.ANOTHER_THING: """
        > ~3 correo|email|fax|carta
        < ~9 correo|email|fax|carta ~9 >
    """,
}
