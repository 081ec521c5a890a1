"""Lists of calls by a naive filter over all rows of the views, to compare with."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from sqlalchemy import Engine

from hookflash.projections.calls.filter import CallCounts, CallFilter, CallSort
from tests.contract.projections.shelves import shelves

Row = dict[str, Any]


class PlainLists:
    """Every call of one workspace, with what filters look at."""

    def __init__(self, engine: Engine, workspace: str) -> None:
        rows = shelves(engine)
        self.calls = [row for row in rows["calls"] if row["workspace"] == workspace]
        said = {row["call_id"]: row["words"] for row in rows["conversations"]}
        for call in self.calls:
            own = {
                name: [row for row in rows[name] if row["call_id"] == call["call_id"]]
                for name in ("texts", "transfers", "voicemails")
            }
            call |= {"own": own, "words": said[call["call_id"]]}
            call["live"] = call["state"] != "ended"
            call["shown"] = call["outcome"] or "live"

    def ids(self, where: CallFilter, sort: CallSort) -> list[str]:
        """The ids of the calls that ``where`` finds, in the order of ``sort``."""
        key = ORDERS[sort.removeprefix("-")]
        found = [call for call in self.calls if fits(call, where)]
        found.sort(key=lambda call: (key(call), call["log_position"]), reverse=sort[0] == "-")
        return [call["call_id"] for call in found]

    def counts(self, where: CallFilter) -> CallCounts:
        """Count what ``where`` finds, and what it would with other choices."""
        any_end = where.model_copy(update={"outcome": (), "state": None})
        any_need = where.model_copy(update={"follow_up": None})
        outcomes: dict[str, int] = {}
        for call in self.calls:
            if fits(call, any_end):
                outcomes[call["shown"]] = outcomes.get(call["shown"], 0) + 1
        needed = [call for call in self.calls if fits(call, any_need) and call["needs_follow_up"]]
        return CallCounts(
            count=len(self.ids(where, "received")), outcomes=outcomes, follow_up=len(needed)
        )


ORDERS: Final[dict[str, Callable[[Row], Any]]] = {
    "received": lambda call: call["log_position"],
    "duration": lambda call: -1 if call["seconds"] is None else call["seconds"],
    "outcome": lambda call: call["shown"],
    "events": lambda call: call["position"],
}


def fits(call: Row, where: CallFilter) -> bool:
    """Whether ``where`` finds the call."""
    return (
        _any(where.outcome, {call["shown"]})
        and _any(where.number, {call["number"]})
        and _any(where.job, set(_jobs(call)))
        and _any(where.action, set(_actions(call)))
        and _any(where.reason, set(_reasons(call)))
        and where.contact in (None, call["contact"] or "anonymous")
        and where.follow_up in (None, call["needs_follow_up"])
        and where.test in (None, call["test"])
        and where.state in (None, "live" if call["live"] else "ended")
        and (where.since is None or call["received_at"] >= where.since)
        and (where.until is None or call["received_at"] < where.until)
        and _mentions(call, where.q.strip())
    )


def _any(wanted: tuple[str, ...], has: set[str]) -> bool:
    return not wanted or not has.isdisjoint(wanted)


def _jobs(call: Row) -> Iterator[str]:
    for row in (*call["own"]["texts"], *call["own"]["transfers"]):
        yield row["job"]


def _actions(call: Row) -> Iterator[str]:
    for text in call["own"]["texts"]:
        yield from ("text", f"text:{text['status']}", f"Send SMS: {text['saved_body']}")
    for transfer in call["own"]["transfers"]:
        asked = any("confirm" in line["type"] for line in transfer["events"])
        refused = transfer["outcome"] == "failed" and not asked
        yield from ("transfer", f"Transfer call: {transfer['destination']}")
        yield f"transfer:{'refused' if refused else transfer['outcome']}"
        if not refused:
            yield "transfer:proposed"
        if transfer["confirmed_at"]:
            yield "transfer:confirmed"
    if call["own"]["voicemails"]:
        yield "voicemail"


def _reasons(call: Row) -> Iterator[str]:
    for row in call["own"]["texts"]:
        yield row["code"] or row["reason"]
    for row in call["own"]["transfers"]:
        yield row["code"] or row["cause"]
    yield call["follow_up_reason"]


def _mentions(call: Row, q: str) -> bool:
    digits = "".join(filter(str.isdecimal, q))
    letters = any(map(str.isalpha, q))
    numbers = f"{call['contact'] or ''} {call['number']}"
    return (
        q.casefold() in call["words"]
        or q in (call["call_id"], call["call_id"].rpartition(".")[2])
        or (letters and q.casefold() in (call["contact"] or "").lower())
        or (not letters and len(digits) > 2 and digits in numbers)
    )
