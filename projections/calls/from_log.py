"""The summary of one call, folded from its own events: what is shown cannot lag behind the log."""

from collections.abc import Sequence
from typing import Final, cast

from hookflash.domain.call.conversation import CallState
from hookflash.domain.call.events import CallEnded, CallEvent, CallReceived
from hookflash.domain.call.transitions import TRIGGERS, next_state
from hookflash.domain.unreadable import Entry
from hookflash.projections.calls.course import NOTES, begin, end, note
from hookflash.projections.calls.outcome import CallOutcome, ending
from hookflash.projections.calls.queries import CallSummary, summary
from hookflash.projections.runner.batch import apply_alone, plan_of
from hookflash.projections.runner.model import Row
from hookflash.projections.runner.registry import MODELS

_PLAN: Final = plan_of(MODELS)


def summary_of(call_id: str, history: Sequence[tuple[int, Entry]]) -> CallSummary | None:
    """The summary that the views have of a call once they show all of ``history``.

    ``history`` is the call's whole stream with log positions. None if its beginning is missing.
    """
    row = _row_of(call_id, history)
    if row is None:
        return None
    shown = {name for name in CallSummary.model_fields if name not in ("call", "stale")}
    return summary({name: value for name, value in row.items() if name in {"call_id", *shown}})


def outcome_of(call_id: str, events: Sequence[CallEvent]) -> CallOutcome | None:
    """The outcome in the summary of a call with these ``events``, in a tenth of its time.

    None until the call has ended.
    """
    try:
        return _outcome(events)
    except Exception:  # noqa: BLE001 - the views park an event that they cannot take
        row = _row_of(call_id, list(enumerate(events, 1)))
        return row["outcome"] if row is not None else None


def _outcome(events: Sequence[CallEvent]) -> CallOutcome | None:
    course = begin(cast("CallReceived", events[0]))
    state: CallState = "ringing"
    for event in events[1:]:
        kind = type(event)
        if isinstance(event, CallEnded):
            end(course, event, state)
        elif kind in NOTES:
            note(course, event)
        if kind in TRIGGERS:
            state = next_state(state, kind)
    return ending(course).outcome


def _row_of(call_id: str, history: Sequence[tuple[int, Entry]]) -> Row | None:
    return apply_alone(MODELS, _PLAN, history).calls.get(call_id)
