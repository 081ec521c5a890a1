"""Voicemail after an unanswered transfer: the recipient's greeting, then the recording."""

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.effects import HangUp, PlayVoicemail, open_effects
from hookflash.domain.call.timers import pending_timers
from hookflash.domain.event import Actor
from hookflash.testing import (
    call_ends,
    message_is_recorded,
    message_is_too_long,
    message_is_transcribed,
    phone_reports,
    step,
    such,
    voicemail_answer,
    voicemail_is_attempted,
    voicemail_key,
)
from tests.unit.call.situations import CONVERSING, PLAYING, UNANSWERED, a_call

ATTEMPTED = (*UNANSWERED, voicemail_is_attempted())


def test_the_greeting_of_the_destination_is_played() -> None:
    """For an inbox, the inbox's own."""
    story = a_call(
        *UNANSWERED, phone_reports("On Call", "stopped"), phone_reports("Front Desk", "stopped")
    )
    (play,) = open_effects(story.call)
    assert isinstance(play, PlayVoicemail)
    assert (play.mailbox.owner, play.mailbox.greeting) == (
        "Scheduling",
        "You have reached Scheduling.",
    )


def test_it_is_attempted_once() -> None:
    """No second attempt follows before the answer, nor after an unclear one."""
    story = a_call(*UNANSWERED).when(voicemail_is_attempted())
    story.then(such(e.VoicemailAttempted, owner="Scheduling", attempt=1))
    story.when(voicemail_is_attempted(1)).then_nothing()
    story.when(voicemail_is_attempted(2)).then_nothing()
    story.when(voicemail_answer("unknown")).then_nothing()
    story.when(voicemail_is_attempted(2)).then_nothing()


def test_it_plays_and_records() -> None:
    """Then Hookflash hangs up."""
    story = a_call(*ATTEMPTED).when(voicemail_answer("accepted"))
    story.then(such(e.VoicemailStarted, owner="Scheduling"))
    story.when(message_is_recorded("https://example.com/1"))
    story.then(
        such(
            e.VoicemailRecorded,
            owner="Scheduling",
            recording="https://example.com/1",
            seconds=7.5,
            by=Actor.CALLER,
        )
    )
    assert any(isinstance(effect, HangUp) for effect in open_effects(story.call))


def test_the_recording_may_come_before_the_answer() -> None:
    """The answer then adds nothing."""
    story = a_call(*ATTEMPTED).when(message_is_recorded()).then(e.VoicemailRecorded)
    story.when(voicemail_answer("accepted")).then_nothing()


def test_the_recording_may_come_after_the_call() -> None:
    """The caller hung up after speaking."""
    story = a_call(*PLAYING, call_ends()).when(message_is_recorded())
    story.then(e.VoicemailRecorded).then_state("ended")
    assert not any(isinstance(effect, HangUp) for effect in open_effects(story.call))


def test_a_transcript_may_come_before_its_recording() -> None:
    """Both are kept; it gives the caller no more time to speak."""
    story = a_call(*PLAYING)
    timers = pending_timers(story.call)
    story.when(message_is_transcribed("Call me back."))
    story.then(such(e.VoicemailTranscribed, owner="Scheduling", transcript="Call me back."))
    assert pending_timers(story.call) == timers
    story.when(message_is_recorded()).then(e.VoicemailRecorded)


def test_a_transcript_may_come_after_the_call() -> None:
    """Carriers take minutes."""
    story = a_call(*PLAYING, message_is_recorded(), call_ends()).when(message_is_transcribed())
    story.then(e.VoicemailTranscribed).then_state("ended")


def test_a_second_transcript_is_noted() -> None:
    """Also one after a recording that had its transcript with it."""
    story = a_call(*PLAYING, message_is_transcribed("One.")).when(message_is_transcribed("Two."))
    story.then(such(e.LateReportNoted, report="voicemail_transcribed", detail="Two."))
    key = voicemail_key(story)
    with_it = {"effect_key": key, "recording": "r", "seconds": 1, "transcript": "One."}
    story = a_call(*PLAYING, step(c.ReportVoicemail, **with_it))
    story.when(message_is_transcribed("Two.")).then(such(e.LateReportNoted, detail="Two."))


def test_a_transcript_without_words_is_nothing() -> None:
    """The one with words may follow."""
    story = a_call(*PLAYING).when(message_is_transcribed(" ")).then_nothing()
    story.when(message_is_transcribed("Hello.")).then(e.VoicemailTranscribed)


