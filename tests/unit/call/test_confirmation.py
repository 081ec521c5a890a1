"""No transfer without the caller's yes to the question (docs/explanation/consent.md)."""

import pytest

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.event import Actor
from hookflash.testing import (
    agent_says,
    agent_uses,
    caller_presses,
    caller_says,
    question_lapses,
    step,
    such,
    transfer_key,
)
from tests.cast import INBOX, TEXT, TO_INBOX, TO_MEMBER
from tests.unit.call.situations import AGREED, ASKED, CONVERSING, a_call

SAID_YES = (e.CallerSpoke, e.TransferConfirmed, e.AgentSpoke, e.AgentLeft)
ASKS_AGAIN = (e.CallerSpoke, e.TransferAskedAgain, e.AgentSpoke)
UNSURE = caller_says("I am not sure about that")


def test_the_caller_is_asked_before_anything_rings() -> None:
    """The tool only proposes. The question names the destination and belongs to the proposal."""
    story = a_call(*CONVERSING, caller_says("Can I talk to somebody?")).when(agent_uses(TO_INBOX))
    story.then(
        such(e.TransferProposed, destination=INBOX, reason="Can I talk to somebody?"),
        such(e.AgentSpoke, text="Would you like me to transfer you to Scheduling?"),
    ).then_state("confirm_transfer")
    question = story.call.open_question
    assert question is not None
    assert (question.kind, question.about) == ("transfer", transfer_key(story))


def test_the_reason_for_a_proposal_may_be_a_keypress_or_empty() -> None:
    """It is the caller's last words, unchanged."""
    pressed = a_call(*CONVERSING, caller_presses("0")).when(agent_uses(TO_INBOX))
    pressed.then(such(e.TransferProposed, reason="pressed 0"), e.AgentSpoke)
    silent = a_call(*CONVERSING).when(agent_uses(TO_INBOX))
    silent.then(such(e.TransferProposed, reason=""), e.AgentSpoke)


@pytest.mark.parametrize(
    "yes", ["Sure, go ahead", "Please do", "Yes", "OK", "Yes, put me through to Scheduling"]
)
def test_yes_in_many_wordings_confirms_it(yes: str) -> None:
    """The words are recorded, and the agent leaves in the same commit."""
    story = a_call(*ASKED).when(caller_says(yes)).then(*SAID_YES).then_state("transferring")
    confirmed, left = story.last[1], story.last[3]
    assert isinstance(confirmed, e.TransferConfirmed)
    assert (confirmed.words, confirmed.by) == (yes, Actor.CALLER)
    assert isinstance(left, e.AgentLeft)
    assert confirmed.effect_key == left.effect_key == transfer_key(story)


@pytest.mark.parametrize("no", ["No thanks", "Not yet", "Don't", "No, I'm good"])
def test_no_in_many_wordings_declines_it(no: str) -> None:
    """The conversation goes on."""
    story = a_call(*ASKED).when(caller_says(no))
    story.then(e.CallerSpoke, such(e.TransferDeclined, words=no)).then_state("conversing")
    assert story.call.open_question is None


@pytest.mark.parametrize(
    ("key", "leads_to"), [("1", "transferring"), ("2", "conversing"), ("7", "confirm_transfer")]
)
def test_a_keypress_counts(key: str, leads_to: str) -> None:
    """1 is yes, 2 is no, any other is unclear."""
    story = a_call(*ASKED).when(caller_presses(key))
    assert story.call.state == leads_to


def test_a_keypress_is_recorded_as_the_words_of_the_caller() -> None:
    """The audit trail shows what confirmed the transfer."""
    story = a_call(*ASKED).when(caller_presses("1"))
    story.then(
        e.DigitsPressed, such(e.TransferConfirmed, words="pressed 1"), e.AgentSpoke, e.AgentLeft
    )


def test_after_an_unclear_answer_the_question_is_asked_again() -> None:
    """It is the same question about the same proposal."""
    story = a_call(*ASKED).when(UNSURE).then(*ASKS_AGAIN).then_state("confirm_transfer")
    spoken = story.last[2]
    assert isinstance(spoken, e.AgentSpoke)
    assert spoken.asks == story.call.open_question


def test_a_second_unclear_answer_lapses_it() -> None:
    """The conversation goes on."""
    story = a_call(*ASKED, UNSURE).when(UNSURE)
    story.then(e.CallerSpoke, such(e.TransferLapsed, reason="unclear", by=Actor.SYSTEM))
    story.then_state("conversing")


@pytest.mark.parametrize(
    ("answer", "state"), [("Yes please", "transferring"), ("No thanks", "conversing")]
)
def test_the_repeated_question_can_be_answered(answer: str, state: str) -> None:
    """With yes or with no."""
    assert a_call(*ASKED, UNSURE).when(caller_says(answer)).call.state == state


def test_silence_lapses_it() -> None:
    """The timer lapses it after a while."""
    story = a_call(*ASKED).when(question_lapses())
    story.then(such(e.TransferLapsed, reason="silence", by=Actor.TIMER)).then_state("conversing")


def test_silence_after_the_first_question_does_not_lapse_the_second() -> None:
    """The first question's timer fires too late."""
    a_call(*ASKED, UNSURE).when(question_lapses(asks=1)).then_nothing()
    a_call(*ASKED, UNSURE).when(question_lapses(asks=2)).then(e.TransferLapsed)


def test_silence_after_another_question_does_not_lapse_this_one() -> None:
    """A timer belongs to its proposal."""
    other = step(c.LapseConfirmation, effect_key="another", asks=1)
    a_call(*ASKED).when(other).then_nothing()


def test_a_yes_that_comes_before_the_lapse_wins() -> None:
    """They race, and the order in the log decides (fault 31)."""
    a_call(*AGREED).when(question_lapses()).then_nothing().then_state("transferring")


