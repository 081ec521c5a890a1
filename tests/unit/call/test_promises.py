"""The promise audit: what the agent claims and does not do is flagged within its turn."""

from collections.abc import Callable

import pytest

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.evolve import evolve, fold
from hookflash.domain.call.evolving.promises import TELLING_SECONDS
from hookflash.domain.call.recall import recall
from hookflash.domain.call.redecide import decisions, redecide
from hookflash.domain.call.timers import Timer, pending_timers
from hookflash.domain.call.view import conversation
from hookflash.domain.event import Actor
from hookflash.testing import (
    CallStory,
    Step,
    agent_says,
    agent_uses,
    call_comes_in,
    call_ends,
    caller_presses,
    caller_says,
    question_lapses,
    step,
    such,
    text_answer,
    text_is_attempted,
    text_report,
)
from tests.cast import TEXT, TO_INBOX, facts
from tests.unit.call.situations import CONVERSING, a_call

SENT = "I've just texted you the link."
WILL_SEND = "I'll text you the link now."
TRANSFERS = "I'm transferring you now."
ASKS_BACK = "Is there anything else I can help with?"
DECLINED = (agent_uses(TO_INBOX), caller_says("No, thank you"))


def host_says(text: str, **heard: object) -> Step:
    """An agent that a host runs said ``text``."""
    return step(c.ReportAgentWords, text=text, **heard)


def turn_ends(story: CallStory) -> c.Command:
    """The agent that we run makes no further move."""
    return step(c.SettlePromises, said=tuple(one.said for one in story.call.promises))(story)


def flagged(story: CallStory) -> list[tuple[str, str, str]]:
    """What was flagged: the action, how it was claimed, and what was true."""
    return [(flag.action, flag.claim, flag.truth) for flag in story.call.flags]


@pytest.mark.parametrize(
    ("said", "flag"),
    [
        (SENT, ("text", "done", "not_done")),
        ("Your text has been delivered.", ("text", "arrived", "not_done")),
        ("The text is on its way.", ("text", "now", "not_done")),
        (WILL_SEND, ("text", "announced", "not_done")),
        (TRANSFERS, ("transfer", "now", "not_done")),
        ("Let me put you through to Sam.", ("transfer", "announced", "not_done")),
        ("I've turned off the recording.", ("recording", "done", "not_done")),
        ("I've unsubscribed you from our texts.", ("opt_out", "done", "not_done")),
        ("I'm hanging up now.", ("hang_up", "now", "not_done")),
    ],
)
@pytest.mark.parametrize("says", [agent_says, host_says])
def test_what_was_claimed_and_not_done_is_flagged_when_the_turn_is_over(
    said: str, flag: tuple[str, str, str], says: object
) -> None:
    """By the last move of an agent that we run, and by the caller's next words to a host's."""
    spoken = says(said)  # type: ignore[operator]
    assert flagged(a_call(*CONVERSING, spoken)) == []
    over = turn_ends if says is agent_says else caller_says("Okay, thanks")
    story = a_call(*CONVERSING, spoken, over)
    assert flagged(story) == [flag]
    assert story.call.flags[0].words == said
    assert story.call.flags[0].said == 3


@pytest.mark.parametrize("said", [SENT, WILL_SEND, "I'm sending it now."])
@pytest.mark.parametrize("before", [True, False])
def test_a_text_that_is_requested_within_the_turn_keeps_the_promise(
    said: str, *, before: bool
) -> None:
    """Whether the tool is used before the words or after them."""
    moves = (agent_uses(TEXT), host_says(said)) if before else (host_says(said), agent_uses(TEXT))
    assert flagged(a_call(*CONVERSING, *moves, caller_says("Thanks"))) == []


def test_a_proposed_transfer_keeps_the_promise() -> None:
    """The core asks; the agent's words before the question were true."""
    story = a_call(*CONVERSING, host_says(TRANSFERS), agent_uses(TO_INBOX), caller_says("No"))
    assert flagged(story) == []