def test_a_transcript_of_no_voicemail_is_noted() -> None:
    """The words are kept."""
    words = {"effect_key": "no-such-key", "transcript": "Hello."}
    story = a_call(*CONVERSING).when(step(c.ReportTranscript, **words))
    story.then(such(e.LateReportNoted, about="no-such-key", detail="Hello."))


def test_a_second_recording_is_noted() -> None:
    """A voicemail has one message."""
    story = a_call(*PLAYING, message_is_recorded("https://example.com/1"))
    story.when(message_is_recorded("https://example.com/2"))
    story.then(such(e.LateReportNoted, detail="https://example.com/2"))


def test_a_recording_without_a_voicemail_is_noted() -> None:
    """It is not an error."""
    strange = step(c.ReportVoicemail, effect_key="another", recording="r", seconds=1)
    a_call(*CONVERSING).when(strange).then(e.LateReportNoted)
    a_call(*PLAYING).when(strange).then(e.LateReportNoted)


def test_a_postponed_voicemail_is_retried() -> None:
    """Fault 8: a 429 is not a refusal. A timer makes the next attempt."""
    story = a_call(*ATTEMPTED).when(voicemail_answer("postponed", reason="throttled", seconds=2.5))
    story.then(such(e.VoicemailPostponed, attempt=1, reason="throttled", seconds=2.5))
    assert not any(
        isinstance(effect, PlayVoicemail | HangUp) for effect in open_effects(story.call)
    )
    story.when(voicemail_is_attempted(1)).then_nothing()
    story.when(voicemail_is_attempted(2)).then(such(e.VoicemailAttempted, attempt=2))
    story.when(voicemail_answer("accepted", 2)).then(e.VoicemailStarted)


def test_a_caller_does_not_wait_for_ever_for_a_postponed_voicemail() -> None:
    """A timer hangs up, and no more attempts are made."""
    story = a_call(*ATTEMPTED, voicemail_answer("postponed", seconds=2.5))
    story.when(message_is_too_long()).then(such(e.VoicemailStopped, reason="not_taken"))
    assert any(isinstance(effect, HangUp) for effect in open_effects(story.call))
    story.when(voicemail_is_attempted(2)).then_nothing()


def test_a_postponed_voicemail_is_given_up_when_the_call_ends() -> None:
    """No caller is left to hear it."""
    story = a_call(*ATTEMPTED, voicemail_answer("postponed", seconds=2.5), call_ends())
    story.when(voicemail_is_attempted(2)).then_nothing()
    story.when(message_is_too_long()).then_nothing()


def test_a_voicemail_that_cannot_be_played_ends_the_call() -> None:
    """The caller is not left in silence."""
    story = a_call(*ATTEMPTED).when(voicemail_answer("refused", code="500", reason="no recorder"))
    story.then(such(e.VoicemailFailed, code="500", reason="no recorder"))
    assert any(isinstance(effect, HangUp) for effect in open_effects(story.call))


def test_a_message_has_a_maximum_length() -> None:
    """Then Hookflash hangs up; the recording still arrives."""
    story = a_call(*PLAYING).when(message_is_too_long())
    story.then(such(e.VoicemailStopped, by=Actor.TIMER, reason="too_long"))
    assert any(isinstance(effect, HangUp) for effect in open_effects(story.call))
    story.when(message_is_recorded()).then(e.VoicemailRecorded)


def test_a_recorded_message_is_not_too_long() -> None:
    """The timer came second."""
    a_call(*PLAYING, message_is_recorded()).when(message_is_too_long()).then_nothing()


def test_a_voicemail_that_does_not_play_is_not_too_long() -> None:
    """Neither before it is attempted nor after the call."""
    a_call(*UNANSWERED).when(message_is_too_long()).then_nothing()
    a_call(*PLAYING, call_ends()).when(message_is_too_long()).then_nothing()
    other = step(c.StopVoicemail, effect_key="another")
    a_call(*PLAYING).when(other).then_nothing()


def test_the_call_may_end_before_it_plays() -> None:
    """Nothing is attempted; the answer to an attempt under way is noted as late."""
    a_call(*UNANSWERED, call_ends()).when(voicemail_is_attempted()).then_nothing()
    story = a_call(*ATTEMPTED, call_ends()).when(voicemail_answer("accepted"))
    story.then(such(e.LateReportNoted, report="voicemail_accepted"))
