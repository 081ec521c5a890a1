"""What each event changes in the trail of its transfer."""

from typing import Final, Literal

from hookflash.domain.call import events as e
from hookflash.projections.replay.event_text import tell
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
def _proposed(work: Work, event: e.TransferProposed | e.TransferRefused, position: int) -> Row:
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
    _note(row, event)
    return row


@on(e.TransferRefused)
def _(work: Work, event: e.TransferRefused, position: int) -> None:
    row = _proposed(work, event, position)
    row.update(outcome="failed", ended_at=event.at, reason="", cause=event.reason)


@on(
    e.TransferAttempted,
    e.TransferPostponed,
    e.TransferAccepted,
    e.TransferOutcomeUnknown,
    e.TransferSought,
    e.RecipientStopped,
)
def _(work: Work, event: e.TransferEvent, _: int) -> None:
    _told(work, event)


def _told(work: Work, event: e.TransferEvent | e.AgentLeft | e.ActionFlagged) -> Row:
    row = work.transfers.change(event.effect_key)
    _note(row, event)
    return row


@on(e.TransferAskedAgain)
def _(work: Work, event: e.TransferAskedAgain, _: int) -> None:
    _told(work, event)["asked_again"] += 1


@on(e.TransferConfirmed)
def _(work: Work, event: e.TransferConfirmed, _: int) -> None:
    row = _told(work, event)
    row.update(outcome="ringing", confirmed_at=event.at, confirmed_by=event.words)


@on(e.AgentLeft)
def _(work: Work, event: e.AgentLeft, _: int) -> None:
    _told(work, event)["agent_left_at"] = event.at


@on(e.TransferDeclined)
def _(work: Work, event: e.TransferDeclined, _: int) -> None:
    _told(work, event).update(outcome="declined", ended_at=event.at, declined_by=event.words)


@on(e.TransferLapsed)
def _(work: Work, event: e.TransferLapsed, _: int) -> None:
    _told(work, event).update(outcome="lapsed", ended_at=event.at, cause=event.reason)


@on(e.TransferAbandoned)
def _(work: Work, event: e.TransferAbandoned, _: int) -> None:
    _told(work, event).update(outcome="abandoned", ended_at=event.at, cause=event.stage)


@on(e.TransferConnected)
def _(work: Work, event: e.TransferConnected, _: int) -> None:
    row = _told(work, event)
    row.update(outcome="handed_over" if event.handed_over else "connected", ended_at=event.at)
    if event.handed_over:
        # What rings at an outside number is that number's own affair.
        row["ringing"] = [ring for ring in row["ringing"] if ring["leg"] != event.leg]
    else:
        row["answered_by"] = event.who
        row["seconds_to_answer"] = max(0.0, (event.at - row["confirmed_at"]).total_seconds())


@on(e.TransferUnanswered)
def _(work: Work, event: e.TransferUnanswered, _: int) -> None:
    _told(work, event).update(outcome="voicemail", ended_at=event.at, cause=event.reason)


@on(e.TransferFailed)
def _(work: Work, event: e.TransferFailed, _: int) -> None:
    """For the caller, a member's phones that could not be rung are phones that nobody answered."""
    row = _told(work, event)
    outcome = "failed" if row["destination_kind"] == "external" else "voicemail"
    row.update(outcome=outcome, ended_at=event.at, cause=event.reason, code=event.code)


@on(e.RecipientRinging)
def _(work: Work, event: e.RecipientRinging, _: int) -> None:
    ringing.begin(_told(work, event)["ringing"], event)


@on(e.RecipientAnswered, e.RecipientUnavailable, e.RecipientReleased)
def _(work: Work, event: ringing.Ended, _: int) -> None:
    ringing.end(_told(work, event)["ringing"], event)


@on(e.ActionFlagged)
def _(work: Work, event: e.ActionFlagged, _: int) -> None:
    if work.transfers.get(event.effect_key):
        _told(work, event)["flagged"] = True


@on(e.VoicemailAttempted)
def _(work: Work, event: e.VoicemailAttempted, _: int) -> None:
    _voicemail(work, event, status="requested", owner=event.owner)


@on(e.VoicemailStarted)
def _(work: Work, event: e.VoicemailStarted, _: int) -> None:
    _voicemail(work, event, status="playing", owner=event.owner)


@on(e.VoicemailFailed)
def _(work: Work, event: e.VoicemailFailed, _: int) -> None:
    _voicemail(work, event, status="failed")


@on(e.VoicemailPostponed)
def _(work: Work, event: e.VoicemailPostponed, _: int) -> None:
    _voicemail(work, event)


@on(e.VoicemailStopped)
def _(work: Work, event: e.VoicemailStopped, _: int) -> None:
    failed = {"status": "failed"} if event.reason == "not_taken" else {}
    _voicemail(work, event, **failed)


@on(e.VoicemailRecorded)
def _(work: Work, event: e.VoicemailRecorded, _: int) -> None:
    _voicemail(
        work,
        event,
        status="recorded",
        owner=event.owner,
        recording=event.recording,
        seconds=event.seconds,
        transcript=event.transcript,
    )


def _voicemail(work: Work, event: e.VoicemailEvent, **data: object) -> None:
    """A call's voicemail is that of the one transfer that was agreed to."""
    key = work.call_of(event.call_id)["transfer"]
    if key is not None:
        row = work.transfers.change(key)
        row["voicemail"] = {**(row["voicemail"] or _NO_MESSAGE), **data}
        _note(row, event)


_NO_MESSAGE: Final = {
    "owner": "",
    "status": "requested",
    "recording": "",
    "seconds": None,
    "transcript": "",
}


@on(e.CallEnded)
def _(work: Work, event: e.CallEnded, _: int) -> None:
    key = work.call_of(event.call_id)["transfer"]
    if key is None:
        return
    row = work.transfers.change(key)
    _note(row, event)
    voicemail = row["voicemail"]
    if voicemail and voicemail["status"] in ("requested", "playing"):
        row["voicemail"] = {**voicemail, "status": "no_message"}


def _note(row: Row, event: e.CallEvent) -> None:
    row["events"].append(
        {"position": event.position, "type": event.type, "at": event.at, "line": tell(event)}
    )


TRANSFERS_MODEL: Final = ReadModel(TRANSFERS, handlers)
