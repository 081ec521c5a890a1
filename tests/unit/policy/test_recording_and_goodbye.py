"""Objections to being recorded, and goodbyes."""

import pytest

from hookflash.domain.policy.speech.goodbye import is_farewell, says_goodbye
from hookflash.domain.policy.speech.recording import objects_to_recording
from tests.unit.policy.said import said


@pytest.mark.parametrize("words", said("objects_to_recording"))
def test_an_objection_to_being_recorded_is_heard(words: str) -> None:
    """In English and Spanish."""
    assert objects_to_recording(words)


@pytest.mark.parametrize("words", said("does_not_object_to_recording"))
def test_a_question_about_the_recording_is_no_objection(words: str) -> None:
    """Nor is declining to leave a message."""
    assert not objects_to_recording(words)


@pytest.mark.parametrize(
    "words",
    ["Thanks for calling. Goodbye!", "Goodbye.", "You're welcome, have a great day!",
     "Alright, bye now.", "Take care.", "Adiós, que tenga un buen día.", "See you soon!",
     "Enjoy your weekend!", "Until next time, goodbye.", "So long, and take care.",
     "Que le vaya bien.", "Gracias, que tenga un excelente fin de semana."],
)  # fmt: skip
def test_an_agent_says_goodbye(words: str) -> None:
    """At the end of what it says."""
    assert says_goodbye(words)


@pytest.mark.parametrize(
    "words",
    ["Anything else before you say goodbye?", "I'll take care of that.", "You can buy it online.",
     "Is there anything else? If not, goodbye!", "We have a good day rate on rooms.", "Hello!"],
)  # fmt: skip
def test_other_words_end_nothing(words: str) -> None:
    """A question keeps the call going."""
    assert not says_goodbye(words)


@pytest.mark.parametrize("words", ["bye", "Thank you, bye!", "you too", "Okay, thanks so much",
                                   "Gracias, adiós"])  # fmt: skip
def test_a_caller_takes_leave(words: str) -> None:
    """There is nothing to answer."""
    assert is_farewell(words)


@pytest.mark.parametrize("words", ["wait", "bye, wait", "oh, one more thing", "",
                                   "thanks, what time do you close?"])  # fmt: skip
def test_a_caller_goes_on(words: str) -> None:
    """Anything else is answered."""
    assert not is_farewell(words)
