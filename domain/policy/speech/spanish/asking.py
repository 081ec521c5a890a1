"""Spanish phrases that ask for a person or a text, or refuse a text."""

from hookflash.domain.policy.speech.asked import Asked
from hookflash.domain.policy.speech.phrases import Phrases

_PERSON = (
    "persona|humano|ser_humano|agente|representante|asesor|asesora|ejecutivo|ejecutiva|operador|"
    "operadora|supervisor|supervisora|gerente|encargado|encargada|recepcionista|empleado|empleada"
)
_TEXTS = "mensaje|texto|enlace|link|sms|liga|informacion|direccion|datos|vinculo|mensaje_de_texto"
NAMES_OF_TEXTS = frozenset({"mensaje", "mensajes", "texto", "textos", "sms", "enlace", "link"})
"""Of these, a question of the agent has one if it offers a text."""

ASKING = Phrases[Asked](
    {
        Asked.NO_MACHINE: """
            no <wish> hablar con una|un|la|esta maquina|robot|computadora|grabacion|contestadora
        """,
        Asked.NEITHER: f"""
            no <wish> <talk>
            no me pase|transfiera|comunique|conecte|ponga [con] [<anyone>]
            no <wish> que me pase|transfiera|comunique|conecte
            no hace falta <talk>
            no necesito hablar con <anyone>
            no pedi|recibi|me_llego|he_recibido|tengo [el|ningun|un] {_TEXTS}
            mi|la|el hablar con mi|su
            hablar con mi esposa|esposo|mama|papa|abogado|familia|marido|mujer|hijo|hija|banco
        """,
        Asked.NO_TEXT: f"""
            no me mande|manden|envie|envien|escriba|mandes|envies|textee|mande_nada|envie_nada
            no me lo mande|envie|manden|envien|mandes|envies
            no <wish> [recibir] [el|ningun|un|ese|mas] {_TEXTS}|mensajes|textos
            no <wish> que me mande|envie|escriba|manden|envien
            no <wish> que me lo mande|envie|manden
            no mande|envie|manden|envien [el|ningun|nada|mas] [{_TEXTS}|mensajes]
            sin mensajes|mensaje|textos
            deje|dejen de mandarme|enviarme|escribirme
            no hace|es falta|necesario|preciso que me [lo|la] mande|manden|envie|envien
            no hace|es falta|necesario|preciso|necesito [el|ningun|un] {_TEXTS}|mensajes|textos
            ahora|ahorita no me mande|manden|envie|envien
            nada de mensajes|textos
            ningun mensaje
        """,
        Asked.TEXT: f"""
            mandeme|enviame|mandame|envieme|reenvieme|reenviame|mandenme|envienme [<sent>]
            mandemelo|enviamelo|mandamelo|enviemelo|reenvielo|reenvieme|mandemela [<again>]
            me puede|podria|puedes|podrias|pueden mandar|enviar|reenviar|pasar <sent>
            me lo|la puede|podria|puedes|podrias mandar|enviar|reenviar|textear [<again>]
            puede|podria|puedes|podrias mandarmelo|enviarmelo|reenviarlo|enviarlo|mandarlo [<again>]
            puede|podria|puedes|podrias mandarme|enviarme|reenviarme|pasarme <sent>
            <wish> que me mande|envie|mandes|envies <sent>
            <wish> que me lo|la mande|envie|mandes|envies [<again>]
            <wish> [recibir] el|un|ese {_TEXTS}
            vuelva|vuelve|puede_volver a mandarlo|enviarlo|mandarmelo|enviarmelo|mandar|enviar
            intentelo|intente de_nuevo|otra_vez
            mande|envie|mandelo|envielo otra_vez|de_nuevo|nuevamente|por_mensaje
            por mensaje|texto mejor|por_favor
            el {_TEXTS} otra_vez|de_nuevo|por_favor
        """,
        Asked.PERSON: f"""
            <wish> <talk>
            <wish> [a] <anyone>
            podria|puedo|puede|se_puede hablar|comunicarme con <someone>
            dejeme|dejame hablar con <someone>
            como|cómo puedo|hablo|hago hablar|con|para_hablar con|<anyone> [<anyone>]
            paseme|pasame|comuniqueme|comunicame|transfierame|transfiereme|conecteme|pongame|ponme
            paseme|pasame|comuniqueme|comunicame|conecteme|pongame|ponme con <someone>
            me puede|podria|puedes|podrias pasar|comunicar|transferir|conectar [con|a] [<someone>]
            puede|podria|puedes|podrias pasarme|comunicarme|transferirme [con|a] [<someone>]
            <wish> que me pase|pasen|transfiera|comunique|conecte|atienda [con] [<someone>]
            hay alguien|una_persona|algun_agente
            <wish> una|la transferencia
            representante|operadora|operador|agente|recepcion [por_favor]
            una|un [{_PERSON}] [real|humana|humano|de_verdad] por_favor
            un|una {_PERSON} [real|humana|por_favor]
        """,
    },
    {
        "wish": """
            quiero|quisiera|necesito|deseo|me_gustaria|prefiero|queria|me_urge|preferiria|necesitaria
            quiero|quisiera|necesito mejor
        """,
        "talk": "hablar|platicar|conversar|comunicarme con|a <someone>",
        "someone": "<anyone>\nel|la|los|las|su|mi|un|una|dr|don|dona <...>\n<...>",
        "anyone": f"""
            alguien [mas|de_verdad|real]
            nadie
            [un|una|el|la|su|algun|otra|otro] {_PERSON} [real|humana|humano|de_verdad]
        """,
        "sent": f"""
            [por_favor] [el|la|un|una|ese|esa|otro|los|las] {_TEXTS} [<again>]
            eso|otro|otra_vez|de_nuevo|por_mensaje|por_texto [por_favor]
            un|otro mensaje [con] [<...>]
        """,
        "again": "otra_vez|de_nuevo|nuevamente|una_vez_mas|por_mensaje|por_texto|por_favor|aqui",
    },
)
