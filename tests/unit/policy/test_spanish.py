"""Reading answers and requests in Spanish."""

import pytest

from hookflash.domain.policy.speech.answer import Answer, answer, arrival
from hookflash.domain.policy.speech.request import asks_for_person, asks_for_text, declines_text
from tests.unit.policy.said import said

YES = said("es_wordy_yes")
NOT_YES = said("es_wordy_not_yes")


@pytest.mark.parametrize("words", YES)
def test_yes(words: str) -> None:
    """Agreement is a yes, however many words it takes."""
    assert answer(words, "Ventas", "es") is Answer.YES


@pytest.mark.parametrize("words", NOT_YES)
def test_not_a_yes(words: str) -> None:
    """Refusals, closings, conditions and questions are not."""
    assert answer(words, "Ventas", "es-MX") is not Answer.YES


@pytest.mark.parametrize("words", ["no", "No, gracias", "todavía no", "no me pase", "mejor no"])
def test_no(words: str) -> None:
    """A refusal is a no."""
    assert answer(words, language="es") is Answer.NO


@pytest.mark.parametrize("words", YES)
@pytest.mark.parametrize(
    "end", ["pero todavía no", "pero ahora no", "pero primero dígame el precio"]
)
def test_a_yes_that_goes_on_is_not_a_yes(words: str, end: str) -> None:
    """What follows a "pero" takes the yes back."""
    assert answer(f"{words.rstrip('.?')} {end}", "Ventas", "es") is not Answer.YES


def test_an_accent_tells_a_yes_from_a_condition() -> None:
    """Alone, a "si" is a yes without its accent; with more words it makes a condition."""
    assert answer("sí", language="es") is Answer.YES
    assert answer("si es gratis", language="es") is not Answer.YES
    assert answer("sí, si es gratis", language="es") is not Answer.YES


@pytest.mark.parametrize(
    ("words", "about", "judged"),
    [
        ("Sí, con el departamento de Ventas", "Ventas", Answer.YES),
        ("páseme a Ventas", "Ventas", Answer.YES),
        ("comuníqueme con María", "María López", Answer.YES),
        ("páseme a Facturación", "Ventas", Answer.UNCLEAR),
        ("no me pase con Ventas", "Ventas", Answer.NO),
    ],
)
def test_the_name_that_was_asked_about(words: str, about: str, judged: Answer) -> None:
    """Repeating it agrees; another name does not."""
    assert answer(words, about, "es") is judged


@pytest.mark.parametrize(
    ("words", "arrived"),
    [
        ("sí, ya me llegó", Answer.YES),
        ("ya lo tengo", Answer.YES),
        ("el mensaje llegó", Answer.YES),
        ("no, todavía no me llega", Answer.NO),
        ("no me ha llegado nada", Answer.NO),
        ("aún no", Answer.NO),
        ("un momento", Answer.UNCLEAR),
        ("¿ya llegó?", Answer.UNCLEAR),
        ("no sé", Answer.UNCLEAR),
    ],
)
def test_whether_the_text_arrived(words: str, arrived: Answer) -> None:
    """There, missing, or not known."""
    assert arrival(words, "es") is arrived


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("quiero hablar con una persona", "person"),
        ("no quiero hablar con una máquina", "person"),
        ("no quiero hablar con nadie", ""),
        ("mándeme el enlace por favor", "text"),
        ("no me mande mensajes", "no text"),
        ("no recibí el mensaje", ""),
        ("quisiera hacer una cita", ""),
    ],
)
def test_requests(words: str, asked: str) -> None:
    """A person, a text, no text."""
    read = {"person": asks_for_person, "text": asks_for_text, "no text": declines_text}
    assert [what for what, is_asked in read.items() if is_asked(words, "es")] == [asked] * bool(
        asked
    )


def test_a_language_without_phrases_asks_for_nothing() -> None:
    """Nothing is guessed."""
    assert not asks_for_person("agent", "de")
    assert not asks_for_text("text me", "de")
    assert not declines_text("don't text me", "de")
    assert arrival("yes", "de") is Answer.UNCLEAR
