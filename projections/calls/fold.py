"""Updates a call's row from its events."""

from typing import Any, Final

from hookflash.domain.call import events as e
from hookflash.domain.call.evolving.transfers import SETTLING
from hookflash.domain.call.searches import SEARCH_SECONDS
from hookflash.domain.call.timers import RECEIPT_SECONDS
from hookflash.domain.call.transitions import TRIGGERS, next_state
from hookflash.domain.inbox.thread import thread_id
from hookflash.domain.job.action import SendSms
from hookflash.projections.calls.course import NOTES, begin, end, note
from hookflash.projections.calls.outcome import ending
from hookflash.projections.calls.table import CALLS
from hookflash.projections.runner.model import Handler, Handlers, ReadModel, Row, Work

handlers = Handlers()
on = handlers.on


@on(*TRIGGERS)
def _on_transition(work: Work, event: e.CallEvent, _: int) -> None:
    _change_state(work, event)


def _change_state(work: Work, event: e.CallEvent) -> Row:
    row = work.calls.change(event.call_id)
    state = next_state(row["state"], type(event))
    if state != row["state"]:
        row["state"], row["state_at"] = state, event.at
    return row


@on(e.CallReceived)
def _on_call_received(work: Work, event: e.CallReceived, position: int) -> None:
    workspace = event.workspace
    work.calls.add(
        {
            "call_id": event.call_id,
            "workspace": workspace,
            "thread": thread_id(workspace, event.contact, event.number, event.call_id),
            "contact": event.contact,
            "number": event.number,
            "test": event.test,
            "agent_name": event.agent_name,
            "agent": "",
            "jobs": {saved.tool: saved.job for saved in event.actions},
            "bodies": _bodies(event),
            "state": "ringing",
            "state_at": event.at,
            "course": begin(event),
            "outcome": None,
            "needs_follow_up": False,
            "follow_up_reason": "",
            "promises_flagged": 0,
            "received_at": event.at,
            "answered_at": None,
            "last_sign_at": event.at,
            "ended_at": None,
            "end_reason": "",
            "seconds": None,
            "open": True,
            "unsettled": {},
            "acts": {},
            "transfer": None,
            "voicemail": None,
            "position": event.position,
            "log_position": position,
        }
    )


def _bodies(event: e.CallReceived) -> dict[str, str]:
    actions = ((saved.tool, saved.action) for saved in event.actions)
    return {tool: action.body for tool, action in actions if isinstance(action, SendSms)}


@on(e.CallAnswered)
def _on_call_answered(work: Work, event: e.CallAnswered, _: int) -> None:
    row = _change_state(work, event)
    row["agent"], row["answered_at"] = event.agent, event.at


@on(e.TransferConfirmed)
def _on_transfer_confirmed(work: Work, event: e.TransferConfirmed, _: int) -> None:
    _change_state(work, event)["transfer"] = event.effect_key


@on(e.VoicemailAttempted, e.VoicemailRecorded, e.VoicemailTranscribed)
def _on_voicemail(work: Work, event: e.VoicemailEvent, _: int) -> None:
    work.calls.change(event.call_id)["voicemail"] = event.effect_key


@on(e.PromiseFlagged)
def _on_promise_flagged(work: Work, event: e.PromiseFlagged, _: int) -> None:
    work.calls.change(event.call_id)["promises_flagged"] += 1


@on(e.CallEnded)
def _on_call_ended(work: Work, event: e.CallEnded, _: int) -> None:
    row = work.calls.change(event.call_id)
    answered = row["answered_at"]
    end(row["course"], event, row["state"])
    row["seconds"] = max(0.0, (event.at - answered).total_seconds()) if answered else 0.0
    row["ended_at"], row["end_reason"] = event.at, event.reason
    _update_open(_change_state(work, event))
    _judge(row)


_EFFECTS: Final[dict[type[e.CallEvent], str]] = {
    e.SmsRequested: "requested",
    e.SmsAttempted: "attempted",
    e.SmsPostponed: "postponed",
    e.SmsOutcomeUnknown: "unknown",
    e.SmsAccepted: "accepted",
}


@on(*_EFFECTS)
def _on_text_progress(work: Work, event: e.SmsEvent, _: int) -> None:
    row = work.calls.change(event.call_id)
    text = row["unsettled"].setdefault(event.effect_key, {"receipts": 0, "flagged": False})
    text["effect"] = _EFFECTS[type(event)]
    _update_open(row)


@on(e.TransferAbandoned, e.TransferUnanswered)
def _on_transfer_over(
    work: Work, event: e.TransferAbandoned | e.TransferUnanswered, _: int
) -> None:
    row = _change_state(work, event)
    if event.may_ring:
        row["unsettled"][event.effect_key] = {"effect": "ringing", "left": len(SEARCH_SECONDS)}
    _update_open(row)


