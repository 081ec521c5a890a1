"""Whether a call is still live, or may still be worked on, when its caller is to be erased."""

from datetime import datetime, timedelta
from typing import Final

from hookflash.domain.call.call import Call
from hookflash.domain.call.effects import FetchRecording, open_effects
from hookflash.domain.call.timers import FETCH_SECONDS, KEEPING_SECONDS, pending_timers

LIVE_FOR: Final = timedelta(hours=4)
"""After its last sign of life, a call that never ended counts as over."""
WITH_A_PERSON_FOR: Final = timedelta(hours=24)
"""The same while a person has the caller: nothing of what they say is reported."""
SETTLING: Final = timedelta(hours=1)
"""After the moment at which it was due, an action of an ended call is not awaited any more."""
_FETCHING_ENDS: Final = timedelta(seconds=KEEPING_SECONDS + FETCH_SECONDS)
"""After the report of a recording: no worker fetches it any more."""
_OF_RECORDINGS: Final = ("fetch_recording", "lose_recording", "discard_recording")


def is_live(call: Call, at: datetime) -> bool:
    """Whether ``call`` has not ended, and gave a sign of life not long before ``at``."""
    return call.state != "ended" and at < live_until(call)


def live_until(call: Call) -> datetime:
    """When a call that has not ended counts as over, unless there is another sign of life."""
    since = call.last_sign_at or call.received_at
    assert since is not None  # noqa: S101 - its first event is one
    return since + (WITH_A_PERSON_FOR if call.state == "dropped" else LIVE_FOR)


def awaits_recording(call: Call, at: datetime) -> bool:
    """Whether a worker may still fetch the recording of an ended ``call``."""
    recording = call.voicemail.recording if call.voicemail else None
    if recording is None or not recording.is_awaited:
        return False
    return at < recording.recorded_at + _FETCHING_ENDS


def awaits_provider(call: Call, at: datetime) -> bool:
    """Whether an action of an ended ``call`` is still to be attempted, or searched for."""
    due = (
        timer.since + timedelta(seconds=timer.seconds)
        for timer in pending_timers(call)
        if timer.kind not in _OF_RECORDINGS
    )
    if any(at < moment + SETTLING for moment in due):
        return True
    return _is_recent(call, at) and any(
        not isinstance(effect, FetchRecording) for effect in open_effects(call)
    )


def _is_recent(call: Call, at: datetime) -> bool:
    last = call.last_sign_at or call.received_at
    return last is None or at < last + SETTLING
