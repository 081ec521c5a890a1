"""Builds a span for each call and action from its events, once it has ended.

Spans contain nothing that was said or sent, and at most the last two digits of phone numbers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, cast

from hookflash.domain.call import events as e
from hookflash.domain.call.evolve import fold
from hookflash.domain.call.timers import RECEIPT_SECONDS
from hookflash.orchestrator.telemetry.masking import masked
from hookflash.projections.calls import course
from hookflash.projections.calls.outcome import ending

Kind = Literal["call", "send_sms", "transfer_call"]
Action = e.SmsEvent | e.TransferEvent | e.ActionFlagged


@dataclass(frozen=True)
class Span:
    """A call or an action from ``began`` to ``ended``; ``marks`` are its events with their times.

    ``key`` is the action's effect key, empty for a call. ``seconds_to_human`` is the time from the
    caller's yes to a member's answer, None without an answer.
    """

    kind: Kind
    call_id: str
    key: str
    began: datetime
    ended: datetime
    outcome: str
    test: bool
    attributes: Mapping[str, str | int | bool]
    marks: tuple[tuple[str, datetime], ...]
    seconds_to_human: float | None = None

    @property
    def failed(self) -> bool:
        """Whether it went wrong, as opposed to being refused or declined."""
        return self.outcome in FAILURES


FAILURES: Final = {"failed", "undelivered", "flagged"}
_OUTCOMES: Final[dict[type[e.CallEvent], str]] = {
    e.SmsRefused: "refused",
    e.SmsDelivered: "delivered",
    e.SmsCancelled: "cancelled",
    e.TransferRefused: "refused",
    e.TransferDeclined: "declined",
    e.TransferLapsed: "lapsed",
    e.TransferAbandoned: "abandoned",
    e.TransferUnanswered: "unanswered",
    e.TransferFailed: "failed",
    e.ActionFlagged: "flagged",
}
ENDING: Final[tuple[type[e.CallEvent], ...]] = (
    *_OUTCOMES,
    e.SmsFailed,
    e.SmsSought,
    e.TransferConnected,
    e.CallEnded,
)
"""The events that may end a call or an action."""


def ended_by(history: Sequence[e.CallEvent]) -> Span | None:
    """The span that the last event of ``history`` ends; ``history`` starts with the call.

    None if it ends nothing, or something that had ended before: a late receipt changes no span.
    """
    last = history[-1]
    if isinstance(last, e.CallEnded):
        return _call(history, last)
    if isinstance(last, Action):
        return _action(history, last.effect_key)
    return None


def _call(history: Sequence[e.CallEvent], end: e.CallEnded) -> Span:
    received = cast("e.CallReceived", history[0])
    taken = course.begin(received)
    for event in history[:-1]:
        if type(event) in course.NOTES:
            course.note(taken, event)
    course.end(taken, end, fold(end.call_id, history[:-1]).state)
    outcome, follow_up = ending(taken)
    return Span(
        kind="call",
        call_id=end.call_id,
        key="",
        began=received.at,
        ended=end.at,
        outcome=outcome or "",
        test=received.test,
        attributes={
            "hookflash.call.end_reason": masked(end.reason),
            "hookflash.call.follow_up_reason": follow_up,
            "hookflash.call.promises_flagged": sum(
                isinstance(event, e.PromiseFlagged) for event in history
            ),
        },
        marks=_marks(one for one in history if isinstance(one, e.CallAnswered | e.AgentLeft)),
    )


def _action(history: Sequence[e.CallEvent], key: str) -> Span | None:
    own = [one for one in history if isinstance(one, Action) and one.effect_key == key]
    outcomes = [_outcome(own[: n + 1]) for n in range(len(own))]
    if outcomes[-1] is None or any(outcomes[:-1]):
        return None
    received, first = cast("e.CallReceived", history[0]), own[0]
    tool = getattr(first, "tool", "")
    job = next((saved.job for saved in received.actions if saved.tool == tool), "")
    return Span(
        kind="transfer_call" if isinstance(first, e.TransferEvent) else "send_sms",
        call_id=first.call_id,
        key=key,
        began=first.at,
        ended=own[-1].at,
        outcome=outcomes[-1],
        test=received.test,
        attributes={
            "hookflash.action.tool": tool,
            "hookflash.action.job": masked(job),
            "hookflash.action.attempts": max(getattr(one, "attempt", 0) for one in own),
            "hookflash.action.reason": masked(_reason(own[-1])),
        },
        marks=_marks(own),
        seconds_to_human=_seconds_to_human(own),
    )


def _outcome(own: Sequence[Action]) -> str | None:
    """The outcome of an action after the last of its events, None while it is in progress."""
    match own[-1]:
        case e.SmsFailed() as failed:
            return failed.status
        case e.TransferConnected() as connected:
            return "handed_over" if connected.handed_over else "connected"
        case e.SmsSought():
            taken = [n for n, one in enumerate(own) if isinstance(one, e.SmsAccepted)]
            sought = (
                [one for one in own[taken[0] :] if isinstance(one, e.SmsSought)] if taken else ()
            )
            return "no_receipt" if len(sought) >= len(RECEIPT_SECONDS) else None
        case last:
            return _OUTCOMES.get(type(last))


def _reason(last: Action) -> str:
    """The reason of an outcome: the carrier's code or our own code, never words of the caller."""
    if isinstance(last, e.SmsFailed | e.TransferFailed):
        return last.code
    own = e.SmsRefused | e.TransferRefused | e.TransferLapsed | e.TransferUnanswered
    return last.reason if isinstance(last, own) else ""


def _seconds_to_human(own: Iterable[Action]) -> float | None:
    at = {type(one): one for one in own}
    yes, answer = at.get(e.TransferConfirmed), at.get(e.TransferConnected)
    if yes is None or not isinstance(answer, e.TransferConnected) or answer.handed_over:
        return None
    return max(0.0, (answer.at - yes.at).total_seconds())


def _marks(events: Iterable[e.CallEvent]) -> tuple[tuple[str, datetime], ...]:
    return tuple((event.type, event.at) for event in events)
