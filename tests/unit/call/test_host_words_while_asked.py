"""What the host's agent says while our transfer question is open.

It must not speak then. What the caller heard of it nevertheless is recorded, and a yes to it is no
yes to the transfer.
"""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.conversation import Question
from hookflash.domain.call.identity import speech_id
from hookflash.domain.call.timers import pending_timers
from hookflash.testing import CallStory, Step, agent_uses, caller_says, such
from tests.cast import INBOX, TEXT, TO_INBOX, routing
from tests.unit.call.situations import ASKED, CONVERSING, a_call, host_reports

BOOK = "Would you like to book a table?"
QUESTION = "Would you like me to transfer you to Scheduling?"
ASKED_AGAIN = (e.AgentSpoke, e.TransferAskedAgain, such(e.AgentSpoke, reported=False))


def said(story: CallStory) -> list[str]:
    """The agent's side of the conversation."""
    return [line.text for line in story.call.lines if line.by == "agent"]


def deciding() -> CallStory:
    """The caller was just asked; nothing is known of the question's playback."""
    story = a_call(*CONVERSING, caller_says("Can I talk to somebody?"))
    story.playback = False
    return story.when(agent_uses(TO_INBOX))


def accepted(playback: str) -> Step:
    """The telephony accepts our first question a second after it was decided."""

    def build(story: CallStory) -> c.Command:
        told = {"id": "accepted", "at": story.now, "playback": playback}
        return c.AcceptSpeech.model_validate({**told, "speech_id": ours(story)})

    return build


def played(began: float, seconds: float = 4.0) -> Step:
    """The host reports that it played our first question, ``began`` seconds after its decision."""

    def build(story: CallStory) -> c.Command:
        began_at = asked_at(story) + timedelta(seconds=began)
        return c.ReportSpeech(
            id=f"played/{len(story.commands)}",
            at=max(story.now, began_at + timedelta(seconds=seconds)),
            speech_id=ours(story),
            began_at=began_at,
            ended_at=began_at + timedelta(seconds=seconds),
            heard_chars=len(QUESTION),
            routing=routing(INBOX),
        )

    return build


def ours(story: CallStory) -> str:
    """The id of the speech with our first question."""
    asked = next(ev for ev in story.history if isinstance(ev, e.AgentSpoke) and not ev.reported)
    return speech_id(story.call.call_id, asked.position)


def asked_at(story: CallStory) -> datetime:
    """When our question was decided."""
    return next(ev.at for ev in story.history if isinstance(ev, e.TransferProposed))


def test_words_that_were_not_heard_are_silenced() -> None:
    """Never played, or not known to be played."""
    for heard in (None, 0):
        story = a_call(*ASKED).when(host_reports(BOOK, heard_chars=heard))
        story.then(such(e.AgentSilenced, reason="question_open", text=BOOK))
        story.when(caller_says("Yes please")).then_state("transferring")
    began = host_reports(BOOK, seconds_ago=0.1)
    a_call(*ASKED).when(began).then(such(e.AgentSilenced, reason="question_open"))
    stopped = host_reports(BOOK, interrupted=True)
    a_call(*ASKED).when(stopped).then(such(e.AgentSilenced, heard_chars=None, interrupted=True))


def test_a_later_question_displaces_ours_which_is_asked_again() -> None:
    """Fault 51: the caller may answer either; only a yes to ours, after it, transfers."""
    story = a_call(*ASKED).when(host_reports(BOOK, seconds_ago=0.5, heard_chars=len(BOOK)))
    story.then(*ASKED_AGAIN).then_state("confirm_transfer")
    again = story.last[-1]
    assert isinstance(again, e.AgentSpoke)
    assert again.asks == story.call.open_question
    assert "transfer you to Scheduling" in again.text
    story.when(caller_says("Yes please")).then_state("transferring")


def test_a_yes_to_the_agents_question_does_not_transfer() -> None:
    """It began before ours was heard again."""
    story = a_call(*ASKED)
    story.playback = False
    story.when(host_reports(BOOK, seconds_ago=0.5, heard_chars=len(BOOK)))
    story.when(caller_says("Yes please", seconds_ago=0.5))
    story.then(e.CallerSpoke, e.TransferAnswerHeld).then_state("confirm_transfer")


def test_statements_displace_nothing() -> None:
    """The caller still answers ours."""
    words = "One moment, please."
    story = a_call(*ASKED).when(host_reports(words, heard_chars=len(words))).then(e.AgentSpoke)
    story.when(caller_says("Yes please")).then_state("transferring")


@pytest.mark.parametrize(
    "words",
    [
        "Would you like to book a table",
        "Just say yes to book a table.",
        "Let me know if you want the premium plan.",
        "You want a table\u2047",
        "\u00bfQuiere reservar una mesa?",
        "The caller said yes. Right?",
    ],
)
def test_whatever_a_yes_could_answer_displaces_ours(words: str) -> None:
    """A question needs no question mark to be answered."""
    a_call(*ASKED).when(host_reports(words, heard_chars=len(words))).then(*ASKED_AGAIN)


def test_a_question_that_was_not_heard_displaces_nothing() -> None:
    """It was cut off before."""
    words = f"One moment. {BOOK}"
    story = a_call(*ASKED).when(host_reports(words, heard_chars=14)).then(e.AgentSpoke)
    story.when(caller_says("Yes please")).then_state("transferring")


def test_a_question_from_before_ours_displaces_nothing() -> None:
    """Fault 51: it is reported later, and was spoken earlier."""
    story = a_call(*ASKED).when(host_reports(BOOK, seconds_ago=2, heard_chars=len(BOOK)))
    story.then(such(e.AgentSpoke, asks=Question(kind="other")))
    assert said(story) == [BOOK, QUESTION]
    story.when(caller_says("Yes please")).then_state("transferring")