@on(e.TransferSought)
def _on_transfer_sought(work: Work, event: e.TransferSought, _: int) -> None:
    row = work.calls.change(event.call_id)
    over = row["unsettled"].get(event.effect_key)
    if over is not None:
        over["left"] -= 1
        if not over["left"]:
            del row["unsettled"][event.effect_key]
    _update_open(row)


@on(e.LateReportNoted)
def _on_late_report(work: Work, event: e.LateReportNoted, _: int) -> None:
    if event.report in SETTLING:
        _settle_action(work.calls.change(event.call_id), event.about)


@on(e.SmsSought)
def _on_sms_sought(work: Work, event: e.SmsSought, _: int) -> None:
    row = work.calls.change(event.call_id)
    action = row["unsettled"].get(event.effect_key)
    if action is not None and action["effect"] == "accepted":
        action["receipts"] += 1
    _update_open(row)


@on(e.ActionFlagged)
def _on_action_flagged(work: Work, event: e.ActionFlagged, _: int) -> None:
    row = work.calls.change(event.call_id)
    action = row["unsettled"].get(event.effect_key)
    if action is not None:
        action["flagged"] = True
    _update_open(row)


@on(e.SmsDelivered, e.SmsFailed, e.SmsCancelled)
def _on_text_settled(work: Work, event: e.SmsEvent, _: int) -> None:
    _settle_action(work.calls.change(event.call_id), event.effect_key)


@on(e.RecipientReleased)
def _on_recipient_released(work: Work, event: e.RecipientReleased, _: int) -> None:
    row = work.calls.change(event.call_id)
    row["unsettled"][event.leg] = {"effect": "released"}
    _update_open(row)


@on(e.RecipientStopped)
def _on_recipient_stopped(work: Work, event: e.RecipientStopped, _: int) -> None:
    _settle_action(work.calls.change(event.call_id), event.leg)


@on(e.VoicemailRecorded)
def _on_voicemail_recorded(work: Work, event: e.VoicemailRecorded, position: int) -> None:
    _on_voicemail(work, event, position)
    if event.keep:
        row = work.calls.change(event.call_id)
        row["unsettled"][_kept(event)] = {"effect": "keeping"}
        _update_open(row)


@on(e.RecordingKept)
def _on_recording_kept(work: Work, event: e.RecordingKept, _: int) -> None:
    """Settle the recording, unless the provider's copy is still to be deleted."""
    if not event.discard:
        _on_recording_settled(work, event, 0)


@on(e.RecordingLost, e.RecordingDiscarded, e.RecordingLeft)
def _on_recording_settled(work: Work, event: e.RecordingEvent, _: int) -> None:
    _settle_action(work.calls.change(event.call_id), _kept(event))


def _kept(event: e.VoicemailEvent) -> str:
    """The key of a recording among the unsettled actions; its voicemail has the effect key."""
    return f"recording/{event.effect_key}"


def _settle_action(row: Row, key: str) -> None:
    row["unsettled"].pop(key, None)
    _update_open(row)


def _update_open(row: Row) -> None:
    """Set ``open``: whether a worker still has work to do for the call, now or on a timer.

    Transfers and voicemails do not count: once the call has ended, nothing more is attempted for
    them. A recording that is to be kept does, and a transfer whose phones may ring all the same.
    """
    row["open"] = row["state"] != "ended" or any(map(_is_pending, row["unsettled"].values()))


def _is_pending(action: dict[str, Any]) -> bool:
    match action["effect"]:
        case "accepted":
            return bool(action["receipts"] < len(RECEIPT_SECONDS))
        case "attempted" | "unknown":
            return not action["flagged"]
        case _:
            return True


def _judge(row: Row) -> None:
    """Set the outcome. Reports that arrive after the end may still change it."""
    outcome, reason = ending(row["course"])
    row["outcome"] = outcome
    row["needs_follow_up"], row["follow_up_reason"] = bool(reason), reason


def _noting(handler: Handler | None) -> Handler:
    """Make ``handler`` note the event in the course of the call as well."""

    def handle(work: Work, event: e.CallEvent, position: int) -> None:
        if handler is not None:
            handler(work, event, position)
        row = work.calls.change(event.call_id)
        course = row["course"]
        note(course, event)
        if course["ended_in"] is not None:
            _judge(row)

    return handle


handlers.update({kind: _noting(handlers.get(kind)) for kind in NOTES})

CALLS_MODEL: Final = ReadModel(CALLS, handlers)
