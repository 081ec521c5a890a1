"""The scripted agent's own sentences in Spanish, by their English wording.

``{name}``, ``{thing}`` and the like stand for words of the workspace, which are not translated. No
sentence ends with them: a name may hold a full stop.
"""

from typing import Final

SENTENCES: Final = {
    "Have you been with us before?": "¿Ha estado antes con nosotros?",
    "Is there anything else I can help with?": "¿Hay algo más en lo que le pueda ayudar?",
    "What else can I do for you?": "¿Qué más puedo hacer por usted?",
    "I've just sent it. Has the text arrived?": "Se lo acabo de enviar. ¿Le llegó el mensaje?",
    "I've sent it again. Has the text arrived this time?": (
        "Se lo envié de nuevo. ¿Le llegó el mensaje esta vez?"
    ),
    "The text is on its way. Has it arrived?": "El mensaje va en camino. ¿Ya le llegó?",
    "I can't tell whether the text went out. Has it reached you?": (
        "No sé si el mensaje salió. ¿Le ha llegado?"
    ),
    "Sorry, did the text reach you?": "Disculpe, ¿le llegó el mensaje?",
    "Of course, take your time. Has the text arrived?": (
        "Claro, tómese su tiempo. ¿Le llegó el mensaje?"
    ),
    "I'm sorry about that.": "Lo siento.",
    "I'm sorry, it doesn't seem to be reaching you.": "Lo siento, parece que no le está llegando.",
    "Shall I try once more?": "¿Lo intento una vez más?",
    "Shall I send it again?": "¿Se lo envío de nuevo?",
    "Great, thank you.": "Muy bien, gracias.",
    "No problem.": "No hay problema.",
    "Alright.": "De acuerdo.",
    "Thank you.": "Gracias.",
    "Alright, I'll stay with you.": "De acuerdo, sigo con usted.",
    "I'll stay on the line with you.": "Sigo en la línea con usted.",
    "Thank you for calling. Goodbye!": "Gracias por llamar. ¡Hasta luego!",
    "You're welcome.": "De nada.",
    "Hello! How can I help?": "¡Hola! ¿En qué le puedo ayudar?",
    "Of course. What can I do for you?": "Claro. ¿Qué puedo hacer por usted?",
    "Of course, take your time.": "Claro, tómese su tiempo.",
    "I'm sorry, I'm not able to put you through to anyone.": (
        "Lo siento, no puedo comunicarle con nadie."
    ),
    "I'm sorry, there's nothing I can text you about that.": (
        "Lo siento, no tengo nada que enviarle sobre eso."
    ),
    "Alright, I won't text you.": "De acuerdo, no le enviaré mensajes.",
    "Sorry, I didn't quite get that.": "Disculpe, no le entendí bien.",
    "I'm sorry, I still didn't get that.": "Lo siento, todavía no le entiendo.",
    "I'm sorry, I don't seem to be able to help with that.": (
        "Lo siento, parece que no le puedo ayudar con eso."
    ),
    "You've opted out of texts from us, so I can't send it.": (
        "Usted pidió no recibir mensajes nuestros, así que no se lo puedo enviar."
    ),
    "Reply START to us if you'd like them again.": (
        "Responda START si quiere volver a recibirlos."
    ),
    "I'm sorry, I'm not able to send texts from this number at the moment.": (
        "Lo siento, por el momento no puedo enviar mensajes desde este número."
    ),
    "I'm sorry, it looks like I can't text the number you're calling from.": (
        "Lo siento, parece que no puedo enviar mensajes al número del que llama."
    ),
    "I'm sorry, I can't see the number you're calling from, so I can't text you.": (
        "Lo siento, no veo el número del que llama, así que no le puedo enviar mensajes."
    ),
    "I'm sorry, there's a problem with that text on our side, so I can't send it.": (
        "Lo siento, hay un problema de nuestro lado con ese mensaje, así que no lo puedo enviar."
    ),
    "I'm sorry, your phone company blocked the text, so I can't get it to you.": (
        "Lo siento, su compañía telefónica bloqueó el mensaje, así que no se lo puedo hacer llegar."
    ),
    "I'm sorry, I'm not able to text numbers from where you're calling.": (
        "Lo siento, no puedo enviar mensajes a números del lugar desde donde llama."
    ),
    "I'm sorry, I've sent as many texts as I can on this call.": (
        "Lo siento, ya envié todos los mensajes que puedo enviar en esta llamada."
    ),
    "I'm sorry, I've texted you as often as I can today.": (
        "Lo siento, ya le envié todos los mensajes que puedo enviarle hoy."
    ),
    "I'm sorry, I can't send any more texts today.": (
        "Lo siento, hoy ya no puedo enviar más mensajes."
    ),
    "I'm sorry, I'm not able to connect calls to that number.": (
        "Lo siento, no puedo comunicar llamadas con ese número."
    ),
    "I'm sorry, I can't offer another transfer on this call.": (
        "Lo siento, no puedo ofrecerle otra transferencia en esta llamada."
    ),
    "I'm sorry, I can't put any more calls through to other numbers today.": (
        "Lo siento, hoy ya no puedo comunicar más llamadas con otros números."
    ),
    "I'm afraid the text couldn't be delivered to your phone.": (
        "Me temo que el mensaje no se pudo entregar a su teléfono."
    ),
    "I'm afraid the text didn't go through.": "Me temo que el mensaje no salió.",
    "Would you like me to send you a text about that?": (
        "¿Quiere que le envíe un mensaje sobre eso?"
    ),
    "I'm sorry, I couldn't send the text.": "Lo siento, no pude enviar el mensaje.",
    "This is {name}, an automated assistant. How can I help?": (
        "Le habla {name}, un asistente automático. ¿En qué le puedo ayudar?"
    ),
    "Hello, this is {name}. How can I help?": "Hola, le habla {name}. ¿En qué le puedo ayudar?",
    "I'll text you {thing} again.": "Le envío {thing} de nuevo por mensaje.",
    "I'll text you {thing} now.": "Le envío {thing} por mensaje ahora.",
    "I'm sorry, I can't put you through to {name} right now.": (
        "Lo siento, no puedo comunicarle con {name} en este momento."
    ),
    "I've already texted you {thing}. Shall I send it again?": (
        "Ya le envié {thing} por mensaje. ¿Se lo envío de nuevo?"
    ),
    "If you'd like me to put you through to {name} after all, just say so.": (
        "Si al final quiere que le comunique con {name}, dígamelo."
    ),
    "Could you tell me what it is about?": "¿Me podría decir de qué se trata?",
    "I can {offers}, if you like.": "Puedo {offers}, si quiere.",
    "I can {offers}. Would you like that?": "Puedo {offers}. ¿Le gustaría?",
    "I can {offers}. Which would you like?": "Puedo {offers}. ¿Qué prefiere?",
}
"""A longer sentence is tried before a shorter one, and names of things by THINGS."""
OFFERS: Final = {
    "put you through to {name}": "comunicarle con {name}",
    "text you {thing} for {job}": "enviarle por mensaje {thing} para {job}",
    "text you {thing}": "enviarle por mensaje {thing}",
    "help with {name}": "ayudarle con {name}",
}
"""What the agent can do, as listed in ``{offers}``."""
THINGS: Final = {
    "the link": "el enlace",
    "the details": "los datos",
    "somebody": "alguien",
    "them": "ellos",
}
"""Words for what the workspace did not name."""
OR: Final = {", or ": " o "}
