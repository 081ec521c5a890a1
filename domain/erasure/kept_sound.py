"""Whether the store has the recording of a call, or may have: erasing the caller deletes it."""

from collections.abc import Iterable, Iterator

from hookflash.domain.call.call import Call
from hookflash.domain.call.events import CallEvent, RecordingKept, VoicemailRecorded
from hookflash.domain.erasure.erase import ERASED


def kept_recording(call: Call, events: Iterable[CallEvent]) -> str | None:
    """The effect key of the voicemail whose recording the store has; None if it has none.

    ``call`` is the state after all of its ``events``.
    """
    voicemail = call.voicemail
    if voicemail is None or voicemail.recording is None or voicemail.recording.status != "kept":
        return None
    hashes = (event.sha256 for event in events if isinstance(event, RecordingKept))
    return None if all(one == ERASED for one in hashes) else voicemail.effect_key


def given_up_recording(call: Call) -> str | None:
    """The effect key of the voicemail whose recording was attempted, but is not known to be kept.

    The store may have it all the same: its answer to the last attempt may have been too late.
    """
    voicemail = call.voicemail
    recording = voicemail.recording if voicemail else None
    if voicemail is None or recording is None:
        return None
    is_there = recording.status == "kept"
    gone = recording.status == "expired" or not recording.attempts
    return None if is_there or gone else voicemail.effect_key


def copies_left(call: Call, events: Iterable[CallEvent]) -> Iterator[tuple[str, str]]:
    """The effect key and the provider's id of each recording that the provider may have."""
    recording = call.voicemail.recording if call.voicemail else None
    if recording is not None and recording.copy == "discarded":
        return
    for event in events:
        if isinstance(event, VoicemailRecorded) and event.recording not in ("", ERASED):
            yield event.effect_key, event.recording
