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
