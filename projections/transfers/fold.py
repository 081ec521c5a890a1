"""Updates a transfer's trail from its events."""

from typing import Final, Literal

from hookflash.domain.call import events as e
from hookflash.projections.replay.event_text import describe
from hookflash.projections.runner.model import Handlers, ReadModel, Row, Work
from hookflash.projections.transfers import ringing
from hookflash.projections.transfers.table import TRANSFERS

TransferOutcome = Literal[
    "asked",
    "ringing",
    "connected",
    "handed_over",
    "voicemail",
    "abandoned",
    "declined",
    "lapsed",
    "failed",
]

handlers = Handlers()
on = handlers.on


@on(e.TransferProposed)
def _on_transfer_proposed(work: Work, event: e.TransferProposed, position: int) -> None:
    _add(work, event, position)


def _add(work: Work, event: e.TransferProposed | e.TransferRefused, position: int) -> Row:
    call = work.call_of(event.call_id)
    row = {
        "effect_key": event.effect_key,
        "workspace": event.workspace,
        "call_id": event.call_id,
        "test": call["test"],
        "contact": call["contact"],
        "number": call["number"],
        "tool": event.tool,
        "job": call["jobs"].get(event.tool, ""),
        "occurrence": event.occurrence,
        "destination": event.destination.name,
        "destination_kind": event.destination.kind,
        "asked_by": call["agent_name"],
        "reason": event.reason,
        "asked_at": event.at,
        "asked_again": 0,
        "confirmed_at": None,
        "confirmed_by": None,
        "declined_by": None,
        "agent_left_at": None,
        "ringing": [],
        "outcome": "asked",
        "ended_at": None,
        "answered_by": None,
        "seconds_to_answer": None,
        "cause": "",
        "code": "",
        "voicemail": None,
        "flagged": False,
        "events": [],
        "position": event.position,
        "log_position": position,
    }
    work.transfers.add(row)
    _add_line(row, event)
    return row


@on(e.TransferRefused)
def _on_transfer_refused(work: Work, event: e.TransferRefused, position: int) -> None:
    row = _add(work, event, position)
    row.update(outcome="failed", ended_at=event.at, reason="", cause=event.reason)


@on(
    e.TransferAttempted,
    e.TransferPostponed,
    e.TransferAccepted,
    e.TransferOutcomeUnknown,
    e.TransferSought,
    e.RecipientStopped,
)
def _on_progress(work: Work, event: e.TransferEvent, _: int) -> None:
    _record(work, event)


def _record(work: Work, event: e.TransferEvent | e.AgentLeft | e.ActionFlagged) -> Row:
    row = work.transfers.change(event.effect_key)
    _add_line(row, event)
    return row


@on(e.TransferAskedAgain)
def _on_transfer_asked_again(work: Work, event: e.TransferAskedAgain, _: int) -> None:
    _record(work, event)["asked_again"] += 1


@on(e.TransferConfirmed)
def _on_transfer_confirmed(work: Work, event: e.TransferConfirmed, _: int) -> None:
    row = _record(work, event)
    row.update(outcome="ringing", confirmed_at=event.at, confirmed_by=event.words)


@on(e.AgentLeft)
def _on_agent_left(work: Work, event: e.AgentLeft, _: int) -> None:
    _record(work, event)["agent_left_at"] = event.at


@on(e.TransferDeclined)
def _on_transfer_declined(work: Work, event: e.TransferDeclined, _: int) -> None:
    _record(work, event).update(outcome="declined", ended_at=event.at, declined_by=event.words)


@on(e.TransferLapsed)
def _on_transfer_lapsed(work: Work, event: e.TransferLapsed, _: int) -> None:
    _record(work, event).update(outcome="lapsed", ended_at=event.at, cause=event.reason)


@on(e.TransferAbandoned)
def _on_transfer_abandoned(work: Work, event: e.TransferAbandoned, _: int) -> None:
    _record(work, event).update(outcome="abandoned", ended_at=event.at, cause=event.stage)


@on(e.TransferConnected)
def _on_transfer_connected(work: Work, event: e.TransferConnected, _: int) -> None:
    row = _record(work, event)
    outcome = "handed_over" if event.handed_over else "connected"
    row.update(outcome=outcome, ended_at=event.at, cause="", code="")
    if event.handed_over:
        # Which phones ring behind an external number is not ours to report.
        row["ringing"] = [ring for ring in row["ringing"] if ring["leg"] != event.leg]
    else:
        _set_answered_by(row, event)


_NOT_ANSWERED: Final = {"answered_by": None, "seconds_to_answer": None}
"""Also corrects a phone that was recorded as connected and did not get the caller."""


