"""What becomes of a voicemail."""

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call, Voicemail
from hookflash.domain.call.evolving.changes import when


def _voicemail(call: Call, event: e.VoicemailEvent) -> Voicemail:
    if call.voicemail is None:
        raise LookupError(f"{call.call_id} has no voicemail at position {event.position}")
    call.voicemail.changed_at = event.at
    return call.voicemail


@when(e.VoicemailAttempted)
def _(call: Call, event: e.VoicemailAttempted) -> None:
    voicemail = _voicemail(call, event)
    voicemail.status, voicemail.attempts = "attempted", event.attempt


@when(e.VoicemailStarted)
def _(call: Call, event: e.VoicemailStarted) -> None:
    _voicemail(call, event).status = "started"


@when(e.VoicemailFailed)
def _(call: Call, event: e.VoicemailFailed) -> None:
    _voicemail(call, event).status = "failed"


@when(e.VoicemailRecorded)
def _(call: Call, event: e.VoicemailRecorded) -> None:
    _voicemail(call, event).status = "recorded"


@when(e.VoicemailStopped)
def _(call: Call, event: e.VoicemailStopped) -> None:
    _voicemail(call, event).status = "stopped"