@pytest.mark.parametrize(
    "said",
    [
        "Would you like me to text you the link?",
        "I can transfer you, if you like.",
        "I can't send texts.",
        ASKS_BACK,
    ],
)
def test_what_claims_nothing_is_not_flagged(said: str) -> None:
    """Offers, questions and denials."""
    assert flagged(a_call(*CONVERSING, host_says(said), caller_says("Hm"), call_ends())) == []


def test_a_promise_made_after_a_declined_transfer_needs_a_transfer_of_its_own() -> None:
    """The caller said no, and nothing was proposed since."""
    story = a_call(*CONVERSING, *DECLINED, host_says(TRANSFERS), caller_says("What?"))
    assert flagged(story) == [("transfer", "now", "not_done")]


def test_a_second_text_is_not_kept_by_the_first() -> None:
    """The caller asked again, and only the words followed."""
    first = (agent_uses(TEXT), host_says("I've sent it. Did it arrive?"))
    again = (caller_says("No, it did not"), host_says("I'll text you the link again now."))
    story = a_call(*CONVERSING, *first, *again, caller_says("Okay"))
    assert flagged(story) == [("text", "announced", "not_done")]


@pytest.mark.parametrize("status", ["undelivered", "failed"])
@pytest.mark.parametrize("said", ["I've sent it.", "Your text has been delivered."])
def test_a_text_that_failed_was_not_sent(status: str, said: str) -> None:
    """What is known to be false is flagged with the words."""
    taken = (text_is_attempted(), text_answer("accepted", provider_id="SM1"))
    failed = text_report(status)  # type: ignore[arg-type]
    story = a_call(*CONVERSING, host_says(WILL_SEND), agent_uses(TEXT), *taken, failed)
    story.when(host_says(said)).then(e.AgentSpoke, such(e.PromiseFlagged, truth=status))


def test_a_refused_text_was_not_sent() -> None:
    """The model ignores what its tool answered."""
    refused = agent_uses(TEXT, texting=facts(opted_out=True))
    story = a_call(*CONVERSING, host_says(WILL_SEND), refused)
    story.when(host_says(SENT)).then(e.AgentSpoke, such(e.PromiseFlagged, truth="refused"))


@pytest.mark.parametrize(
    ("then", "flags"),
    [
        ("I'm sorry, I can't text that number.", []),
        (ASKS_BACK, [("text", "announced", "refused")]),
    ],
)
def test_a_refusal_that_the_caller_is_told_breaks_no_promise(
    then: str, flags: list[tuple[str, str, str]]
) -> None:
    """One that the agent passes over does."""
    refused = agent_uses(TEXT, texting=facts(opted_out=True))
    story = a_call(*CONVERSING, host_says(WILL_SEND), refused, host_says(then), caller_says("Oh"))
    assert flagged(story) == flags


@pytest.mark.parametrize(
    ("words", "flags"),
    [
        ((agent_uses(TEXT), host_says(ASKS_BACK)), [("text", "unannounced", "done")]),
        ((agent_uses(TEXT), host_says("Did the text arrive?")), []),
        ((host_says(WILL_SEND), agent_uses(TEXT), host_says(ASKS_BACK)), []),
        ((host_says("Shall I text you the link?"), caller_says("Yes"), agent_uses(TEXT),
          host_says(ASKS_BACK)), []),
    ],
)  # fmt: skip
def test_a_text_that_was_never_announced_is_flagged(
    words: tuple[Step, ...], flags: list[tuple[str, str, str]]
) -> None:
    """Told before or after, or offered in the turn before, it is not."""
    greeted = (host_says("Thanks for calling."), caller_says("I need an appointment"))
    assert flagged(a_call(*CONVERSING, *greeted, *words, caller_says("No, thanks"))) == flags


