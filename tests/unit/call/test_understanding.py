"""A second reading of the caller's answer decides with the rules, and is recorded."""

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.evolve import evolve
from hookflash.domain.call.redecide import decisions, redecide
from hookflash.domain.policy.speech.answer import Answer
from hookflash.domain.policy.speech.reading import Reading, Readings, UnderstandingMode
from hookflash.testing import CallStory, Step, agent_answers, agent_uses, call_comes_in, such
from tests.cast import INBOX, TO_INBOX, routing
from tests.unit.call.situations import a_call

UNSURE = "Well, let's do it then, shall we."


def says(words: str, reading: Reading | None) -> Step:
    """The caller says ``words``, which a model reads so."""

    def build(story: CallStory) -> c.Command:
        known = f"said/{len(story.commands)}"
        return c.HearCaller(
            id=known, at=story.now, text=words, routing=routing(INBOX), reading=reading
        )

    return build


def read(words: str, meaning: Answer, quote: str = "") -> Reading:
    """A model's reading of ``words``, all of which it quotes by default."""
    return Reading(words=words, meaning=meaning, quote=quote or words, by="a model")


def asked(mode: UnderstandingMode) -> CallStory:
    """The caller was asked about a transfer."""
    return a_call(call_comes_in(understanding=mode), agent_answers()).when(agent_uses(TO_INBOX))


def test_a_yes_that_both_read_transfers() -> None:
    """Both readings are in the confirmation."""
    reading = read("Yes please", Answer.YES)
    both = Readings(by_rules=Answer.YES, by_model=reading)
    asked("second_opinion").when(says("Yes please", reading)).then(
        such(e.CallerSpoke, reading=reading),
        such(e.TransferConfirmed, readings=both),
        e.AgentSpoke,
        e.AgentLeft,
    )


def test_a_yes_that_the_model_reads_as_no_is_a_no() -> None:
    """The rules alone would have transferred."""
    reading = read("Yes please", Answer.NO)
    asked("second_opinion").when(says("Yes please", reading)).then(
        e.CallerSpoke, such(e.TransferDeclined, words="Yes please")
    )


def test_without_a_reading_a_second_opinion_is_missing() -> None:
    """The caller is asked again; after that the question lapses."""
    story = asked("second_opinion").when(says("Yes please", None))
    story.then(e.CallerSpoke, e.TransferAskedAgain, e.AgentSpoke).then_state("confirm_transfer")
    story.when(says("Yes please", None)).then(e.CallerSpoke, e.TransferLapsed)


def test_a_quote_that_was_not_said_is_no_opinion() -> None:
    """The model lies."""
    reading = read("Yes please", Answer.YES, quote="Yes, transfer me to Scheduling")
    asked("second_opinion").when(says("Yes please", reading)).then(
        e.CallerSpoke, e.TransferAskedAgain, e.AgentSpoke
    )


def test_the_model_resolves_what_the_rules_do_not_read() -> None:
    """Only under that setting."""
    reading = read(UNSURE, Answer.YES, quote="let's do it")
    for mode in ("off", "second_opinion"):
        asked(mode).when(says(UNSURE, reading)).then_state("confirm_transfer")
    asked("resolve_unclear").when(says(UNSURE, reading)).then_state("transferring")


def test_the_model_does_not_overrule_a_no() -> None:
    """Whatever the setting."""
    for mode in ("second_opinion", "resolve_unclear"):
        story = asked(mode).when(says("Not now", read("Not now", Answer.YES)))
        story.then(e.CallerSpoke, e.TransferDeclined)


def test_off_records_no_reading() -> None:
    """It made no difference."""
    asked("off").when(says("Yes please", read("Yes please", Answer.NO))).then(
        such(e.CallerSpoke, reading=None),
        such(e.TransferConfirmed, readings=None),
        e.AgentSpoke,
        e.AgentLeft,
    )


def test_words_that_wait_for_playback_are_read_together() -> None:
    """The reading of the first words alone does not count for the whole."""
    story = a_call(call_comes_in(understanding="second_opinion"), agent_answers())
    story.playback = False
    story.when(agent_uses(TO_INBOX)).when(says("Yes", read("Yes", Answer.YES)))
    story.when(says("please", read("Yes please", Answer.YES)))
    assert story.call.current is not None
    held = story.call.current.question.held if story.call.current.question else None
    assert held is not None
    assert (held.words, held.reading) == ("Yes please", read("Yes please", Answer.YES))


def test_deciding_again_needs_no_model() -> None:
    """The log has the readings; verify finds the same decisions."""
    story = asked("second_opinion").when(says("Yes please", read("Yes please", Answer.NO)))
    call = Call("")
    for decided in decisions(story.history):
        assert redecide(call if call.call_id else Call(decided[0].call_id), decided) is None
        call = call if call.call_id else Call(decided[0].call_id)
        for event in decided:
            evolve(call, event)
