"""Which question an agent's words put to the caller."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.policy.speech.agent_questions import AgentAsks, may_be_answered, question_in
from hookflash.orchestrator.agents.scripted import speech

ARRIVED = (
    "Did it arrive?",
    "did it come through?",
    "Have you received it?",
    "Did you get it?",
    "Did you get the text?",
    "Did you get the link I just sent?",
    "Has it arrived?",
    "Has the text arrived this time?",
    "Has it reached you?",
    "Sorry, did the text reach you?",
    "I've sent it, did you receive it?",
    "Do you see it yet?",
    "Can you see the message?",
    "Were you able to open the link?",
    "Did that text come through okay?",
    "Got it?",
    "Could you confirm that you received the text?",
    "Is the link there on your phone?",
    "Have you gotten my message?",
    "Can you check whether it arrived?",
    "Let me know if it arrived.",
    "Just checking, has your text message come in yet?",
    "¿Le ha llegado?",
    "¿le llegó el mensaje?",
    "¿Ya le llegó?",
    "¿Lo recibió?",
    "¿Ha recibido el enlace?",
    "¿Recibiste el mensaje?",
    "¿El mensaje le ha llegado?",
    "¿Te llegó?",
    "¿Pudo ver el mensaje?",
    "Did it arrive",
    "I sent you the text. Did it arrive? I can wait.",
    "Did it show up on your phone?",
    "Did the text arrive at 3 p.m.?",
    "Did the text\narrive?",
    "Did it arrive\u2047",
    "\uff44\uff49\uff44 \uff49\uff54 \uff41\uff52\uff52\uff49\uff56\uff45\uff1f",
    "Did you see the text we sent?",
    "Do you have it now?",
    "¿Lo ve en su teléfono?",
    "Did that make it to your phone?",
    "Has that shown up yet?",
    "Got it on your phone yet?",
    "Is it showing up for you?",
    "Any sign of the text?",
    "Is the message on your phone?",
    "Can you tell me if it got there?",
    "Could you let me know when you see it?",
)
"""Ask whether the text came."""
AGAIN = (
    "Shall I send it again?",
    "Should I resend it?",
    "Do you want me to send it once more?",
    "Would you like me to text you the link again?",
    "Shall I try once more?",
    "Shall I try again?",
    "Want me to resend the link?",
    "Can I send you another text?",
    "How about I send it one more time?",
    "Would you like it again?",
    "It didn't arrive? Shall I send it again?",
    "Did it arrive? If not, shall I send it again?",
    "¿Se lo envío otra vez?",
    "¿Quiere que se lo reenvíe?",
    "¿Lo intento de nuevo?",
    "¿Le mando otro mensaje?",
    "Would you like the text sent again?",
    "Do you want it resent?",
    "I'm sorry. Should I text it to you again?",
    "Send it again?",
    "I could resend the link, would that help?",
    "Should I give it another try?",
    "Shall I try another text?",
    "¿Desea que vuelva a enviar el enlace?",
)
"""Offer to send it again."""
OTHER = (
    "Can I help you with anything else?",
    "Would you like to book a table?",
    "Did your package arrive?",
    "Is this about your package? Did it arrive?",
    "Shall I try the transfer again?",
    "Could you try saying that again?",
    "Shall I text you the link?",
    "Would you like me to put you through?",
    "What is your name?",
    "Did you get that?",
    "Shall I email it again?",
    "Have you visited us before?",
    "Did it arrive? And what is your name?",
    "Would you like to speak to someone",
    "Is there anything else",
    "Do you have the address?",
    "¿Algo más?",
    "¿Quiere hablar con alguien?",
    "Can you repeat that once more?",
    "Did you receive the invoice?",
    "Would you like to try our new menu again?",
    "Did it hurt when it came out?",
    "Is it there that it hurts?",
    "Shall we try another dentist?",
    "Any luck with the insurance?",
    "Did he make it to the appointment?",
    "Did that answer your question?",
)
"""Ask something else."""
NOTHING = (
    "I've sent it.",
    "I'll text you the link now.",
    "See https://x.example/?a=1 for details.",
    "Have a nice day.",
    "Thanks for calling, goodbye.",
    "What I can do is take a message.",
    "Can do.",
    "Will do.",
    "Le envío el enlace ahora.",
    "I will send it again now.",
    "Your text has arrived.",
    "I have sent it again.",
    "Le he enviado el mensaje otra vez.",
    "When you arrive, ring the bell.",
    "If it arrived, tap the link.",
    "Great, you got it.",
    "Let me know if you need anything else.",
    "Lo recibió ayer.",
    "The link is on its way to you.",
)
"""Ask nothing."""


@pytest.mark.parametrize("words", ARRIVED)
def test_it_is_asked_whether_the_text_came(words: str) -> None:
    """In English and Spanish, however a model puts it."""
    assert question_in(words) is AgentAsks.ARRIVED


@pytest.mark.parametrize("words", AGAIN)
def test_it_is_offered_to_send_the_text_again(words: str) -> None:
    """The first offer of a text is another question."""
    assert question_in(words) is AgentAsks.AGAIN


@pytest.mark.parametrize("words", OTHER)
def test_anything_else_is_asked(words: str) -> None:
    """A yes to it is about no text."""
    assert question_in(words) is AgentAsks.OTHER


@pytest.mark.parametrize("words", NOTHING)
def test_nothing_is_asked(words: str) -> None:
    """Statements leave the question before them open."""
    assert question_in(words) is None


@pytest.mark.parametrize("words", [*ARRIVED, *AGAIN, *OTHER])
def test_every_question_may_be_answered(words: str) -> None:
    """By a yes."""
    assert may_be_answered(words)


@pytest.mark.parametrize(
    "words", ["Say yes to book.", "Press 1 to hear more.", "Let me know if you agree."]
)
def test_an_invitation_may_be_answered(words: str) -> None:
    """Although it is no question."""
    assert question_in(words) is None
    assert may_be_answered(words)


@pytest.mark.parametrize("words", ["One moment.", "I will put you through.", "Sure, thank you."])
def test_a_statement_is_not_answered(words: str) -> None:
    """A yes after it is to what was asked before."""
    assert not may_be_answered(words)


def test_the_agents_questions_are_read_as_the_scripted_agent_names_them() -> None:
    """It names its questions; a model does not."""
    arrived = (
        *(speech.ARRIVED, speech.ARRIVED_AGAIN, speech.ON_ITS_WAY, speech.MAY_HAVE_ARRIVED),
        *(speech.DID_IT_REACH_YOU, speech.TAKE_YOUR_TIME),
    )
    assert {question_in(words) for words in arrived} == {AgentAsks.ARRIVED}
    again = (speech.TRY_AGAIN, speech.SEND_AGAIN)
    assert {question_in(words) for words in again} == {AgentAsks.AGAIN}


def test_a_question_counts_once_its_last_word_was_heard() -> None:
    """Its question mark is not heard."""
    asked = "Did it arrive?"
    assert question_in(asked, len(asked) - 1) is AgentAsks.ARRIVED
    assert question_in(asked, len(asked) - 2) is None
    assert question_in(f"{asked} Shall I send it again?", len(asked) + 4) is AgentAsks.ARRIVED


def test_a_question_at_the_end_of_a_long_speech_is_found() -> None:
    """However much is said before it."""
    long = "We are open from nine to five, on every day but Sunday. " * 170
    assert question_in(f"{long}Did it arrive?") is AgentAsks.ARRIVED
    assert question_in(f"Did it arrive? {long}") is AgentAsks.ARRIVED
    assert question_in("?" * 9_000) is None


@given(st.text(max_size=200), st.none() | st.integers(0, 200))
def test_any_words_can_be_read(words: str, heard: int | None) -> None:
    """What was heard of nothing asks nothing; what is a question may be answered."""
    if question_in(words, heard) is not None:
        assert may_be_answered(words, heard)
    assert question_in(words, 0) is None


@given(st.text(max_size=60), st.sampled_from([*ARRIVED, *AGAIN]), st.integers(0, 100))
def test_more_that_is_heard_takes_no_question_back(before: str, asked: str, heard: int) -> None:
    """A question that was heard stays one."""
    words = f"{before}. {asked}"
    if question_in(words, heard) is not None:
        assert question_in(words, heard + 1) is not None
