"""Decides on the voicemail: the provider's answer, the recording, and its time limit."""

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call, Voicemail
from hookflash.domain.call.commands import (
    RecordOutcome,
    ReportTranscript,
    ReportVoicemail,
    StopVoicemail,
)
from hookflash.domain.call.deciding.decision import Decision, deciding
from hookflash.domain.event import Actor

STOPPED_FOR = {"attempted": "too_long", "started": "too_long", "postponed": "not_taken"}
"""Why a voicemail is stopped when its time is up, by its status. Stored: never reword."""


def record_voicemail_outcome(
    decision: Decision, call: Call, voicemail: Voicemail, command: RecordOutcome
) -> None:
    """Record the provider's answer.

    After an unclear one, the recording or the time limit settles the voicemail.
    """
    key = voicemail.effect_key
    if voicemail.status != "attempted":
        return
    if call.state != "voicemail_fallback":
        decision.late(Actor.PROVIDER, f"voicemail_{command.outcome}", key, command.reason)
    elif command.outcome == "accepted":
        owner = voicemail.mailbox.owner
        decision.note(e.VoicemailStarted, Actor.PROVIDER, effect_key=key, owner=owner)
    elif command.outcome == "refused":
        said = {"code": command.code, "reason": command.reason}
        decision.note(e.VoicemailFailed, Actor.PROVIDER, effect_key=key, **said)
    elif command.outcome == "postponed":
        data = {"attempt": command.attempt, "reason": command.reason, "seconds": command.seconds}
        decision.note(e.VoicemailPostponed, Actor.PROVIDER, effect_key=key, **data)


@deciding(ReportVoicemail)
def report_voicemail(decision: Decision, call: Call, command: ReportVoicemail) -> None:
    """Record the caller's message; a second recording is noted as late.

    A recording of zero seconds has no message in it and is not kept.
    """
    voicemail = call.voicemail
    key = command.effect_key
    if voicemail is None or voicemail.effect_key != key or voicemail.status == "recorded":
        decision.late(Actor.PROVIDER, "voicemail_recorded", key, command.recording)
        return
    decision.note(
        e.VoicemailRecorded,
        Actor.CALLER,
        effect_key=key,
        owner=voicemail.mailbox.owner,
        recording=command.recording,
        seconds=command.seconds,
        transcript=command.transcript,
        keep=command.keep and command.seconds > 0,
    )


@deciding(ReportTranscript)
def report_transcript(decision: Decision, call: Call, command: ReportTranscript) -> None:
    """Record the transcript of the caller's message, whenever it comes; later ones are noted."""
    voicemail, key = call.voicemail, command.effect_key
    if not command.transcript.strip():
        return  # nothing was understood
    if voicemail is None or voicemail.effect_key != key or voicemail.transcript:
        decision.late(Actor.PROVIDER, "voicemail_transcribed", key, command.transcript)
        return
    decision.note(
        e.VoicemailTranscribed,
        Actor.PROVIDER,
        effect_key=key,
        owner=voicemail.mailbox.owner,
        transcript=command.transcript,
    )


@deciding(StopVoicemail)
def stop_voicemail(decision: Decision, call: Call, command: StopVoicemail) -> None:
    """Stop a voicemail whose time is up."""
    voicemail = call.voicemail
    if call.state != "voicemail_fallback" or voicemail is None:
        return
    why = STOPPED_FOR.get(voicemail.status)
    if voicemail.effect_key == command.effect_key and why is not None:
        decision.note(e.VoicemailStopped, Actor.TIMER, effect_key=command.effect_key, reason=why)
