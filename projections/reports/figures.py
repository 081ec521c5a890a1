"""The figures of a report and the queries that count them."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from pydantic import Field
from sqlalchemy import ColumnElement, Double, FromClause, Numeric, Select, case, cast, func, select

from hookflash.domain.value import Value
from hookflash.projections.calls.outcome import CallOutcome


class Condition(NamedTuple):
    """Selects the rows of a fact to count: those with one of ``values`` in ``column``."""

    column: str
    values: tuple[Any, ...]
    others: bool = False
    """Those with any other value instead."""

    def __call__(self, fact: Any) -> ColumnElement[bool]:
        """As SQL, given the fact's columns."""
        column = fact[self.column]
        if self.values == (None,):
            found: ColumnElement[bool] = column.is_(None)
        else:
            found = column.in_(self.values)
        return ~found if self.others else found

    def holds(self, value: Any) -> bool:
        """Whether a fact with ``value`` in the column counts."""
        return (value in self.values) != self.others


def _any_but(column: str, *values: Any) -> Condition:
    return Condition(column, values, others=True)


class Figures(Value):
    """Figures on a set of calls and on their texts and transfers.

    Every call counts once under the ``calls_…`` of its outcome or under ``calls_live``, every text
    and transfer once under its last status. In addition, ``calls_handled`` counts the calls
    resolved or answered, ``calls_to_follow_up`` those on which a person has to act,
    ``calls_promise_flagged`` those on which the promise audit flagged something,
    ``texts_sent`` the texts that left the provider, delivered or not, and
    ``transfers_confirmed`` the transfers that callers agreed to. ``seconds_to_human_…`` is the
    time from the caller's yes to a recipient's answer, None without an answer; median and 95th
    percentile are interpolated like SQL's ``percentile_cont``.
    """

    calls: int = 0
    calls_handled: int = Field(
        0,
        description="Resolved or answered by the agent alone: calls_resolved and calls_answered. "
        "Deprecated: use these.",
    )
    calls_transferred: int = Field(0, description="A member took the call.")
    calls_to_voicemail: int = Field(0, description="Ended in voicemail, with or without a message.")
    calls_abandoned: int = Field(
        0, description="The caller hung up while asked or while phones rang."
    )
    calls_missed: int = Field(0, description="The call ended before it was answered.")
    calls_live: int = Field(0, description="Not ended yet.")
    texts: int = Field(0, description="Requested, including refused ones.")
    texts_sent: int = Field(0, description="Left the provider.")
    texts_delivered: int = 0
    texts_failed: int = Field(0, description="Refused, cancelled, failed or undelivered.")
    texts_unknown: int = Field(0, description="The provider did not say whether it accepted them.")
    texts_failed_by_reason: dict[str, int] = Field(
        default_factory=dict, description="By the carrier's code, otherwise by reason."
    )
    transfers_proposed: int = Field(0, description="The caller was asked.")
    transfers_confirmed: int = Field(0, description="The caller said yes.")
    transfers_declined: int = 0
    transfers_lapsed: int = Field(0, description="The caller gave no clear answer.")
    transfers_connected: int = Field(0, description="A member answered.")
    transfers_handed_over: int = Field(
        0, description="Handed to the carrier, to an external number."
    )
    transfers_to_voicemail: int = Field(0, description="The caller was sent to voicemail.")
    transfers_abandoned: int = 0
    transfers_failed: int = Field(0, description="The provider refused an external number.")
    transfers_refused: int = Field(0, description="Refused before the caller was asked.")
    transfers_by_cause: dict[str, int] = Field(
        default_factory=dict,
        description="Not connected, by outcome and cause, e.g. lapsed/silence.",
    )
    seconds_to_human_median: float | None = None
    seconds_to_human_p95: float | None = None
    calls_interrupted: int = Field(0, description="The connection was lost.")
    calls_handed_over: int = Field(0, description="The carrier took over, to an external number.")
    calls_caller_silent: int = Field(0, description="The caller said and pressed nothing.")
    calls_text_failed: int = Field(0, description="A text did not arrive, or may not have.")
    calls_text_refused: int = Field(0, description="A text was refused.")
    calls_resolved: int = Field(0, description="A text was accepted, and none failed.")
    calls_gave_up: int = Field(0, description="The caller hung up before they heard an answer.")
    calls_answered: int = Field(0, description="All others: the caller heard the agent's answer.")
    calls_voicemail_declined: int = Field(
        0, description="The caller did not want to be recorded, and left no message."
    )
    calls_to_follow_up: int = Field(0, description="A person has to act.")
    calls_promise_flagged: int = Field(
        0, description="The agent claimed an action that was not taken, or took one in silence."
    )


