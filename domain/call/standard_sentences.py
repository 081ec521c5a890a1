"""What the core itself says to callers, in each of its languages. Stored: never reword."""

from typing import Final, Literal

Sentence = Literal[
    "opted_out", "opt_out_withheld", "opt_out_asked", "not_recorded", "offer_recording"
]

_ENGLISH: Final[dict[Sentence, str]] = {
    "opted_out": "You won't get any more texts from us.",
    "opt_out_withheld": "Your number is withheld, so I can't record that for other calls. I won't "
    "text you on this one.",
    "opt_out_asked": "Do you want no more texts from us at all? Please say yes or no.",
    "not_recorded": "I've noted that you don't want to be recorded.",
    "offer_recording": "To leave a recorded message, press 1.",
}
_SPANISH: Final[dict[Sentence, str]] = {
    "opted_out": "No recibirá más mensajes de texto nuestros.",
    "opt_out_withheld": "Su número está oculto, así que no puedo registrarlo para otras llamadas. "
    "En esta no le enviaré mensajes.",
    "opt_out_asked": "¿Quiere no recibir ningún mensaje de texto nuestro nunca más? Diga sí o no.",
    "not_recorded": "He anotado que no quiere que se le grabe.",
    "offer_recording": "Para dejar un mensaje grabado, pulse 1.",
}


def standard(sentence: Sentence, language: str) -> str:
    """The words of ``sentence`` in ``language``, a BCP 47 tag; English if there are none."""
    spanish = language.partition("-")[0].casefold() == "es"
    return (_SPANISH if spanish else _ENGLISH)[sentence]
