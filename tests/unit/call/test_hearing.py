"""A question counts as asked once the caller heard where they would be transferred."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.hearing import audible_after, heard_by_report
from hookflash.domain.call.timers import Timer, pending_timers
from hookflash.domain.job.action import Destination
from hookflash.testing import CallStory, Step, agent_uses, caller_says, such
from tests.cast import INBOX, NOON, TO_INBOX, routing
from tests.unit.call.situations import CONVERSING, a_call

QUESTION = "Would you like me to transfer you to Scheduling?"
AUDIBLE = QUESTION.index("?")
LASTS = 4.0
"""Seconds that the question takes to play in these stories."""


def asked() -> CallStory:
    """The question was decided, and nothing is known of its playback yet."""
    story = a_call(*CONVERSING, caller_says("Can I talk to somebody?"))
    story.playback = False
    return story.when(agent_uses(TO_INBOX))


def question(story: CallStory) -> str:
    """The id of the question's speech."""
    return list(story.call.speeches)[-1]


def accepted(playback: str, after: float = 0.0) -> Step:
    """The telephony accepts the question, ``after`` seconds."""

    def build(story: CallStory) -> c.Command:
        return c.AcceptSpeech.model_validate(
            {
                "id": f"accepted/{len(story.commands)}",
                "at": story.now + timedelta(seconds=after),
                "speech_id": question(story),
                "playback": playback,
                "routing": routing(INBOX),
            }
        )

    return build


def heard(began_at: datetime, heard_chars: int = len(QUESTION), seconds: float = LASTS) -> Step:
    """The telephony reports what was played of the question from ``began_at`` on."""

    def build(story: CallStory) -> c.Command:
        return c.ReportSpeech(
            id=f"heard/{len(story.commands)}",
            at=story.now,
            speech_id=question(story),
            began_at=began_at,
            ended_at=began_at + timedelta(seconds=seconds),
            heard_chars=heard_chars,
            finished=heard_chars == len(QUESTION),
            routing=routing(INBOX),
        )

    return build


def says(text: str, began_at: datetime | None) -> Step:
    """The caller says ``text``, having begun at ``began_at``."""

    def build(story: CallStory) -> c.Command:
        return c.HearCaller(
            id=f"said/{len(story.commands)}",
            at=story.now,
            text=text,
            began_at=began_at,
            routing=routing(INBOX),
        )

    return build


def timers(story: CallStory) -> list[tuple[str, float]]:
    """Which timers run for the question, and for how many seconds."""
    return [(timer.kind, timer.seconds) for timer in pending_timers(story.call)]


def test_a_yes_before_the_report_waits_and_then_counts() -> None:
    """It began after the destination was heard, as the report shows."""
    story = asked()
    began = story.now
    yes = began + timedelta(seconds=LASTS)
    story.when(says("Yes please", yes)).then(
        e.CallerSpoke, such(e.TransferAnswerHeld, began_at=yes)
    )
    story.then_state("confirm_transfer")
    assert timers(story) == [("ask_again", 2.0)]
    story.when(heard(began)).then(
        e.SpeechHeard, e.TransferConfirmed, e.AgentSpoke, e.AgentLeft
    ).then_state("transferring")


def test_a_yes_that_began_before_the_destination_was_heard_does_not_count() -> None:
    """Fault 43: the caller is asked again, and no phone rings."""
    story = asked()
    began = story.now
    story.when(says("Yes please", began + timedelta(seconds=0.2)))
    story.when(heard(began)).then(e.SpeechHeard, e.TransferAskedAgain, e.AgentSpoke)
    story.then_state("confirm_transfer")


@pytest.mark.parametrize(("early", "counts"), [(0.2, True), (0.3, False)])
def test_a_quarter_of_a_second_is_in_the_callers_favour(early: float, counts: bool) -> None:  # noqa: FBT001
    """People answer before the last syllable."""
    story = asked()
    began = story.now
    audible = began + timedelta(seconds=LASTS * AUDIBLE / len(QUESTION))
    story.when(heard(began)).when(says("Yes please", audible - timedelta(seconds=early)))
    story.then_state("transferring" if counts else "confirm_transfer")


