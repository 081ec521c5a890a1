"""Applies the events of the voicemail."""

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call, MessageRecording, Voicemail
from hookflash.domain.call.evolving.changes import when, when_in
from hookflash.domain.call.evolving.speech import pause_after


def _voicemail(call: Call, event: e.VoicemailEvent) -> Voicemail | None:
    voicemail = call.voicemail
    if voicemail is None or voicemail.effect_key != event.effect_key:
        return None
    voicemail.changed_at = event.at
    return voicemail


@when(e.VoicemailOffered)
def on_voicemail_offered(call: Call, event: e.VoicemailOffered) -> None:
    """Wait for the caller's choice, if the telephony reports keys."""
    voicemail = _voicemail(call, event)
    if voicemail is not None:
        voicemail.status = "offered"
        voicemail.offer = pause_after(call, event.speech_id, event.at) if event.speech_id else None


@when_in(_voicemail, e.VoicemailChosen)
def on_voicemail_chosen(voicemail: Voicemail, _event: e.VoicemailChosen) -> None:
    """The greeting and the recording follow as usual."""
    voicemail.status, voicemail.offer = "requested", None


@when_in(_voicemail, e.VoicemailDeclined)
def on_voicemail_declined(voicemail: Voicemail, _event: e.VoicemailDeclined) -> None:
    """The call is to be hung up."""
    voicemail.status, voicemail.offer = "declined", None


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
