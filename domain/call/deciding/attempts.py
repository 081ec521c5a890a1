"""Decides the effect protocol: attempts, their outcomes, searches, and flags.

docs/explanation/effects.md explains the protocol.
"""

from hookflash.domain.call import events as e
from hookflash.domain.call.call import NOT_TAKEN, Call, Text, Transfer, Voicemail
from hookflash.domain.call.commands import Attempt, Flag, RecordOutcome, RecordSearch
from hookflash.domain.call.deciding.asking_for_texts import asked_for_a_text
from hookflash.domain.call.deciding.decision import Decision, deciding
from hookflash.domain.call.deciding.texts import may_be_late, record_text_outcome
from hookflash.domain.call.deciding.transfers import record_transfer_outcome, release_again
from hookflash.domain.call.deciding.voicemail import record_voicemail_outcome
from hookflash.domain.event import Actor
from hookflash.domain.policy.texting import Draft, TextingFacts, judge, refusal

SEARCHABLE = ("attempted", "unknown", "accepted")
"""States in which the provider may know more than the log."""


@deciding(Attempt)
def attempt(decision: Decision, call: Call, command: Attempt) -> None:
    """Record that a worker is about to ask the provider, if this attempt is due."""
    key = command.effect_key
    data = {"effect_key": key, "attempt": command.attempt}
    text, transfer, voicemail = call.texts.get(key), call.transfers.get(key), call.voicemail
    if text is not None:
        _attempt_text(decision, call, text, command)
    elif transfer is not None:
        if _may_ring(transfer, command):
            decision.note(e.TransferAttempted, Actor.SYSTEM, **data, screening=command.screening)
    elif voicemail is not None and _may_play(call, voicemail, command):
        box = voicemail.mailbox
        decision.note(
            e.VoicemailAttempted, Actor.SYSTEM, **data, owner=box.owner, greeting=box.greeting
        )


def _attempt_text(decision: Decision, call: Call, text: Text, command: Attempt) -> None:
    """Attempt a text, or cancel it if the contact may not be texted any more."""
    if not _may_send(call, text, command):
        return
    key, facts = text.effect_key, command.texting
    if objection := _objection(call, text, facts):
        if text.effect in NOT_TAKEN:
            decision.note(
                e.SmsCancelled, Actor.SYSTEM, effect_key=key, reason=objection, facts=facts
            )
        return
    number, idempotent = command.attempt, command.idempotent
    said = {"attempt": number, "idempotent": idempotent, "facts": facts}
    decision.note(e.SmsAttempted, Actor.SYSTEM, effect_key=key, **said)


def _may_send(call: Call, text: Text, command: Attempt) -> bool:
    """Whether this attempt may send the text.

    Not while the last attempt's outcome is unknown, unless the provider promises to send at most
    once per key (``idempotent``). After the end of the call only a text that was never taken, for
    a while, and if consent was looked up again.
    """
    if text.attempts + 1 != command.attempt:
        return False
    if call.state == "ended":
        known = command.texting is not None
        return known and text.effect in NOT_TAKEN and may_be_late(call, text, command.at)
    return text.effect in ((*NOT_TAKEN, "unknown") if command.idempotent else NOT_TAKEN)


def _objection(call: Call, text: Text, facts: TextingFacts | None) -> str:
    """Why the contact may not be texted any more, by what is known now; empty if they may."""
    if facts is None:
        return ""
    draft = Draft(
        recipient=text.recipient,
        body=text.body,
        repeated=False,
        asked=asked_for_a_text(call),
        revoked=call.texts_revoked,
    )
    return refusal(judge(draft, facts))


def _may_ring(transfer: Transfer, command: Attempt) -> bool:
    """Whether this attempt may ring: phones are never rung again while an outcome is unknown."""
    wanted = transfer.outcome == "confirmed" and transfer.effect in NOT_TAKEN
    return wanted and transfer.attempts + 1 == command.attempt


def _may_play(call: Call, voicemail: Voicemail, command: Attempt) -> bool:
    waits = call.state == "voicemail_fallback" and voicemail.status in NOT_TAKEN
    wanted = (voicemail.effect_key, voicemail.attempts + 1)
    return waits and wanted == (command.effect_key, command.attempt)


@deciding(RecordOutcome)
def record_outcome(decision: Decision, call: Call, command: RecordOutcome) -> None:
    """Record the provider's answer to an attempt, by the kind of action."""
    key = command.effect_key
    if text := call.texts.get(key):
        record_text_outcome(decision, call, text, command)
    elif transfer := call.transfers.get(key):
        record_transfer_outcome(decision, transfer, command)
    elif call.voicemail is not None and call.voicemail.effect_key == key:
        record_voicemail_outcome(decision, call, call.voicemail, command)
    else:
        decision.late(Actor.PROVIDER, f"outcome_{command.outcome}", key, "not of this call")


@deciding(RecordSearch)
def record_search(decision: Decision, call: Call, command: RecordSearch) -> None:
    """Record that the provider was asked about an action and knew nothing new."""
    action = call.texts.get(command.effect_key) or call.transfers.get(command.effect_key)
    if action is None or not _searched_for(action, command):
        return
    kind = e.SmsSought if isinstance(action, Text) else e.TransferSought
    decision.note(kind, Actor.PROVIDER, effect_key=command.effect_key, search=command.search)
    if isinstance(action, Transfer) and action.may_ring:
        release_again(decision, action)


def _searched_for(action: Text | Transfer, command: RecordSearch) -> bool:
    wanted = action.effect in SEARCHABLE or (isinstance(action, Transfer) and action.may_ring)
    return wanted and action.searches + 1 == command.search


@deciding(Flag)
def flag(decision: Decision, call: Call, command: Flag) -> None:
    """Flag an unsettled action for a person to look at, once."""
    action = call.texts.get(command.effect_key) or call.transfers.get(command.effect_key)
    if action is not None and action.effect != "settled" and not action.flagged:
        decision.note(
            e.ActionFlagged, Actor.TIMER, effect_key=command.effect_key, reason=command.reason
        )
