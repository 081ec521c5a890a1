"""Applies the events of the voicemail."""

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call, MessageRecording, Voicemail
from hookflash.domain.call.evolving.changes import when, when_in


def _voicemail(call: Call, event: e.VoicemailEvent) -> Voicemail | None:
    voicemail = call.voicemail
    if voicemail is None or voicemail.effect_key != event.effect_key:
        return None
    voicemail.changed_at = event.at
    return voicemail


@when_in(_voicemail, e.VoicemailAttempted)
def on_voicemail_attempted(voicemail: Voicemail, event: e.VoicemailAttempted) -> None:
    """Count the attempt; the silence limit runs from the first."""
    voicemail.status, voicemail.attempts = "attempted", event.attempt
    if event.attempt == 1:
        voicemail.attempted_at = event.at


@when_in(_voicemail, e.VoicemailPostponed)
def on_voicemail_postponed(voicemail: Voicemail, event: e.VoicemailPostponed) -> None:
    """Keep the wait until the next attempt."""
    voicemail.status, voicemail.wait = "postponed", event.seconds


@when_in(_voicemail, e.VoicemailStarted)
def on_voicemail_started(voicemail: Voicemail, _event: e.VoicemailStarted) -> None:
    """Mark the greeting as playing."""
    voicemail.status = "started"


@when_in(_voicemail, e.VoicemailFailed)
def on_voicemail_failed(voicemail: Voicemail, _event: e.VoicemailFailed) -> None:
    """Mark the voicemail as failed; the call is to be hung up."""
    voicemail.status = "failed"


@when_in(_voicemail, e.VoicemailRecorded)
def on_voicemail_recorded(voicemail: Voicemail, event: e.VoicemailRecorded) -> None:
    """Mark the message as recorded; the call is to be hung up."""
    voicemail.status = "recorded"
    voicemail.transcript = voicemail.transcript or event.transcript
    if event.keep:
        voicemail.recording = MessageRecording(
            reference=event.recording, seconds=event.seconds, recorded_at=event.at
        )


@when(e.VoicemailTranscribed)
def on_voicemail_transcribed(call: Call, event: e.VoicemailTranscribed) -> None:
    """Keep the transcript; it says nothing about how far the voicemail is."""
    voicemail = call.voicemail
    if voicemail is not None and voicemail.effect_key == event.effect_key:
        voicemail.transcript = event.transcript


@when_in(_voicemail, e.VoicemailStopped)
def on_voicemail_stopped(voicemail: Voicemail, _event: e.VoicemailStopped) -> None:
    """Mark the voicemail as stopped; the call is to be hung up."""
    voicemail.status = "stopped"