def test_a_yes_that_comes_after_the_lapse_confirms_nothing() -> None:
    """Then it is an ordinary remark."""
    a_call(*ASKED, question_lapses()).when(caller_says("Yes please")).then(e.CallerSpoke)


def test_a_second_yes_confirms_nothing_more() -> None:
    """A transfer is confirmed once (fault 31)."""
    a_call(*AGREED).when(caller_says("Yes please")).then(e.CallerSpoke)


def test_a_yes_that_is_delivered_twice_counts_once() -> None:
    """It is the same message."""
    a_call(*ASKED).when(caller_says("Yes please")).once_more().then_nothing()


@pytest.mark.parametrize("words", ["Yes please", "No thanks", "I am not sure about that"])
def test_words_begun_before_the_question_do_not_answer_it(words: str) -> None:
    """The caller was already speaking; the question stays open."""
    story = a_call(*ASKED).when(caller_says(words, seconds_ago=3.0))
    story.then(e.CallerSpoke).then_state("confirm_transfer")
    story.when(caller_says("Yes please", seconds_ago=0.5)).then(*SAID_YES)


def test_words_begun_before_the_second_question_do_not_answer_it() -> None:
    """After a repeated question, only new words are an answer."""
    story = a_call(*ASKED, UNSURE).when(caller_says("Yes please", seconds_ago=1.5))
    story.then(e.CallerSpoke).then_state("confirm_transfer")


def test_the_time_at_which_the_caller_began_to_speak_is_recorded() -> None:
    """It explains why a yes did not count."""
    story = a_call(*ASKED).when(caller_says("Yes please", seconds_ago=3.0))
    (spoke,) = story.last
    assert isinstance(spoke, e.CallerSpoke)
    assert spoke.began_at is not None
    assert (story.now - spoke.began_at).total_seconds() == 3.0


def test_a_clock_that_jumps_back_does_not_invalidate_a_yes() -> None:
    """If it is unknown when the words began, their place in the log counts (fault 24)."""
    story = a_call(*ASKED)
    story.now = story.now.replace(hour=story.now.hour - 1)
    story.when(caller_says("Yes please")).then(*SAID_YES)
    pressed = a_call(*ASKED)
    pressed.now = pressed.now.replace(hour=pressed.now.hour - 1)
    pressed.when(caller_presses("1")).then_state("transferring")


@pytest.mark.parametrize("words", ["Is it about a cleaning?", "Take your time."])
def test_what_our_agent_says_while_the_question_is_open_is_not_said(words: str) -> None:
    """So it cannot displace the question, and the caller's answer is to ours."""
    story = a_call(*ASKED).when(agent_says(words))
    story.then(such(e.AgentSilenced, text=words, reason="question_open"))
    story.when(caller_says("Yes please")).then(*SAID_YES)


def test_the_agent_cannot_ask_the_transfer_question_itself() -> None:
    """Only the core asks it. If the agent calls its question that, it is an ordinary question."""
    forged = agent_says("Shall I transfer you?", asks="transfer", about="anything")
    story = a_call(*CONVERSING).when(forged)
    (spoken,) = story.last
    assert isinstance(spoken, e.AgentSpoke)
    assert spoken.asks is not None
    assert (spoken.asks.kind, spoken.asks.about) == ("other", "")
    story.when(caller_says("Yes please")).then(e.CallerSpoke).then_state("conversing")


def test_a_yes_before_any_proposal_is_not_kept_for_later() -> None:
    """The caller is asked nevertheless."""
    story = a_call(*CONVERSING, caller_says("Yes please")).when(agent_uses(TO_INBOX))
    story.then(e.TransferProposed, e.AgentSpoke).then_state("confirm_transfer")


def test_a_yes_to_the_first_proposal_does_not_confirm_the_second() -> None:
    """Each proposal has its own key, and its own yes."""
    story = a_call(*ASKED, caller_says("No thanks"), agent_uses(TO_MEMBER))
    first, second = story.call.transfers
    story.when(caller_says("Yes please")).then(
        e.CallerSpoke, such(e.TransferConfirmed, effect_key=second), e.AgentSpoke, e.AgentLeft
    )
    assert story.call.transfers[first].outcome == "declined"


def test_a_noise_is_silence_and_not_an_unclear_answer() -> None:
    """Speech recognition returns empty words for it."""
    a_call(*ASKED).when(caller_says("  ")).then_nothing()


def test_after_a_yes_without_a_routing_the_question_is_asked_again() -> None:
    """The yes crossed the question, before the phones to ring had been looked up."""
    story = a_call(*ASKED).when(caller_says("Yes please", gone=True))
    story.then(*ASKS_AGAIN).then_state("confirm_transfer")


def test_a_no_needs_no_routing() -> None:
    """No phone will ring."""
    story = a_call(*ASKED).when(caller_says("No thanks", gone=True))
    story.then(e.CallerSpoke, e.TransferDeclined)


def test_a_second_proposal_waits_for_the_answer_to_the_first() -> None:
    """Whichever tool it uses (fault 33)."""
    a_call(*ASKED).when(agent_uses(TO_INBOX)).then_refused("answer_pending")
    a_call(*ASKED).when(agent_uses(TO_MEMBER)).then_refused("answer_pending")
    a_call(*ASKED).when(agent_uses(TEXT)).then_refused("answer_pending")


def test_a_missing_destination_is_refused_before_the_caller_is_asked() -> None:
    """The member or the inbox was removed (fault 38)."""
    story = a_call(*CONVERSING).when(agent_uses(TO_MEMBER, gone=True))
    story.then_refused("destination_gone").then_state("conversing")
    story.when(agent_uses(TO_INBOX)).then(e.TransferProposed, e.AgentSpoke)