def test_without_the_agents_words_nothing_is_known_of_announcements() -> None:
    """A host that reports only tool calls may have announced everything."""
    said = caller_says("Text me the link")
    assert flagged(a_call(*CONVERSING, said, agent_uses(TEXT), caller_says("Thanks"))) == []


def timers(call: Call) -> list[Timer]:
    """The timers of promises."""
    return [timer for timer in pending_timers(call) if timer.kind == "settle_promise"]


def test_a_silent_caller_ends_the_turn_too() -> None:
    """By a timer in the log: some seconds after the words, or longer for telling of a text."""
    story = a_call(*CONVERSING, host_says(SENT))
    (timer,) = timers(story.call)
    assert 5 < timer.seconds < 10
    story.when(step(c.SettlePromises, said=(timer.step,))).then(e.PromiseFlagged)
    assert not timers(story.call)
    greeted = (host_says("Thanks for calling."), caller_says("Hi"), agent_uses(TEXT))
    (timer,) = timers(a_call(*CONVERSING, *greeted).call)
    assert timer.seconds == TELLING_SECONDS


def test_keys_end_the_turn_of_a_hosts_agent() -> None:
    """As words do."""
    story = a_call(*CONVERSING, host_says(SENT), caller_presses("5"))
    assert flagged(story) == [("text", "done", "not_done")]


def test_the_callers_words_do_not_end_the_turn_of_our_agent() -> None:
    """It may be about to act: its turn ends with its last move."""
    story = a_call(*CONVERSING, agent_says(WILL_SEND), caller_says("Great"))
    assert flagged(story) == []
    assert flagged(a_call(*CONVERSING, agent_says(WILL_SEND), caller_says("Great"), turn_ends))


@pytest.mark.parametrize(
    ("said", "flags"),
    [
        (SENT, [("text", "done", "not_done")]),
        (WILL_SEND, []),
        (f"{WILL_SEND} Goodbye!", [("text", "announced", "not_done")]),
    ],
)
def test_the_end_of_the_call_ends_the_turn(said: str, flags: list[tuple[str, str, str]]) -> None:
    """The caller may hang up before the agent does what it announced, unless it said goodbye."""
    assert flagged(a_call(*CONVERSING, host_says(said), call_ends())) == flags


def test_what_the_caller_did_not_hear_was_not_claimed() -> None:
    """The agent was cut off before."""
    heard = host_says(f"Of course. {SENT}", heard_chars=11, interrupted=True)
    assert flagged(a_call(*CONVERSING, heard, caller_says("Wait"))) == []


@pytest.mark.parametrize(("heard_chars", "flags"), [(0, 0), (12, 0), (41, 1)])
def test_what_was_not_played_was_not_claimed(heard_chars: int, flags: int) -> None:
    """The telephony reports what the caller heard of the words that it plays."""
    story = a_call(*CONVERSING)
    story.playback = False
    story.when(agent_says(f"Of course. {SENT}"))
    (said,) = story.call.speeches
    played = {"began_at": story.now, "ended_at": story.now, "finished": False}
    story.when(step(c.ReportSpeech, speech_id=said, heard_chars=heard_chars, **played))
    assert len(flagged(story.when(turn_ends))) == flags


def test_what_was_never_played_was_not_claimed() -> None:
    """The telephony did not take it in time."""
    story = a_call(*CONVERSING)
    story.playback = False
    story.when(agent_says(SENT))
    (said,) = story.call.speeches
    story.when(step(c.DropSpeech, speech_id=said, reason="too_late"))
    assert flagged(story.when(turn_ends)) == []


def test_the_core_and_an_agent_that_has_left_are_never_flagged() -> None:
    """The core says that it connects the caller, and asks for transfers itself."""
    story = a_call(*CONVERSING, agent_uses(TO_INBOX), caller_says("Yes please"), call_ends())
    assert not story.call.promises
    assert flagged(story) == []
    lapsed = a_call(*CONVERSING, agent_uses(TO_INBOX), question_lapses(), turn_ends)
    assert flagged(lapsed) == []


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("I've turned off the recording.", "I don't want to be recorded"),
        ("You won't get any more texts from us.", "Take me off your list"),
    ],
)
def test_what_the_core_has_done_may_be_said(said: str, answered: str) -> None:
    """The caller objected, and the core recorded it."""
    story = a_call(*CONVERSING, caller_says(answered), host_says(said), caller_says("Good"))
    assert flagged(story) == []


