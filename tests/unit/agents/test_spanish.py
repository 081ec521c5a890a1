"""The scripted agent in Spanish."""

import re

import pytest

from hookflash.orchestrator.agents.scripted import speech, steps
from hookflash.orchestrator.agents.scripted.listening import listening
from hookflash.orchestrator.agents.scripted.sentences_in_spanish import SENTENCES
from hookflash.orchestrator.agents.scripted.small_talk import small_talk
from hookflash.orchestrator.agents.scripted.talk import Talk
from hookflash.orchestrator.agents.scripted.translation import _to_english, _translated, spoken
from hookflash.testing import in_virtual_time, office

UNFINISHED = {"_ALREADY", "_LIKE_THAT", "_LIKE_WHICH", "_IF_YOU_LIKE", "_PUT_THROUGH", "_TOOL"}
"""Parts of sentences."""
HOLES = {"name": "Dr. Lee Jr.", "thing": "el menú", "offers": "help with Sales"}


def filled(sentence: str) -> str:
    """The sentence with words of a workspace in its places."""
    return sentence.format(**{hole: HOLES[hole] for hole in re.findall(r"{(\w+)}", sentence)})


@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_sentence_is_translated_and_understood_again(sentence: str) -> None:
    """The agent recognises what it said before."""
    english = filled(sentence)
    spanish = spoken(english, "es-MX")
    assert spanish != english
    assert _translated(spanish, _to_english()) == english
    assert spoken(english, "en") == spoken(english, "fr") == english


def test_every_sentence_of_the_agent_has_a_translation() -> None:
    """Each constant is made of known sentences."""
    constants = {
        name: value
        for name, value in [*vars(speech).items(), *vars(steps).items()]
        if isinstance(value, str) and name.isupper() and name not in UNFINISHED
    }
    for name, text in constants.items():
        said = spoken(text, "es")
        assert not [part for part in re.split(r"(?<=[.!?]) ", text) if part in said], name


def test_what_the_workspace_wrote_stays() -> None:
    """Statements of a job and names are not translated; a list of offers is."""
    said = "We open at 9. I'll text you the menu now."
    assert spoken(said, "es") == "We open at 9. Le envío the menu por mensaje ahora."
    offers = (
        "I can text you the link, put you through to Dr. Lee, or help with Returns. "
        "Which would you like?"
    )
    spanish = spoken(offers, "es")
    assert spanish == (
        "Puedo enviarle por mensaje el enlace, comunicarle con Dr. Lee o ayudarle con Returns. "
        "¿Qué prefiere?"
    )
    assert _translated(spanish, _to_english()) == offers


@pytest.mark.parametrize(
    ("words", "talk"),
    [
        ("gracias, adiós", Talk.FAREWELL),
        ("eso es todo, gracias", Talk.DONE),
        ("muchas gracias", Talk.THANKS),
        ("¿quién habla?", Talk.WHO),
        ("¿me puede repetir?", None),
        ("¿puede repetir, por favor?", Talk.REPEAT),
        ("un momento", Talk.WAIT),
        ("hola, buenos días", Talk.GREETING),
        ("quiero una cita", None),
    ],
)
def test_small_talk(words: str, talk: Talk | None) -> None:
    """In the language of the call only."""
    with listening("es"):
        assert small_talk(words) is talk
    assert small_talk("hasta luego") is None


SUN = """
workspace: Sol
language: es
members:
  - {name: Recepcion, phone: "+14155550101"}
numbers:
  - number: "+14155550100"
    registration: approved
    flow:
      - agent: {greeting: Gracias por llamar a Sol., jobs: [Citas, Persona]}
      - voicemail: {greeting: Deje su mensaje.}
jobs:
  - name: Citas
    instructions: If the caller asks for the link, /Send SMS: https://example.com/citas
  - name: Persona
    instructions: If the caller asks for a person, /Transfer call: Recepcion
"""
TALK = (
    ("hola", "¡Hola! ¿En qué le puedo ayudar?"),
    ("¿me puede mandar el enlace?", "Se lo acabo de enviar. ¿Le llegó el mensaje?"),
    ("no, todavía no", "Lo siento. ¿Se lo envío de nuevo?"),
    ("sí, por favor", "Se lo envié de nuevo. ¿Le llegó el mensaje esta vez?"),
    ("sí, ya me llegó", "Muy bien, gracias. ¿Hay algo más en lo que le pueda ayudar?"),
    ("quiero hablar con una persona", "¿Quiere que le transfiera a Recepcion?"),
    ("sí, páseme por favor", "Gracias. Le comunico ahora."),
)


@in_virtual_time
async def test_a_whole_call_in_spanish() -> None:
    """A text, sent twice, and a transfer: no word of English."""
    async with office(SUN) as opened:
        center = opened.center
        call = await center.receive_call(to="+14155550100", from_="+14155550199")
        assert await center.answer(call) == ["Gracias por llamar a Sol."]
        for words, said in TALK:
            assert (await center.hear(call, words))[-1] == said
        await center.end(call)