def _set_answered_by(row: Row, event: e.TransferConnected | e.RecipientBridged) -> None:
    row["answered_by"] = event.who
    row["seconds_to_answer"] = max(0.0, (event.at - row["confirmed_at"]).total_seconds())


@on(e.RecipientBridged)
def _on_recipient_bridged(work: Work, event: e.RecipientBridged, _: int) -> None:
    """Correct who answered, if another phone was recorded as connected."""
    row = _record(work, event)
    ringing.end(row["ringing"], event)
    if row["answered_by"] != event.who:
        _set_answered_by(row, event)


@on(e.TransferUnanswered)
def _on_transfer_unanswered(work: Work, event: e.TransferUnanswered, _: int) -> None:
    row = _record(work, event)
    row.update(outcome="voicemail", ended_at=event.at, cause=event.reason, **_NOT_ANSWERED)


@on(e.TransferFailed)
def _on_transfer_failed(work: Work, event: e.TransferFailed, _: int) -> None:
    """Set the outcome: an external transfer failed; a member's or inbox's goes to voicemail."""
    row = _record(work, event)
    outcome = "failed" if row["destination_kind"] == "external" else "voicemail"
    ended = {"outcome": outcome, "ended_at": event.at, "cause": event.reason, "code": event.code}
    row.update(ended, **_NOT_ANSWERED)


@on(e.RecipientRinging)
def _on_recipient_ringing(work: Work, event: e.RecipientRinging, _: int) -> None:
    ringing.begin(_record(work, event)["ringing"], event)


@on(e.RecipientAnswered, e.RecipientUnavailable, e.RecipientReleased)
def _on_ringing_ended(work: Work, event: ringing.Ended, _: int) -> None:
    ringing.end(_record(work, event)["ringing"], event)


@on(e.ActionFlagged)
def _on_action_flagged(work: Work, event: e.ActionFlagged, _: int) -> None:
    if work.transfers.get(event.effect_key):
        _record(work, event)["flagged"] = True


@on(e.VoicemailAttempted)
def _on_voicemail_attempted(work: Work, event: e.VoicemailAttempted, _: int) -> None:
    _record_voicemail(work, event, status="requested", owner=event.owner)


@on(e.VoicemailStarted)
def _on_voicemail_started(work: Work, event: e.VoicemailStarted, _: int) -> None:
    _record_voicemail(work, event, status="playing", owner=event.owner)


@on(e.VoicemailFailed)
def _on_voicemail_failed(work: Work, event: e.VoicemailFailed, _: int) -> None:
    _record_voicemail(work, event, status="failed")


@on(e.VoicemailPostponed)
def _on_voicemail_postponed(work: Work, event: e.VoicemailPostponed, _: int) -> None:
    _record_voicemail(work, event)


@on(e.VoicemailStopped)
def _on_voicemail_stopped(work: Work, event: e.VoicemailStopped, _: int) -> None:
    failed = {"status": "failed"} if event.reason == "not_taken" else {}
    _record_voicemail(work, event, **failed)


@on(e.VoicemailRecorded)
def _on_voicemail_recorded(work: Work, event: e.VoicemailRecorded, _: int) -> None:
    _record_voicemail(
        work,
        event,
        status="recorded" if event.seconds > 0 else "no_message",
        owner=event.owner,
        recording=event.recording,
        seconds=event.seconds,
        **({"transcript": event.transcript} if event.transcript else {}),
    )


@on(e.VoicemailTranscribed)
def _on_voicemail_transcribed(work: Work, event: e.VoicemailTranscribed, _: int) -> None:
    _record_voicemail(work, event, owner=event.owner, transcript=event.transcript)


def _record_voicemail(work: Work, event: e.VoicemailEvent, **data: object) -> None:
    """Record a voicemail event in the trail of the transfer that the caller agreed to."""
    key = work.call_of(event.call_id)["transfer"]
    if key is not None:
        row = work.transfers.change(key)
        row["voicemail"] = {**(row["voicemail"] or _NO_MESSAGE), **data}
        _add_line(row, event)


_NO_MESSAGE: Final = {
    "owner": "",
    "status": "requested",
    "recording": "",
    "seconds": None,
    "transcript": "",
}


@on(e.CallEnded)
def _on_call_ended(work: Work, event: e.CallEnded, _: int) -> None:
    key = work.call_of(event.call_id)["transfer"]
    if key is None:
        return
    row = work.transfers.change(key)
    _add_line(row, event)
    voicemail = row["voicemail"]
    if voicemail and voicemail["status"] in ("requested", "playing"):
        row["voicemail"] = {**voicemail, "status": "no_message"}


def _add_line(row: Row, event: e.CallEvent) -> None:
    row["events"].append(
        {"position": event.position, "type": event.type, "at": event.at, "line": describe(event)}
    )


TRANSFERS_MODEL: Final = ReadModel(TRANSFERS, handlers)
