"""Which transitions, refusals and timers a set of calls has exercised, and which not."""

from collections.abc import Iterable, Iterator
from typing import Final, Literal, get_args

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.evolve import evolve
from hookflash.domain.call.timers import Kind as TimerKind
from hookflash.domain.call.transitions import TRIGGERS, transition_table
from hookflash.domain.policy import proposing, texting
from hookflash.domain.value import Value

Part = Literal["transition", "text refused", "transfer refused", "tool rejected", "timer"]
TOOL_REJECTIONS: Final = (
    "no_live_call",
    "agent_left",
    "unknown_tool",
    "arguments",
    "answer_pending",
    "too_many_moves",
    "superseded",
)
"""The reasons for which a tool call is rejected."""
_UNSEEN_TIMERS: Final = frozenset({"retry", "receipt", "fetch_recording"})
"""Timers after which the log has nothing that other causes could not have led to."""


class Covered(Value):
    """One part of the rules: how many calls exercised it, and the first that did."""

    part: Part
    name: str
    calls: int = 0
    example: str = ""


class Coverage(Value):
    """All parts of the rules, in a fixed order."""

    calls: int
    parts: tuple[Covered, ...]

    @property
    def missing(self) -> tuple[Covered, ...]:
        """The parts that no call exercised."""
        return tuple(one for one in self.parts if not one.calls)


def coverage_of(calls: Iterable[tuple[str, Iterable[e.CallEvent]]]) -> Coverage:
    """What ``calls``, each with its name and its events, have exercised together."""
    exercised: dict[tuple[Part, str], list[str]] = {one: [] for one in _all_parts()}
    count = 0
    for name, events in calls:
        count += 1
        for part in set(_exercised(events)) & exercised.keys():
            exercised[part].append(name)
    parts = (
        Covered(part=part, name=name, calls=len(by), example=by[0] if by else "")
        for (part, name), by in exercised.items()
    )
    return Coverage(calls=count, parts=tuple(parts))


def _all_parts() -> Iterator[tuple[Part, str]]:
    for (source, trigger), target in transition_table().items():
        yield "transition", _transition(source, trigger, target)
    for reason in texting.WORDS:
        yield "text refused", reason
    for reason in proposing.REASONS:
        yield "transfer refused", reason
    for reason in TOOL_REJECTIONS:
        yield "tool rejected", reason
    for kind in get_args(TimerKind):
        if kind not in _UNSEEN_TIMERS:
            yield "timer", kind


def _exercised(events: Iterable[e.CallEvent]) -> Iterator[tuple[Part, str]]:
    call: Call | None = None
    for event in events:
        call = call or Call(event.call_id)
        before = call.state
        evolve(call, event)
        trigger = TRIGGERS.get(type(event))
        if trigger is not None:
            yield "transition", _transition(before, trigger, call.state)
        if (refused := _REFUSED.get(type(event))) is not None:
            yield refused, str(getattr(event, "reason", ""))
        yield "timer", _timer(event)


def _transition(source: str, trigger: str, target: str) -> str:
    return f"{source} → {target}: {trigger}"


_REFUSED: Final[dict[type[e.CallEvent], Part]] = {
    e.SmsRefused: "text refused",
    e.TransferRefused: "transfer refused",
    e.ToolCallRejected: "tool rejected",
}


def _timer(event: e.CallEvent) -> str:
    """The timer that led to ``event``, by the id of its command; empty if none did."""
    named = event.cause.partition("/")[0]
    if isinstance(event, e.SmsSought | e.TransferSought) or named == "found":
        return "search"
    if isinstance(event, e.ActionFlagged):
        return "flag"
    return "interrupt" if named == "silent" else named
