"""The calls behind each figure of a report: the address of the Calls page that lists them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from hookflash.orchestrator.console.navigation import calls_address
from hookflash.projections.reports.figures import OUTCOMES
from hookflash.projections.reports.question import Line, Question

Filters = Mapping[str, str | Iterable[str]]

BEHIND: Final[Mapping[str, Filters]] = {
    "calls": {},
    **{figure: {"outcome": outcome} for outcome, figure in OUTCOMES.items()},
    "calls_live": {"outcome": "live"},
    "calls_handled": {"outcome": ("resolved", "answered")},
    "calls_to_follow_up": {"follow_up": "true"},
    "texts": {"action": "text"},
    "texts_sent": {"action": ("text:sent", "text:delivered", "text:undelivered")},
    "texts_delivered": {"action": "text:delivered"},
    "texts_failed": {"action": ("text:failed", "text:undelivered")},
    "texts_unknown": {"action": "text:unknown"},
    "transfers_proposed": {"action": "transfer:proposed"},
    "transfers_confirmed": {"action": "transfer:confirmed"},
    "transfers_declined": {"action": "transfer:declined"},
    "transfers_connected": {"action": "transfer:connected"},
    "transfers_handed_over": {"action": "transfer:handed_over"},
    "transfers_reached": {"action": ("transfer:connected", "transfer:handed_over")},
    "transfers_to_voicemail": {"action": "transfer:voicemail"},
}
"""The filters of the Calls page by figure. A figure of texts or transfers leads to their calls."""


def behind(asked: Question, figure: str) -> str:
    """Return the address of the calls that ``figure`` of the question ``asked`` is about."""
    return _address(asked, BEHIND[figure])


def behind_reason(asked: Question, reason: str) -> str:
    """Return the address of the calls with a text or transfer that came to nothing for that."""
    return _address(asked, {"reason": reason})


def of_day(asked: Question, day: date) -> Question:
    """Return the question about one day."""
    return asked.model_copy(update={"first": day, "last": day})


def of_line(asked: Question, line: Line) -> Question:
    """Return the question about one line of a report."""
    if line.day is not None:
        return of_day(asked, line.day)
    known = {"number": line.number, "job": line.job, "action": line.action}
    return asked.model_copy(update={name: value for name, value in known.items() if value})


def _address(asked: Question, filters: Filters) -> str:
    own = {
        "since": asked.first.isoformat() if asked.first else "",
        "until": asked.last.isoformat() if asked.last else "",
        "number": asked.number or "",
        "job": asked.job or "",
        "test": "" if asked.tests else "false",
    }
    wanted = {**own, **filters}
    if asked.action:
        wanted["action"] = wanted.get("action") or asked.action
    return calls_address(**wanted)
