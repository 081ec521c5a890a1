"""Keeping the recording of a voicemail: attempts, failures, and what became of it."""

from datetime import timedelta

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.deciding.recordings import ATTEMPTS, DISCARD_SECONDS, RETRY_SECONDS
from hookflash.domain.call.effects import FetchRecording, open_effects
from hookflash.domain.call.timers import (
    FETCH_SECONDS,
    KEEPING_SECONDS,
    NOT_FETCHED,
    TRANSCRIPT_SECONDS,
    pending_timers,
)
from hookflash.domain.event import Actor
from hookflash.testing import (
    CallStory,
    Step,
    call_ends,
    message_is_recorded,
    message_is_transcribed,
    step,
    such,
    voicemail_key,
)
from tests.unit.call.situations import PLAYING, a_call

RECORDED = (*PLAYING, call_ends(), message_is_recorded("rec/1", keep=True))


def is_attempted(attempt: int = 1) -> Step:
    """A worker is about to fetch the recording."""
    return step(c.AttemptRecording, effect_key=voicemail_key, attempt=attempt)


def fails(attempt: int = 1, seconds: float = 0.0) -> Step:
    """The attempt gave no sound."""
    said = {"attempt": attempt, "reason": "HTTP 404", "seconds": seconds}
    return step(c.PostponeRecording, effect_key=voicemail_key, **said)


def is_kept() -> Step:
    """The sound is in the store."""
    sound = {"content_type": "audio/wav", "size": 3, "sha256": "ba7816bf"}
    return step(c.KeepRecording, effect_key=voicemail_key, **sound)


def is_lost(reason: str = "HTTP 410") -> Step:
    """The sound cannot be fetched."""
    return step(c.LoseRecording, effect_key=voicemail_key, reason=reason)


EXPIRES = step(c.ExpireRecording, effect_key=voicemail_key)


def fetches(story: CallStory) -> list[FetchRecording]:
    """The open requests for recordings."""
    return [one for one in open_effects(story.call) if isinstance(one, FetchRecording)]


def timers(story: CallStory) -> dict[str, tuple[int, float]]:
    """The step and the wait of each timer, by its kind."""
    return {timer.kind: (timer.step, timer.seconds) for timer in pending_timers(story.call)}


def test_a_recording_is_fetched_where_it_was_reported() -> None:
    """Also after the end of the call, by whichever worker has the call."""
    story = a_call(*RECORDED)
    (fetch,) = fetches(story)
    assert (fetch.recording, fetch.attempt, fetch.seconds) == ("rec/1", 1, 7.5)
    assert fetch.effect_key == voicemail_key(story)
    assert timers(story) == {"lose_recording": (1, KEEPING_SECONDS)}


def test_nothing_is_fetched_unless_the_report_says_so() -> None:
    """As on every call that was recorded before recordings were kept, and for no sound at all."""
    for recorded in (message_is_recorded(), message_is_recorded(keep=True, seconds=0.0)):
        story = a_call(*PLAYING, call_ends(), recorded)
        assert (fetches(story), timers(story)) == ([], {})
        for attempted in (is_attempted(), is_kept(), is_lost(), EXPIRES):
            story.when(attempted).then_nothing()


def test_one_worker_fetches() -> None:
    """The attempt is in the log first; a second worker's is not decided."""
    story = a_call(*RECORDED).when(is_attempted())
    story.then(such(e.RecordingAttempted, attempt=1, by=Actor.SYSTEM))
    assert fetches(story) == []
    assert timers(story)["fetch_recording"] == (2, FETCH_SECONDS)
    story.when(is_attempted()).then_nothing()
    story.when(is_kept()).then(such(e.RecordingKept, size=3, sha256="ba7816bf"))
    assert timers(story) == {}
    story.when(is_kept()).then_nothing()
    story.when(is_attempted(2)).then_nothing()


def test_the_waits_between_attempts_grow() -> None:
    """The provider may ask for a longer one. After the last attempt the recording is lost."""
    story = a_call(*RECORDED)
    for attempt, wait in enumerate(RETRY_SECONDS, start=1):
        story.when(is_attempted(attempt)).then(e.RecordingAttempted)
        asked = 30_000.0 if attempt == 2 else 1.0
        story.when(fails(attempt, asked))
        story.then(such(e.RecordingPostponed, attempt=attempt, seconds=max(wait, asked)))
        assert timers(story)["fetch_recording"] == (attempt + 1, max(wait, asked))
    story.when(is_attempted(ATTEMPTS)).then(e.RecordingAttempted)
    story.when(fails(ATTEMPTS)).then(such(e.RecordingLost, reason="HTTP 404"))
    assert timers(story) == {}


