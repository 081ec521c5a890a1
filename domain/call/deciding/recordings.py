"""Decides on keeping a recorded message: attempts to fetch it, and what became of it."""

from datetime import timedelta
from typing import Final

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call, MessageRecording
from hookflash.domain.call.commands import (
    AttemptRecording,
    ExpireRecording,
    KeepRecording,
    LoseRecording,
    PostponeDiscard,
    PostponeRecording,
    RecordDiscarded,
)
from hookflash.domain.call.deciding.decision import Decision, deciding
from hookflash.domain.call.timers import KEEPING_SECONDS, NOT_FETCHED
from hookflash.domain.event import Actor

RETRY_SECONDS: Final = (5.0, 15.0, 60.0, 300.0, 1_800.0, 7_200.0, 14_400.0)
"""The shortest wait after each failed attempt to fetch a recording; after the last, it is lost."""

ATTEMPTS: Final = len(RETRY_SECONDS) + 1

DISCARD_SECONDS: Final = (10.0, 60.0, 600.0, 3_600.0, 14_400.0, 43_200.0, 86_400.0, 86_400.0)
"""The shortest waits before a provider is asked again to delete its copy: three days in all."""


def _recording(call: Call, effect_key: str) -> MessageRecording | None:
    voicemail = call.voicemail
    if voicemail is None or voicemail.effect_key != effect_key:
        return None
    return voicemail.recording


@deciding(AttemptRecording)
def attempt_recording(decision: Decision, call: Call, command: AttemptRecording) -> None:
    """Record that a worker is about to fetch the recording, if this attempt is due.

    After its time, erasing the caller counts on it that no worker fetches the recording any more.
    """
    key, recording = command.effect_key, _recording(call, command.effect_key)
    if recording is None or not recording.is_awaited or command.attempt != recording.attempts + 1:
        return
    late = command.at - recording.recorded_at >= timedelta(seconds=KEEPING_SECONDS)
    if late or command.attempt > ATTEMPTS:
        decision.note(e.RecordingLost, Actor.TIMER, effect_key=key, reason=NOT_FETCHED)
        return
    decision.note(e.RecordingAttempted, Actor.SYSTEM, effect_key=key, attempt=command.attempt)


@deciding(PostponeRecording)
def postpone_recording(decision: Decision, call: Call, command: PostponeRecording) -> None:
    """Wait longer after each failed attempt; the last one loses the recording."""
    key, recording = command.effect_key, _recording(call, command.effect_key)
    if recording is None or recording.status != "attempted":
        return
    if command.attempt != recording.attempts:
        return
    if command.attempt >= ATTEMPTS:
        decision.note(e.RecordingLost, Actor.SYSTEM, effect_key=key, reason=command.reason)
        return
    wait = max(command.seconds, RETRY_SECONDS[command.attempt - 1])
    said = {"attempt": command.attempt, "reason": command.reason, "seconds": wait}
    decision.note(e.RecordingPostponed, Actor.SYSTEM, effect_key=key, **said)


@deciding(KeepRecording)
def keep_recording(decision: Decision, call: Call, command: KeepRecording) -> None:
    """Record that the store has it, even after it was given up: the log must know of it."""
    recording = _recording(call, command.effect_key)
    if recording is None or recording.status in ("kept", "expired"):
        return
    decision.note(
        e.RecordingKept,
        Actor.SYSTEM,
        effect_key=command.effect_key,
        content_type=command.content_type,
        size=command.size,
        sha256=command.sha256,
        discard=command.discard,
    )


@deciding(PostponeDiscard)
def postpone_discard(decision: Decision, call: Call, command: PostponeDiscard) -> None:
    """Wait longer each time before the provider is asked again; after the last, leave the copy."""
    key, recording = command.effect_key, _recording(call, command.effect_key)
    if recording is None or recording.copy != "discarding":
        return
    if command.attempt != recording.discards + 1:
        return
    said = {"effect_key": key, "attempt": command.attempt, "reason": command.reason}
    if command.attempt > len(DISCARD_SECONDS):
        decision.note(e.RecordingLeft, Actor.SYSTEM, **said)
        return
    wait = max(command.seconds, DISCARD_SECONDS[command.attempt - 1])
    decision.note(e.RecordingDiscardPostponed, Actor.SYSTEM, **said, seconds=wait)


@deciding(RecordDiscarded)
def record_discarded(decision: Decision, call: Call, command: RecordDiscarded) -> None:
    """Record that the provider has no copy any more."""
    recording = _recording(call, command.effect_key)
    if recording is not None and recording.copy in ("discarding", "left"):
        decision.note(e.RecordingDiscarded, Actor.PROVIDER, effect_key=command.effect_key)


@deciding(LoseRecording)
def lose_recording(decision: Decision, call: Call, command: LoseRecording) -> None:
    """Give up a recording that is not in the store."""
    recording = _recording(call, command.effect_key)
    if recording is None or not recording.is_awaited:
        return
    by = Actor.TIMER if command.reason == NOT_FETCHED else Actor.SYSTEM
    said = {"effect_key": command.effect_key, "reason": command.reason}
    decision.note(e.RecordingLost, by, **said)


@deciding(ExpireRecording)
def expire_recording(decision: Decision, call: Call, command: ExpireRecording) -> None:
    """Record that a kept recording was deleted."""
    recording = _recording(call, command.effect_key)
    if recording is not None and recording.status == "kept":
        decision.note(e.RecordingExpired, Actor.TIMER, effect_key=command.effect_key)