OUTCOMES: Final[Mapping[CallOutcome, str]] = {
    "resolved": "calls_resolved",
    "answered": "calls_answered",
    "transferred": "calls_transferred",
    "handed_over": "calls_handed_over",
    "voicemail": "calls_to_voicemail",
    "voicemail_declined": "calls_voicemail_declined",
    "abandoned": "calls_abandoned",
    "gave_up": "calls_gave_up",
    "text_failed": "calls_text_failed",
    "text_refused": "calls_text_refused",
    "caller_silent": "calls_caller_silent",
    "missed": "calls_missed",
    "interrupted": "calls_interrupted",
}
"""The figure of each outcome of a call, from the best to the worst."""
HANDLED: Final = ("resolved", "answered")


CALLS: Final[Mapping[str, Condition]] = {
    "calls": _any_but("outcome", None),
    "calls_handled": Condition("outcome", HANDLED),
    **{name: Condition("outcome", (outcome,)) for outcome, name in OUTCOMES.items()},
    "calls_live": Condition("outcome", ("live",)),
    "calls_to_follow_up": Condition("needs_follow_up", (True,)),
    "calls_promise_flagged": _any_but("promises_flagged", 0),
}
TEXTS: Final[Mapping[str, Condition]] = {
    "texts": _any_but("status", None),
    "texts_sent": Condition("status", ("sent", "delivered", "undelivered")),
    "texts_delivered": Condition("status", ("delivered",)),
    "texts_failed": Condition("status", ("failed", "undelivered")),
    "texts_unknown": Condition("status", ("unknown",)),
}
TRANSFERS: Final[Mapping[str, Condition]] = {
    "transfers_proposed": _any_but("outcome", "refused"),
    "transfers_confirmed": _any_but("confirmed_at", None),
    "transfers_declined": Condition("outcome", ("declined",)),
    "transfers_lapsed": Condition("outcome", ("lapsed",)),
    "transfers_connected": Condition("outcome", ("connected",)),
    "transfers_handed_over": Condition("outcome", ("handed_over",)),
    "transfers_to_voicemail": Condition("outcome", ("voicemail",)),
    "transfers_abandoned": Condition("outcome", ("abandoned",)),
    "transfers_failed": Condition("outcome", ("failed",)),
    "transfers_refused": Condition("outcome", ("refused",)),
}
MEDIAN: Final = 0.5
P95: Final = 0.95
_TO_THE_MILLISECOND: Final = 3


def counted(
    rows: FromClause, keys: tuple[str, ...], counts: Mapping[str, Condition]
) -> Select[Any]:
    """Count ``rows`` grouped by the columns ``keys``; without keys, in total."""
    by = [rows.c[key] for key in keys]
    columns = [func.count().filter(which(rows.c)).label(name) for name, which in counts.items()]
    return select(*by, *columns).group_by(*by)


def reasons(texts: FromClause, keys: tuple[str, ...]) -> Select[Any]:
    """Count failed texts, grouped by ``keys`` and reason."""
    by = [*(texts.c[key] for key in keys), texts.c.reason]
    return select(*by, func.count()).where(TEXTS["texts_failed"](texts.c)).group_by(*by)


def causes(transfers: FromClause, keys: tuple[str, ...]) -> Select[Any]:
    """Count transfers with a cause, grouped by ``keys``, outcome and cause."""
    by = [*(transfers.c[key] for key in keys), transfers.c.outcome, transfers.c.cause]
    return select(*by, func.count()).where(transfers.c.cause != "").group_by(*by)


def times(transfers: FromClause, keys: tuple[str, ...]) -> Select[Any]:
    """Compute median and 95th percentile of the seconds to a human, grouped by ``keys``.

    SQLite has no percentile function, so each value is weighted by the distance of its rank.
    """
    seconds = transfers.c.seconds_to_answer
    by = [transfers.c[key] for key in keys]
    rank = func.row_number().over(partition_by=by, order_by=seconds) - 1
    last = func.count().over(partition_by=by) - 1
    known = select(*by, seconds, rank.label("rank"), last.label("last"))
    ranked = known.where(seconds.is_not(None)).subquery()
    return select(
        *(ranked.c[key] for key in keys),
        _percentile(ranked, MEDIAN).label("seconds_to_human_median"),
        _percentile(ranked, P95).label("seconds_to_human_p95"),
    ).group_by(*(ranked.c[key] for key in keys))


def _percentile(ranked: FromClause, share: float) -> ColumnElement[float]:
    away = func.abs(ranked.c.rank - share * ranked.c.last)
    weight = case((away < 1, 1 - away), else_=0)
    exact = func.sum(ranked.c.seconds_to_answer * weight)
    return cast(func.round(cast(exact, Numeric), _TO_THE_MILLISECOND), Double)
