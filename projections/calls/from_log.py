"""The summary of one call, folded from its own events: what is shown cannot lag behind the log."""

from collections.abc import Sequence
from typing import Final

from hookflash.domain.unreadable import Entry
from hookflash.projections.calls.queries import CallSummary, summary
from hookflash.projections.runner.batch import apply_alone, plan_of
from hookflash.projections.runner.registry import MODELS

_PLAN: Final = plan_of(MODELS)


def summary_of(call_id: str, history: Sequence[tuple[int, Entry]]) -> CallSummary | None:
    """The summary that the views have of a call once they show all of ``history``.

    ``history`` is the call's whole stream with log positions. None if its beginning is missing.
    """
    row = apply_alone(MODELS, _PLAN, history).calls.get(call_id)
    if row is None:
        return None
    shown = {name for name in CallSummary.model_fields if name not in ("call", "stale")}
    return summary({name: value for name, value in row.items() if name in {"call_id", *shown}})