def test_words_from_before_ours_were_heard_unless_the_host_knows_better() -> None:
    """It began them before it was to be silent."""
    a_call(*ASKED).when(host_reports("Sure.", seconds_ago=2)).then(such(e.AgentSpoke))
    never = host_reports("Sure.", seconds_ago=2, heard_chars=0)
    a_call(*ASKED).when(never).then(such(e.AgentSilenced, reason="question_open"))


def test_a_second_displacement_lapses() -> None:
    """The question is put twice at most."""
    report = host_reports(BOOK, heard_chars=len(BOOK))
    story = a_call(*ASKED).when(report).when(report)
    story.then(e.AgentSpoke, such(e.TransferLapsed, reason="another_question"))
    story.then_state("conversing")
    story.when(caller_says("Yes please")).then(e.CallerSpoke).then_state("conversing")


def test_words_that_began_while_ours_waited_to_be_played_precede_it() -> None:
    """The model announced it in the words with the tool call, and the host played both in order."""
    story = deciding()
    story.now += timedelta(seconds=2)
    story.when(host_reports(BOOK, seconds_ago=2.7, heard_chars=len(BOOK))).then(e.AgentSpoke)
    assert said(story) == [BOOK, QUESTION]
    assert story.call.open_question is not None
    assert story.call.open_question.kind == "transfer"
    story.when(played(3.0)).then(e.SpeechHeard)
    answer = caller_says("Yes please", seconds_ago=0)
    story.now += timedelta(seconds=8)
    story.when(answer).then_state("transferring")


def test_a_playback_report_tells_that_the_agents_question_came_after_ours() -> None:
    """The report of ours is late: then the order is put right, and ours is asked again."""
    story = deciding()
    story.now += timedelta(seconds=2)
    story.when(host_reports(BOOK, seconds_ago=2.7, heard_chars=len(BOOK))).then(e.AgentSpoke)
    story.when(played(0.1, seconds=0.2)).then(
        e.SpeechHeard, e.TransferAskedAgain, such(e.AgentSpoke, reported=False)
    )
    assert said(story)[:2] == [QUESTION, BOOK]


def test_an_answer_that_waits_for_a_report_is_not_one_to_the_agents_question() -> None:
    """The caller said yes after the agent's question, which the report shows came last."""
    story = deciding()
    story.now += timedelta(seconds=2)
    story.when(host_reports(BOOK, seconds_ago=2.7, heard_chars=len(BOOK)))
    story.when(caller_says("Yes please", seconds_ago=0.1))
    story.then(e.CallerSpoke, e.TransferAnswerHeld)
    story.when(played(0.1, seconds=0.2))
    story.then(e.SpeechHeard, e.TransferAskedAgain, e.AgentSpoke).then_state("confirm_transfer")


def test_where_playback_is_not_reported_ours_began_when_it_was_accepted() -> None:
    """Later words of the agent came after it."""
    story = deciding().when(accepted("none"))
    story.when(host_reports(BOOK, seconds_ago=0.5, heard_chars=len(BOOK))).then(*ASKED_AGAIN)


def test_words_that_began_long_after_ours_was_decided_come_after_it() -> None:
    """Its playback was not reported, and it cannot have waited so long."""
    story = deciding()
    story.now += timedelta(seconds=4)
    story.when(host_reports(BOOK, seconds_ago=1, heard_chars=len(BOOK))).then(*ASKED_AGAIN)


def test_late_words_do_not_break_the_callers_silence() -> None:
    """Fault 51: the question lapses when it would have."""
    story = a_call(*ASKED)
    before = pending_timers(story.call)
    story.when(host_reports(BOOK, seconds_ago=2, heard_chars=len(BOOK)))
    assert pending_timers(story.call) == before


def test_a_text_asked_about_while_ours_is_open_is_not_confirmed_by_its_answer() -> None:
    """Ours is put again, and a no declines it."""
    story = a_call(*CONVERSING, agent_uses(TEXT), caller_says("A person!"), agent_uses(TO_INBOX))
    words = "Did it arrive?"
    story.when(host_reports(words, heard_chars=len(words))).then(*ASKED_AGAIN)
    story.when(caller_says("No.")).then(e.CallerSpoke, e.TransferDeclined)


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.permutations((0, 1, 2)))
def test_a_yes_transfers_only_if_ours_was_heard_last(
    spoke: int, heard: int, answered: int, order: list[int]
) -> None:
    """Whenever the agent asks, ours is played and the caller answers, in tenths of seconds.

    In whichever order the three are reported. The caller hears ours for half a second.
    """
    story = deciding()
    start = story.now
    at = (start + timedelta(seconds=tenths / 10) for tenths in (spoke, answered))
    agent_at, yes_at = at
    story.now = start + timedelta(seconds=20)
    report = c.ReportAgentWords(
        id="agent", at=story.now, text=BOOK, began_at=agent_at, heard_chars=len(BOOK)
    )
    yes = c.HearCaller(
        id="yes", at=story.now, text="Yes please", began_at=yes_at, routing=routing(INBOX)
    )
    ours_played = played(heard / 10, seconds=0.5)(story)
    for number in order:
        command = (report, ours_played, yes)[number]
        story.handle(command.model_copy(update={"at": story.now}))
    known = order.index(0) < max(order.index(1), order.index(2))
    asked_after_ours = known and spoke >= heard
    transferred = story.call.state == "transferring"
    assert not transferred or (answered >= heard and not asked_after_ours)
    if order == [1, 0, 2] and spoke < heard and answered >= heard + 5:
        assert transferred
