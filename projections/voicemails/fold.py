"""Updates a voicemail's row from its events."""

from typing import Final, Literal

from hookflash.domain.call import events as e
from hookflash.domain.erasure.erase import ERASED
from hookflash.projections.runner.model import Handlers, ReadModel, Row, Work
from hookflash.projections.voicemails.table import VOICEMAILS

Sound = Literal["", "awaited", "kept", "lost", "expired", "erased"]
VoicemailStatus = Literal["requested", "playing", "recorded", "no_message", "failed"]

handlers = Handlers()
on = handlers.on


def _find_or_add(work: Work, event: e.VoicemailEvent, owner: str, position: int) -> Row:
    """Get the row, adding it if missing: a recording may be the first event of a voicemail."""
    if work.voicemails.get(event.effect_key):
        return work.voicemails.change(event.effect_key)
    row = {
        "effect_key": event.effect_key,
        "workspace": event.workspace,
        "call_id": event.call_id,
        "test": work.call_of(event.call_id)["test"],
        "owner": owner,
        "status": "requested",
        "recording": "",
        "transcript": "",
        "sound": "",
        "sound_reason": "",
        "content_type": "",
        "size": None,
        "sha256": "",
        "kept_at": None,
        "seconds": None,
        "reason": "",
        "code": "",
        "started_at": event.at,
        "position": event.position,
        "log_position": position,
    }
    work.voicemails.add(row)
    return row


@on(e.VoicemailAttempted)
def _on_voicemail_attempted(work: Work, event: e.VoicemailAttempted, position: int) -> None:
    _find_or_add(work, event, event.owner, position).update(status="requested", reason="", code="")


@on(e.VoicemailStopped)
def _on_voicemail_stopped(work: Work, event: e.VoicemailStopped, _: int) -> None:
    """Mark a voicemail as failed if it never started; one that played may still be recorded."""
    if event.reason == "not_taken":
        work.voicemails.change(event.effect_key).update(status="failed", reason=event.reason)


@on(e.VoicemailStarted)
def _on_voicemail_started(work: Work, event: e.VoicemailStarted, position: int) -> None:
    _find_or_add(work, event, event.owner, position)["status"] = "playing"


@on(e.VoicemailFailed)
def _on_voicemail_failed(work: Work, event: e.VoicemailFailed, _: int) -> None:
    row = work.voicemails.change(event.effect_key)
    row.update(status="failed", reason=event.reason, code=event.code)


@on(e.VoicemailRecorded)
def _on_voicemail_recorded(work: Work, event: e.VoicemailRecorded, position: int) -> None:
    row = _find_or_add(work, event, event.owner, position)
    row.update(
        status="recorded" if event.seconds > 0 else "no_message",
        recording=event.recording,
        seconds=event.seconds,
        transcript=row["transcript"] or event.transcript,
        sound="awaited" if event.keep else "",
    )


@on(e.VoicemailTranscribed)
def _on_voicemail_transcribed(work: Work, event: e.VoicemailTranscribed, position: int) -> None:
    _find_or_add(work, event, event.owner, position)["transcript"] = event.transcript


@on(e.RecordingKept)
def _on_recording_kept(work: Work, event: e.RecordingKept, _: int) -> None:
    """Show the recording as kept, unless its caller was erased and it was deleted."""
    row = work.voicemails.change(event.effect_key)
    erased = event.sha256 == ERASED
    row.update(
        sound="erased" if erased else "kept",
        sound_reason="",
        content_type=event.content_type,
        size=event.size,
        sha256="" if erased else event.sha256,
        kept_at=None if erased else event.at,
    )


@on(e.RecordingLost)
def _on_recording_lost(work: Work, event: e.RecordingLost, _: int) -> None:
    work.voicemails.change(event.effect_key).update(sound="lost", sound_reason=event.reason)


@on(e.RecordingExpired)
def _on_recording_expired(work: Work, event: e.RecordingExpired, _: int) -> None:
    work.voicemails.change(event.effect_key).update(sound="expired", kept_at=None)


@on(e.CallEnded)
def _on_call_ended(work: Work, event: e.CallEnded, _: int) -> None:
    """Mark an unfinished voicemail as having no message; a late recording still replaces that."""
    key = work.call_of(event.call_id)["voicemail"]
    row = work.voicemails.get(key) if key else None
    if row is not None and row["status"] in ("requested", "playing"):
        work.voicemails.change(row["effect_key"])["status"] = "no_message"


VOICEMAILS_MODEL: Final = ReadModel(VOICEMAILS, handlers)
