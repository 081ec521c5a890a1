"""Keeps the sums of reports in step with the rows of calls, texts and transfers.

A batch subtracts what its rows stood for before it, and adds what they stand for now. So sums
follow from rows alone, whatever the order, the batches or the parked events.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Table

from hookflash.projections.calls.table import CALLS
from hookflash.projections.reports import figures, reason_rows, scope_rows, sum_rows, wait_rows
from hookflash.projections.reports.counts import BLOCK, SLOT_SECONDS
from hookflash.projections.reports.kept_sums import KeptSums, Posted
from hookflash.projections.reports.packing import Reason, packed
from hookflash.projections.reports.scope_rows import Act, Scope, scopes_of
from hookflash.projections.reports.waits import Wait
from hookflash.projections.texts.explanation import UNSTATED
from hookflash.projections.texts.table import TEXTS
from hookflash.projections.transfers.table import TRANSFERS

Row = Mapping[str, Any]


class CallFact(NamedTuple):
    """What reports know of a call; ``acts`` are what its jobs did, each once."""

    workspace: str
    test: bool
    number: str
    slot: int
    outcome: str
    needs_follow_up: bool
    promises_flagged: int
    acts: tuple[Act, ...]


class ActFact(NamedTuple):
    """What reports know of a text or a transfer, beyond what its call says."""

    act: Act
    outcome: str
    reason: str
    confirmed: bool = False
    seconds: float | None = None


def call_fact(row: Row) -> CallFact:
    """The fact of a row of ``calls``, as in ``facts.calls``."""
    return CallFact(
        row["workspace"],
        row["test"],
        row["number"],
        int(row["received_at"].timestamp() // SLOT_SECONDS),
        row["outcome"] or "live",
        row["needs_follow_up"],
        int(row["promises_flagged"] > 0),
        tuple(sorted({(job, action) for _, job, action, *_ in row["acts"].values()})),
    )


def text_fact(row: Row) -> ActFact:
    """The fact of a row of ``texts``, as in ``facts.texts``."""
    act = row["job"], f"Send SMS: {row['saved_body']}"
    return ActFact(act, row["status"], row["code"] or row["reason"])


def transfer_fact(row: Row) -> ActFact:
    """The fact of a row of ``transfers``, as in ``facts.transfers``."""
    confirmed = row["confirmed_at"] is not None
    refused = row["outcome"] == "failed" and not confirmed
    return ActFact(
        (row["job"], f"Transfer call: {row['destination']}"),
        "refused" if refused else row["outcome"],
        row["code"] or row["cause"],
        confirmed,
        row["seconds_to_answer"],
    )


FACTS: Final = {CALLS.name: call_fact, TEXTS.name: text_fact, TRANSFERS.name: transfer_fact}
"""How a row becomes a fact, by table."""


class Tally:
    """What changes in the sums."""

    def __init__(self) -> None:
        self._scopes: dict[int, Scope] = {}
        self._sums: Counter[tuple[int, int]] = Counter()
        self._reasons: Counter[tuple[int, int, Reason]] = Counter()
        self._waits: Counter[tuple[int, int, Wait]] = Counter()

    def call(self, fact: CallFact | None, n: int) -> None:
        """Count a call ``n`` times: in all, and once for each job and each action."""
        if fact is None:
            return
        change, slot = n * _packed_call(fact), fact.slot
        for scope in self._scopes_of(fact, fact.acts):
            self._sums[scope, slot] += change

    def act(self, kind: str, call: CallFact, fact: ActFact | None, n: int) -> None:
        """Count a text or a transfer ``n`` times."""
        if fact is None:
            return
        change, reason = n * _packed_act(kind, fact), _reason(kind, fact)
        block, slot = divmod(call.slot, BLOCK)
        for scope in self._scopes_of(call, (fact.act,)):
            self._sums[scope, call.slot] += change
            if reason is not None:
                self._reasons[scope, call.slot, reason] += n
            if fact.seconds is not None:
                self._waits[scope, block, (fact.seconds, slot)] += n

    def post(
        self, connection: Connection, tables: Mapping[str, Table], kept: KeptSums | None = None
    ) -> Posted:
        """Add the changes to what is stored, and return that; ``kept`` need not be fetched."""
        kept = kept or KeptSums()
        if reasons := {key: n for key, n in self._reasons.items() if n}:
            self._sums.update(reason_rows.packed(connection, tables, self._scopes, reasons))
        changes = {key: n for key, n in self._sums.items() if n}
        sums, begun = sum_rows.add(connection, tables, changes, kept.sums)
        scope_rows.add(connection, tables, {key: self._scopes[key] for key in begun})
        waits = {key: n for key, n in self._waits.items() if n}
        return Posted(sums, wait_rows.add(connection, tables, waits, kept.waits))

    def _scopes_of(self, call: CallFact, acts: tuple[Act, ...]) -> Iterable[int]:
        found = scopes_of(call.workspace, call.test, call.number, acts)
        self._scopes.update(found)
        return found


def _packed_call(call: CallFact) -> int:
    return packed(
        CALLS.name,
        ("outcome", call.outcome),
        ("needs_follow_up", call.needs_follow_up),
        ("promises_flagged", call.promises_flagged),
    )


def _packed_act(kind: str, act: ActFact) -> int:
    if kind == TEXTS.name:
        return packed(kind, ("status", act.outcome))
    return packed(kind, ("outcome", act.outcome), ("confirmed_at", act.confirmed or None))


def _reason(kind: str, act: ActFact) -> Reason | None:
    if kind == TEXTS.name:
        failed = figures.TEXTS["texts_failed"].holds(act.outcome)
        return ("texts_failed_by_reason", act.reason or UNSTATED) if failed else None
    return ("transfers_by_cause", f"{act.outcome}/{act.reason}") if act.reason else None
