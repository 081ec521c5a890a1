"""What becomes of a voicemail."""

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call, Voicemail
from hookflash.domain.call.evolving.changes import when_in


def _voicemail(call: Call, event: e.VoicemailEvent) -> Voicemail | None:
    voicemail = call.voicemail
    if voicemail is None or voicemail.effect_key != event.effect_key:
        return None
    voicemail.changed_at = event.at
    return voicemail


@when_in(_voicemail, e.VoicemailAttempted)
def _(voicemail: Voicemail, event: e.VoicemailAttempted) -> None:
    voicemail.status, voicemail.attempts = "attempted", event.attempt
    if event.attempt == 1:
        voicemail.attempted_at = event.at


@when_in(_voicemail, e.VoicemailPostponed)
def _(voicemail: Voicemail, event: e.VoicemailPostponed) -> None:
    voicemail.status, voicemail.wait = "postponed", event.seconds


@when_in(_voicemail, e.VoicemailStarted)
def _(voicemail: Voicemail, _event: e.VoicemailStarted) -> None:
    voicemail.status = "started"


@when_in(_voicemail, e.VoicemailFailed)
def _(voicemail: Voicemail, _event: e.VoicemailFailed) -> None:
    voicemail.status = "failed"


@when_in(_voicemail, e.VoicemailRecorded)
def _(voicemail: Voicemail, _event: e.VoicemailRecorded) -> None:
    voicemail.status = "recorded"


@when_in(_voicemail, e.VoicemailStopped)
def _(voicemail: Voicemail, _event: e.VoicemailStopped) -> None:
    voicemail.status = "stopped"