def test_goodbye_keeps_the_promise_to_hang_up() -> None:
    """It ends the call after a pause."""
    said = host_says("I'm going to end the call now. Goodbye!")
    assert flagged(a_call(*CONVERSING, said, call_ends(by=Actor.AGENT))) == []


def test_calls_under_older_rules_are_not_audited() -> None:
    """Their agents were not told."""
    story = a_call(*CONVERSING, host_says(SENT), caller_says("Hm"))
    received, *others = story.history
    old = received.model_copy(update={"rules": 2})
    call = fold(story.call.call_id, [old, *(one for one in others if one.type != "PromiseFlagged")])
    assert not call.promises


def test_verify_makes_the_same_decisions_again() -> None:
    """Flags before words, with words, alone and at the end of the call."""
    refused = agent_uses(TEXT, texting=facts(opted_out=True))
    stories = (
        a_call(*CONVERSING, host_says(SENT), caller_says("Hm")),
        a_call(*CONVERSING, host_says(WILL_SEND), refused, host_says(SENT)),
        a_call(*CONVERSING, host_says(f"{SENT} {TRANSFERS}"), agent_says(TRANSFERS), turn_ends),
        a_call(*CONVERSING, host_says(SENT), call_ends()),
        a_call(*CONVERSING, host_says(SENT), caller_presses("1")),
    )
    for story in stories:
        call = Call(story.call.call_id)
        assert story.call.flags
        for decided in decisions(story.history):
            assert recall(call, decided) is not None
            assert redecide(call, decided) is None
            for event in decided:
                evolve(call, event)


def test_the_agent_is_told() -> None:
    """In its conversation, and as a sentence that a model can act on."""
    story = a_call(*CONVERSING, host_says(SENT), caller_says("It's not here"))
    (flag,) = conversation(story.call).flags
    assert flag.correction == (
        f"You told the caller \u201c{SENT}\u201d, but no text was sent. Correct it."
    )
    told = flag.model_copy(update={"claim": "unannounced", "truth": "done"})
    assert told.correction == "You sent the caller a text and did not tell them. Tell them now."


def test_a_call_that_has_not_begun_makes_no_promise() -> None:
    """Words that are silenced are not heard."""
    assert flagged(a_call(call_comes_in(), agent_says(SENT), call_ends())) == []


@pytest.mark.parametrize(
    ("then", "flags"),
    [
        ("Did it arrive?", [("text", "done", "failed")]),
        ("I'm sorry, it didn't go through.", []),
    ],
)
@pytest.mark.parametrize("says", [host_says, agent_says])
def test_a_text_that_failed_within_the_turn_was_not_sent(
    says: Callable[[str], Step], then: str, flags: list[tuple[str, str, str]]
) -> None:
    """The agent said so before it asked for the text, and passes over what its tool answered."""
    failed = (text_is_attempted(), text_answer("refused", code="30006"))
    story = a_call(*CONVERSING, says(SENT), agent_uses(TEXT), *failed, says(then))
    story.when(caller_says("Oh") if says is host_says else turn_ends)
    assert flagged(story) == flags


def test_a_text_that_failed_needs_no_announcement() -> None:
    """Nothing reached the caller."""
    failed = (text_is_attempted(), text_answer("refused", code="30006"))
    greeted = (host_says("Thanks for calling."), caller_says("I need an appointment"))
    story = a_call(*CONVERSING, *greeted, agent_uses(TEXT), *failed)
    story = story.given(host_says("I'm sorry, that did not work."), caller_says("Oh"))
    assert flagged(story) == []
