"""Small talk in Spanish, written without accents, except where one asks."""

from hookflash.domain.policy.speech.phrases import Phrases
from hookflash.orchestrator.agents.scripted.talk import Talk

SPANISH_PHRASES = Phrases[Talk](
    {
        Talk.WHO: """
            quien|quién es|habla|eres [usted]
            con quien|quién hablo
            es [usted] [un|una] robot|maquina|grabacion|persona|computadora
            hablo con [un|una] robot|maquina|grabacion|persona
            cual|cuál|como|cómo es|se su|llama [nombre]
        """,
        Talk.REPEAT: """
            qué|cómo|mande [dijo]
            perdon|disculpe cómo|qué|no_le_oi
            puede|podria repetir|repetirlo|repetirme [eso|por_favor]
            repita|repitame [eso|por_favor]
            otra vez [por_favor]
            no [le|lo] entendi|entiendo|escuche|oi|escucho|oigo [bien]
        """,
        Talk.WAIT: """
            espere|espera|esperese|aguarde [un] [momento|segundo|minuto|momentito]
            [un|deme_un] momento|momentito|segundo|minuto
            dejeme|dejame ver|revisar|checar|pensar
            permitame [un_momento|un_segundo]
        """,
        Talk.HELP: """
            qué puede|puedes hacer [por_mi]
            en qué me puede|puedes ayudar
            me puede|podria ayudar [con_algo]
            necesito [su] ayuda
            tengo una pregunta|duda
            cuales|cuáles son mis opciones
        """,
        Talk.FAREWELL: """
            adios|chao|chau|bye
            hasta luego|pronto|manana|la_vista
            nos vemos
            que tenga|este|pase [un] buen|buena|lindo|bonito|muy_buen dia|tarde|noche
            que le|te vaya bien
        """,
        Talk.DONE: """
            [con] eso es|seria todo [por_ahora|por_hoy]
            seria|es todo
            nada mas
            no necesito nada mas
            olvidelo|olvidalo|dejelo
            ya es todo
        """,
        Talk.THANKS: """
            gracias [por_todo|por_su_ayuda|por_la_ayuda|de_nuevo]
            muchas|mil|muchisimas gracias [por_todo|por_su_ayuda|por_la_ayuda]
            muy amable
            se|te lo agradezco [mucho]
        """,
        Talk.GREETING: """
            hola|alo|buenas [que_tal]
            buenos|buenas dias|tardes|noches
            hay alguien [ahi]
            me escucha|oye
            sigue|esta ahi
            cómo|como esta|estas|le_va
        """,
        Talk.FILLER: """
            eh|este|em|mmm|ah|oh|ay|pues|bueno|ahora|ya|entonces|okay|vale|claro|perdon|disculpe|y
            bien|perfecto|genial|excelente|listo|entendido|bueno|sí|si|no|ajá|aja
            de acuerdo
            esta|muy|todo bien
            por favor
            a ver
            ya veo
            senor|senora|senorita|joven
        """,
    }
)