def test_a_yes_to_a_question_that_was_cut_off_does_not_count() -> None:
    """Fault 43: the destination was never named; whatever was said, the caller is asked again."""
    story = asked()
    began = story.now
    story.when(heard(began, heard_chars=10, seconds=0.8)).then(e.SpeechHeard)
    assert timers(story) == [("ask_again", 1.5)]
    story.when(says("Yes please", story.now)).then(
        e.CallerSpoke, e.TransferAskedAgain, e.AgentSpoke
    )


def test_a_question_that_was_cut_off_is_put_again_after_a_silence() -> None:
    """Only once; then it lapses, since it was not heard."""
    story = asked()
    story.when(heard(story.now, heard_chars=10, seconds=0.8)).when(fires())
    story.then(e.TransferAskedAgain, e.AgentSpoke)
    story.when(heard(story.now, heard_chars=0, seconds=0.1)).when(fires())
    story.then(such(e.TransferLapsed, reason="not_heard")).then_state("conversing")


def test_an_answer_waits_two_seconds_for_its_report() -> None:
    """Fault 51: it stays open what was heard, and the caller is asked again."""
    story = asked().when(accepted("reports"))
    story.when(says("Yes please", story.now)).then(e.CallerSpoke, e.TransferAnswerHeld)
    story.when(fires()).then(e.TransferAskedAgain, e.AgentSpoke)


def test_words_that_follow_while_an_answer_waits_are_judged_with_it() -> None:
    """A yes that goes on is no yes."""
    story = asked()
    began = story.now
    late = began + timedelta(seconds=LASTS)
    story.when(says("Yes", late)).when(says("but not yet please wait", late))
    story.when(heard(began))
    assert not any(isinstance(event, e.TransferConfirmed) for event in story.history)


def test_a_no_that_waited_declines() -> None:
    """Held answers may be noes."""
    story = asked()
    began = story.now
    story.when(says("No thanks", began + timedelta(seconds=LASTS))).when(heard(began))
    story.then(e.SpeechHeard, e.TransferDeclined).then_state("conversing")


def test_without_reports_the_pace_of_speech_decides() -> None:
    """Twelve characters a second after the acceptance; words of unknown beginning begin now."""
    story = asked().when(accepted("none"))
    took = story.now
    story.when(says("Yes please", took + timedelta(seconds=1)))
    story.then(e.CallerSpoke, e.TransferAskedAgain, e.AgentSpoke)
    story.when(accepted("none"))
    characters = audible_after("Sorry, I want to be sure. " + QUESTION, INBOX)
    audible = story.now + timedelta(seconds=characters / 12)
    story.when(says("Yes please", audible)).then_state("transferring")


def test_a_question_that_is_stopped_counts_as_heard_so_far() -> None:
    """Also where playback is only estimated: the caller began to speak before the destination."""
    story = asked().when(accepted("none"))
    story.when(heard(story.now, heard_chars=10, seconds=0.8)).then(e.SpeechHeard)
    story.when(says("Yes please", story.now + timedelta(seconds=60)))
    story.then(e.CallerSpoke, e.TransferAskedAgain, e.AgentSpoke)


def test_the_lapse_counts_from_the_moment_of_hearing() -> None:
    """Twenty seconds of silence, not of speech."""
    story = asked()
    began = story.now
    story.when(heard(began))
    (timer,) = pending_timers(story.call)
    (key,) = story.call.transfers
    audible = began + timedelta(seconds=LASTS * AUDIBLE / len(QUESTION))
    assert timer == Timer("lapse", key, 1, audible, 20.0)


def test_a_question_whose_report_never_comes_is_put_once_more() -> None:
    """Fault 51: ten seconds after its estimated end; the second time it lapses."""
    story = asked().when(accepted("reports"))
    assert timers(story) == [("ask_again", len(QUESTION) / 12 + 10)]
    story.when(fires()).then(e.TransferAskedAgain, e.AgentSpoke)
    story.when(accepted("reports")).when(fires())
    story.then(such(e.TransferLapsed, reason="not_heard"))


