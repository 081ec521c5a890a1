"""What the core itself says to callers, by language; English where a language has no sentences.

The words are recorded in events and re-decided by ``verify``: do not reword them in passing.
"""

from typing import Final, NamedTuple

from hookflash.domain.job.action import Destination
from hookflash.domain.policy.speech.languages import base_of


class Sentences(NamedTuple):
    """The sentences of one language."""

    transfer: str
    """Asks whether to transfer the caller to ``{name}``."""
    outside: str
    """Names an external number by its last ``{digits}``."""
    again: str
    """Asks the ``{question}`` once more, and names the keys."""
    connecting: str
    """Said when the caller has agreed."""
    voicemail: str
    """The greeting of a mailbox that has none of its own."""
    pardon: str
    """Said in place of an agent that makes no usable move."""
    opted_out: str
    """Confirms that the caller gets no more texts."""
    opt_out_withheld: str
    """The same to a caller whose number is withheld."""
    opt_out_asked: str
    """Asks whether the caller wants no more texts."""
    not_recorded: str
    """Confirms that the caller does not want to be recorded."""
    offer_recording: str
    """Asks for a key before a recorded message."""
    accept: str
    """Asks a member who answered the phone for a key before the caller is put through."""


_SENTENCES: Final = {
    "en": Sentences(
        transfer="Would you like me to transfer you to {name}?",
        outside="the number that ends in {digits}",
        again=(
            "Sorry, I want to be sure. {question} Please say yes or no, or press 1 for yes or 2 "
            "for no."
        ),
        connecting="Thank you. I'm connecting you now.",
        voicemail="Please leave a message after the tone.",
        pardon="I'm sorry, I didn't get that. Could you say it again?",
        opted_out="You won't get any more texts from us.",
        opt_out_withheld=(
            "Your number is withheld, so I can't record that for other calls. I won't text you on "
            "this one."
        ),
        opt_out_asked="Do you want no more texts from us at all? Please say yes or no.",
        not_recorded="I've noted that you don't want to be recorded.",
        offer_recording="To leave a recorded message, press 1.",
        accept="A caller is waiting for you. Press 1 to take the call.",
    ),
    "es": Sentences(
        transfer="¿Quiere que le transfiera a {name}?",
        outside="el número que termina en {digits}",
        again=(
            "Disculpe, quiero asegurarme. {question} Diga sí o no, por favor, u oprima 1 para sí "
            "o 2 para no."
        ),
        connecting="Gracias. Le comunico ahora.",
        voicemail="Por favor, deje un mensaje después del tono.",
        pardon="Lo siento, no le entendí. ¿Me lo puede repetir?",
        opted_out="No recibirá más mensajes de texto nuestros.",
        opt_out_withheld=(
            "Su número está oculto, así que no puedo registrarlo para otras llamadas. En esta no "
            "le enviaré mensajes."
        ),
        opt_out_asked=(
            "¿Quiere no recibir ningún mensaje de texto nuestro nunca más? Diga sí o no, por favor."
        ),
        not_recorded="He anotado que no quiere que se le grabe.",
        offer_recording="Para dejar un mensaje grabado, oprima 1.",
        accept="Tiene una llamada en espera. Oprima 1 para tomarla.",
    ),
}


def sentences(language: str) -> Sentences:
    """The sentences of ``language``, a BCP 47 tag."""
    return _SENTENCES.get(base_of(language), _SENTENCES["en"])


def spoken_name(destination: Destination, language: str) -> str:
    """The destination as it is named to the caller."""
    if destination.kind == "external":
        return sentences(language).outside.format(digits=destination.name[-4:])
    return destination.name


def question_for(destination: Destination, language: str) -> str:
    """The words in which the caller is asked about a transfer."""
    name = spoken_name(destination, language)
    return sentences(language).transfer.format(name=name)


def question_again(destination: Destination, language: str) -> str:
    """The words in which the caller is asked once more."""
    return sentences(language).again.format(question=question_for(destination, language))
