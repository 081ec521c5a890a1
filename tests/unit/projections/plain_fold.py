"""Counts the figures of a report from events in the simplest way, as a reference."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from statistics import quantiles

from hookflash.domain.call import events as e
from tests.unit.projections.plain_outcome import follow_up_of, outcome_of

History = Sequence[e.CallEvent]
COUNTED = {
    e.TransferProposed: "transfers_proposed",
    e.TransferConfirmed: "transfers_confirmed",
    e.TransferDeclined: "transfers_declined",
    e.TransferLapsed: "transfers_lapsed",
    e.TransferUnanswered: "transfers_to_voicemail",
    e.TransferAbandoned: "transfers_abandoned",
    e.TransferRefused: "transfers_refused",
}
FINAL = {
    e.SmsDelivered: "delivered",
    e.SmsRefused: "failed",
    e.SmsCancelled: "failed",
}
ON_THE_WAY = {e.SmsOutcomeUnknown: "unknown", e.SmsAccepted: "queued", e.SmsSent: "sent"}


def is_test(history: History) -> bool:
    """Whether it is a test call."""
    first = history[0]
    assert isinstance(first, e.CallReceived)
    return first.test


def job_of(history: History, effect_key: str) -> str:
    """The job behind an action."""
    first = history[0]
    assert isinstance(first, e.CallReceived)
    (tool,) = {
        event.tool
        for event in history
        if isinstance(event, _ASKED) and event.effect_key == effect_key
    }
    return next(saved.job for saved in first.actions if saved.tool == tool)


def acted(history: History) -> set[str]:
    """The jobs that acted on a call."""
    return {job_of(history, event.effect_key) for event in history if isinstance(event, _ASKED)}


def count(histories: Iterable[History], job: str | None = None) -> dict[str, int | float]:
    """Count every figure that is not 0; with a job, only its actions and their calls."""
    counts: Counter[str] = Counter()
    seconds: list[float] = []
    for history in histories:
        if job is None or job in acted(history):
            counts.update(_figures(history))
            counts += _texts(history, job)
            counts += _transfers(history, job, seconds)
    return {**counts, **_times(seconds)}


FIGURES = {"voicemail": "to_voicemail"}
"""The figures of outcomes that are named differently."""


def _figures(history: History) -> list[str]:
    """The figures of calls under which a call counts."""
    outcome = outcome_of(history)
    counted = ["calls", f"calls_{FIGURES.get(outcome, outcome)}"]
    if outcome in ("resolved", "answered"):
        counted.append("calls_handled")
    if follow_up_of(history):
        counted.append("calls_to_follow_up")
    if any(isinstance(event, e.PromiseFlagged) for event in history):
        counted.append("calls_promise_flagged")
    return counted


def _corrected(history: History) -> list[e.CallEvent]:
    """The history without outcomes of a transfer that a later one corrected."""
    outcomes = (e.TransferConnected, e.TransferUnanswered, e.TransferFailed)
    ends = [event for event in history if isinstance(event, outcomes)]
    last = {event.effect_key: event for event in ends}
    return [event for event in history if event not in ends or event in last.values()]


def _seconds_to_human(history: History, connected: e.TransferConnected, yes: datetime) -> float:
    """From the caller's yes until the phone answered that had the caller in the end."""
    at, leg = connected.at, connected.leg
    for event in history:
        if isinstance(event, e.RecipientBridged) and event.leg != leg:
            at, leg = event.at, event.leg
    return max(0.0, (at - yes).total_seconds())


def _texts(history: History, job: str | None) -> Counter[str]:
    counts: Counter[str] = Counter()
    keys = {
        event.effect_key for event in history if isinstance(event, e.SmsRequested | e.SmsRefused)
    }
    for key in keys:
        if job in (None, job_of(history, key)):
            status = _status([e_ for e_ in history if isinstance(e_, e.SmsEvent)], key)
            counts["texts"] += 1
            counts["texts_sent"] += status in ("sent", "delivered", "undelivered")
            counts["texts_delivered"] += status == "delivered"
            counts["texts_failed"] += status in ("failed", "undelivered")
            counts["texts_unknown"] += status == "unknown"
    return counts


def _status(events: Sequence[e.SmsEvent], key: str) -> str:
    """The first final status, otherwise the furthest."""
    own = [event for event in events if event.effect_key == key]
    for event in own:
        if isinstance(event, e.SmsFailed):
            return event.status
        if type(event) in FINAL:
            return FINAL[type(event)]
    reached = {ON_THE_WAY[type(event)] for event in own if type(event) in ON_THE_WAY}
    return next((one for one in ("sent", "queued", "unknown") if one in reached), "queued")


def _transfers(history: History, job: str | None, seconds: list[float]) -> Counter[str]:
    counts: Counter[str] = Counter()
    confirmed = {ev.effect_key: ev for ev in history if isinstance(ev, e.TransferConfirmed)}
    for event in _corrected(history):
        if not isinstance(event, e.TransferEvent) or job not in (
            None,
            job_of(history, event.effect_key),
        ):
            continue
        if isinstance(event, e.TransferConnected):
            yes = confirmed[event.effect_key]
            name = "transfers_handed_over" if event.handed_over else "transfers_connected"
            if not event.handed_over:
                seconds.append(_seconds_to_human(history, event, yes.at))
            counts[name] += 1
        elif isinstance(event, e.TransferFailed):
            outside = confirmed[event.effect_key].destination.kind == "external"
            counts["transfers_failed" if outside else "transfers_to_voicemail"] += 1
        elif type(event) in COUNTED:
            counts[COUNTED[type(event)]] += 1
    return counts


def _times(seconds: list[float]) -> dict[str, float]:
    if not seconds:
        return {}
    cuts = quantiles(seconds, n=20, method="inclusive") if len(seconds) > 1 else seconds * 19
    return {"seconds_to_human_median": cuts[9], "seconds_to_human_p95": cuts[18]}


_ASKED = (e.SmsRequested, e.SmsRefused, e.TransferProposed, e.TransferRefused)
