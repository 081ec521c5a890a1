"""Decides what a caller meets at a mailbox who does not want to be recorded: a choice."""

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call, Transfer
from hookflash.domain.call.commands import DeclineVoicemail
from hookflash.domain.call.deciding.decision import Decision, deciding
from hookflash.domain.call.identity import effect_key, speech_id
from hookflash.domain.call.sentences import sentences
from hookflash.domain.event import Actor

CHOOSES, DECLINES = "1", "2"
"""The keys."""


def offer_recording(decision: Decision, call: Call) -> None:
    """Ask first, if what was decided leads to a mailbox and the caller is not to be recorded.

    Where the telephony reports no keys, the caller cannot choose, and nothing is recorded.
    """
    if not call.recording_declined or not _leads_to_mailbox(decision, call):
        return
    key = effect_key(call.call_id, "voicemail", 1)
    owner = _owner(decision, call)
    if not call.keys:
        decision.note(e.VoicemailOffered, Actor.SYSTEM, effect_key=key, owner=owner, speech_id="")
        decision.note(e.VoicemailDeclined, Actor.SYSTEM, effect_key=key, reason="no_keys")
        return
    words = sentences(call.language).offer_recording
    decision.note(e.AgentSpoke, Actor.SYSTEM, text=words)
    said = speech_id(call.call_id, decision.events[-1].position)
    decision.note(e.VoicemailOffered, Actor.SYSTEM, effect_key=key, owner=owner, speech_id=said)


def _leads_to_mailbox(decision: Decision, call: Call) -> bool:
    ends = (e.TransferUnanswered, e.TransferFailed)
    return call.voicemail is None and any(isinstance(one, ends) for one in decision.events)


def _owner(decision: Decision, call: Call) -> str:
    """Who has the mailbox: as the transfer was confirmed, perhaps just now."""
    for event in decision.events:
        if isinstance(event, e.TransferConfirmed):
            return event.mailbox.owner
    transfer: Transfer | None = call.current
    return transfer.mailbox.owner if transfer is not None and transfer.mailbox else ""


def press_choice(decision: Decision, call: Call, digits: str) -> None:
    """Record the choice between a recorded message and none; other keys choose nothing."""
    voicemail = call.voicemail
    if voicemail is None or voicemail.status != "offered":
        return
    key, chosen = voicemail.effect_key, digits.rstrip("#")
    if chosen == CHOOSES:
        decision.note(e.VoicemailChosen, Actor.CALLER, effect_key=key)
    elif chosen == DECLINES:
        decision.note(e.VoicemailDeclined, Actor.CALLER, effect_key=key, reason="pressed_2")


@deciding(DeclineVoicemail)
def decline_voicemail(decision: Decision, call: Call, command: DeclineVoicemail) -> None:
    """Record no message: the caller was silent after the offer."""
    voicemail = call.voicemail
    if voicemail is None or call.state != "voicemail_fallback" or voicemail.status != "offered":
        return
    if voicemail.effect_key == command.effect_key:
        key = command.effect_key
        decision.note(e.VoicemailDeclined, Actor.TIMER, effect_key=key, reason="silence")