def test_workers_that_die_in_each_attempt_do_not_go_on_forever() -> None:
    """Each records its attempt, and nothing after it."""
    story = a_call(*RECORDED)
    for attempt in range(1, ATTEMPTS + 1):
        story.when(is_attempted(attempt)).then(e.RecordingAttempted)
    story.when(is_attempted(ATTEMPTS + 1)).then(such(e.RecordingLost, reason=NOT_FETCHED))


def test_only_the_latest_attempt_is_postponed() -> None:
    """A worker that was paused reports on an attempt that another one has repeated."""
    story = a_call(*RECORDED, is_attempted(1), is_attempted(2))
    story.when(fails(1)).then_nothing()
    story.when(fails(2)).then(e.RecordingPostponed)
    story.when(fails(2)).then_nothing()


def test_a_recording_is_given_up_after_a_day() -> None:
    """Where no process has the ports, nothing stays open; and no later attempt is made."""
    lost = such(e.RecordingLost, reason=NOT_FETCHED, by=Actor.TIMER)
    a_call(*RECORDED).when(is_lost(NOT_FETCHED)).then(lost)
    story = a_call(*RECORDED)
    recording = story.call.voicemail.recording if story.call.voicemail else None
    assert recording is not None
    recording.recorded_at -= timedelta(seconds=KEEPING_SECONDS)
    story.when(is_attempted()).then(lost)


def test_what_was_stored_is_known_although_it_was_given_up() -> None:
    """A worker was slow; without the event, erasing the caller would leave its sound."""
    story = a_call(*RECORDED, is_attempted(), is_lost())
    story.when(is_lost()).then_nothing()
    story.when(is_kept()).then(e.RecordingKept)


def test_a_kept_recording_expires() -> None:
    """Once, and only after it was kept."""
    a_call(*RECORDED).when(EXPIRES).then_nothing()
    story = a_call(*RECORDED, is_attempted(), is_kept()).when(EXPIRES).then(e.RecordingExpired)
    story.when(EXPIRES).then_nothing()
    story.when(is_kept()).then_nothing()


def is_kept_and_discarded() -> Step:
    """The sound is in the store, and the provider can delete its copy."""
    sound = {"content_type": "audio/wav", "size": 3, "sha256": "ba7816bf", "discard": True}
    return step(c.KeepRecording, effect_key=voicemail_key, **sound)


def is_not_discarded(attempt: int, seconds: float = 0.0) -> Step:
    """The provider did not delete its copy."""
    said = {"attempt": attempt, "reason": "HTTP 500", "seconds": seconds}
    return step(c.PostponeDiscard, effect_key=voicemail_key, **said)


DISCARDED = step(c.RecordDiscarded, effect_key=voicemail_key)


def test_the_providers_copy_stays_unless_it_can_be_deleted() -> None:
    """As in every log from before."""
    story = a_call(*RECORDED, is_attempted(), is_kept())
    assert timers(story) == {}
    story.when(DISCARDED).then_nothing()
    story.when(is_not_discarded(1)).then_nothing()


def test_the_providers_copy_goes_once_there_is_a_transcript() -> None:
    """Without one, after ten minutes; late repetitions change nothing."""
    story = a_call(*RECORDED, is_attempted(), is_kept_and_discarded())
    assert timers(story) == {"discard_recording": (1, TRANSCRIPT_SECONDS)}
    story.given(message_is_transcribed("Call me."))
    assert timers(story) == {"discard_recording": (1, 0.0)}
    story.when(DISCARDED).then(e.RecordingDiscarded)
    assert timers(story) == {}
    story.when(is_not_discarded(1)).then_nothing()


def test_a_copy_that_cannot_be_deleted_is_left_in_the_end() -> None:
    """After days in which the provider was asked ever more rarely."""
    story = a_call(*RECORDED, is_attempted(), is_kept_and_discarded())
    for attempt, wait in enumerate(DISCARD_SECONDS, 1):
        story.when(is_not_discarded(attempt + 1)).then_nothing()
        story.when(is_not_discarded(attempt)).then(
            such(e.RecordingDiscardPostponed, attempt=attempt, seconds=wait)
        )
        assert timers(story) == {"discard_recording": (attempt + 1, wait)}
    story.when(is_not_discarded(len(DISCARD_SECONDS) + 1)).then(e.RecordingLeft)
    assert timers(story) == {}