def test_words_that_were_never_said_are_asked_again() -> None:
    """The telephony refused them, or a worker died and it was too late."""
    story = asked()
    drop = {"speech_id": question(story), "reason": "say_failed"}
    story.when(lambda now: c.DropSpeech(id="drop", at=now.now, **drop)).then(
        such(e.SpeechUnspoken, reason="say_failed")
    )
    story.when(fires()).then(e.TransferAskedAgain, e.AgentSpoke)


def test_reports_of_other_speech_change_no_question() -> None:
    """Fault 51: the greeting's playback is recorded late, and says nothing about the question."""
    story = a_call(*CONVERSING)
    story.playback = False
    story.when(lambda now: c.Speak(id="hello", at=now.now, text="Thanks for calling."))
    greeting = question(story)
    story.when(agent_uses(TO_INBOX))
    times: dict[str, Any] = {"began_at": story.now, "ended_at": story.now, "heard_chars": 19}
    story.when(lambda now: c.ReportSpeech(id="r", at=now.now, speech_id=greeting, **times))
    story.then(e.SpeechHeard)
    assert story.call.current is not None
    assert story.call.current.question is not None
    assert story.call.current.question.heard_at is None


def test_a_report_counts_once() -> None:
    """Fault 51: a second one, under another id, is late."""
    story = asked()
    said, began = question(story), story.now
    story.when(heard(began))
    again = {"speech_id": said, "began_at": began, "ended_at": began, "heard_chars": 0}
    story.when(lambda now: c.ReportSpeech(id="again", at=now.now, **again))
    story.then(such(e.LateReportNoted, report="speech_heard", about=said))


def test_more_characters_than_there_are_were_not_heard() -> None:
    """A host that counts wrongly does not make the question heard any sooner."""
    story = asked()
    began = story.now
    story.when(heard(began, heard_chars=100 * len(QUESTION)))
    transfer = story.call.current
    assert transfer is not None
    assert transfer.question is not None
    assert transfer.question.heard_at == began + timedelta(seconds=LASTS * AUDIBLE / len(QUESTION))


def test_playback_before_the_question_does_not_let_it_lapse() -> None:
    """By a host's clock that is an hour behind: the caller has 20 s from when it was decided."""
    story = asked()
    said = story.now
    story.when(heard(said - timedelta(hours=1)))
    (lapse,) = pending_timers(story.call)
    assert (lapse.kind, lapse.since) == ("lapse", said)


@given(st.integers(0, 200), st.integers(0, 200), st.floats(0, 60), st.booleans())
def test_nothing_is_heard_before_it_was_played(
    heard_chars: int,
    audible: int,
    seconds: float,
    finished: bool,  # noqa: FBT001
) -> None:
    """The moment lies within the playback, and there is none if playback stopped before."""
    ended_at = NOON + timedelta(seconds=seconds)
    report = e.SpeechHeard(
        call_id="c",
        position=1,
        at=NOON,
        by="provider",
        cause="c",
        speech_id="s",
        began_at=NOON,
        ended_at=ended_at,
        heard_chars=heard_chars,
        finished=finished,
    )
    length = max(audible, heard_chars)
    at = heard_by_report(report, length, audible_after=audible)
    if at is None:
        assert not finished
        assert heard_chars < audible
    else:
        assert NOON <= at <= ended_at + timedelta(microseconds=1)


def test_the_destination_is_heard_at_the_end_of_its_name() -> None:
    """An outside number by its last four digits."""
    assert audible_after(QUESTION, INBOX) == AUDIBLE
    outside = Destination(kind="external", name="+14155550155")
    words = "Would you like me to transfer you to the number that ends in 0155? Please say yes."
    assert audible_after(words, outside) == words.index("?")


def fires() -> Step:
    """The timer of the open question fires."""

    def build(story: CallStory) -> c.Command:
        (timer,) = (t for t in pending_timers(story.call) if t.kind == "ask_again")
        return c.AskAgain(
            id=f"ask_again/{timer.step}", at=story.now, effect_key=timer.effect_key, asks=timer.step
        )

    return build
