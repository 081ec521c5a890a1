"""Applies the events of keeping a recorded message."""

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call, MessageRecording
from hookflash.domain.call.evolving.changes import when_in


def _recording(call: Call, event: e.RecordingEvent) -> MessageRecording | None:
    voicemail = call.voicemail
    if voicemail is None or voicemail.effect_key != event.effect_key or not voicemail.recording:
        return None
    voicemail.recording.changed_at = event.at
    return voicemail.recording


@when_in(_recording, e.RecordingAttempted)
def on_recording_attempted(recording: MessageRecording, event: e.RecordingAttempted) -> None:
    """Count the attempt."""
    recording.status, recording.attempts = "attempted", event.attempt


@when_in(_recording, e.RecordingPostponed)
def on_recording_postponed(recording: MessageRecording, event: e.RecordingPostponed) -> None:
    """Keep the wait until the next attempt."""
    recording.status, recording.wait = "postponed", event.seconds


@when_in(_recording, e.RecordingKept)
def on_recording_kept(recording: MessageRecording, event: e.RecordingKept) -> None:
    """Nothing more is to be fetched; the provider's copy may have to go."""
    recording.status = "kept"
    if event.discard:
        recording.copy, recording.discard_at = "discarding", event.at


@when_in(_recording, e.RecordingDiscardPostponed)
def on_discard_postponed(recording: MessageRecording, event: e.RecordingDiscardPostponed) -> None:
    """Keep the wait until the provider is asked again."""
    recording.discards, recording.discard_at = event.attempt, event.at
    recording.discard_wait = event.seconds


@when_in(_recording, e.RecordingDiscarded)
def on_recording_discarded(recording: MessageRecording, _event: e.RecordingDiscarded) -> None:
    """The provider has no copy any more."""
    recording.copy = "discarded"


@when_in(_recording, e.RecordingLeft)
def on_recording_left(recording: MessageRecording, event: e.RecordingLeft) -> None:
    """The provider is not asked again."""
    recording.copy, recording.discards = "left", event.attempt


@when_in(_recording, e.RecordingLost)
def on_recording_lost(recording: MessageRecording, _event: e.RecordingLost) -> None:
    """Nothing more is to be fetched."""
    recording.status = "lost"


@when_in(_recording, e.RecordingExpired)
def on_recording_expired(recording: MessageRecording, _event: e.RecordingExpired) -> None:
    """The store no longer has it."""
    recording.status = "expired"
