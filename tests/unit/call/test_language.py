"""The core speaks, and understands, the language that the call was received in."""

import pytest

from hookflash.domain.call import events as e
from hookflash.domain.call.conversation import CallState
from hookflash.domain.call.sentences import question_again, question_for, sentences
from hookflash.domain.job.action import Destination
from hookflash.testing import (
    CallStory,
    agent_answers,
    agent_uses,
    call_comes_in,
    caller_presses,
    caller_says,
    such,
)
from tests.cast import TO_INBOX
from tests.unit.call.situations import a_call

INBOX = Destination(kind="inbox", name="Scheduling")


def asked(language: str) -> CallStory:
    """The caller was asked about a transfer, in ``language``."""
    return a_call(call_comes_in(language=language), agent_answers()).when(agent_uses(TO_INBOX))


def test_a_call_in_spanish() -> None:
    """The question, the second question and the last words are in Spanish; a "sí" transfers."""
    story = asked("es-MX")
    story.then(
        e.TransferProposed, such(e.AgentSpoke, text="¿Quiere que le transfiera a Scheduling?")
    )
    story.when(caller_says("No sé")).then(
        e.CallerSpoke, e.TransferAskedAgain, such(e.AgentSpoke, text=question_again(INBOX, "es"))
    )
    story.when(caller_says("Sí, páseme por favor")).then(
        e.CallerSpoke,
        e.TransferConfirmed,
        such(e.AgentSpoke, text="Gracias. Le comunico ahora."),
        e.AgentLeft,
    )


def test_spanish_words_are_no_answer_in_english() -> None:
    """Each call is understood in its own language only."""
    asked("en").when(caller_says("Sí, por favor")).then_state("confirm_transfer")
    asked("es").when(caller_says("Yes please")).then_state("confirm_transfer")


def test_in_another_language_the_question_is_put_again_with_the_keys() -> None:
    """No words are understood; the keys are."""
    story = asked("fr").when(caller_says("Oui, s'il vous plaît"))
    story.then_state("confirm_transfer")
    assert "press 1 for yes or 2 for no" in story.call.lines[-1].text
    story.when(caller_presses("1")).then_state("transferring")


@pytest.mark.parametrize(("keys", "state"), [("1#", "transferring"), ("2#", "conversing")])
def test_a_hash_may_follow_the_key(keys: str, state: CallState) -> None:
    """Callers are used to ending what they press with it."""
    asked("en").when(caller_presses(keys)).then_state(state)


def test_every_language_has_every_sentence_with_its_places() -> None:
    """The destination is in both questions, an external number by its last digits."""
    outside = Destination(kind="external", name="+14155550188")
    for language in ("en", "es", "fr"):
        assert question_for(INBOX, language) in question_again(INBOX, language)
        assert "0188" in question_for(outside, language)
        assert all(sentences(language))
