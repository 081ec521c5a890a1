"""Tells which calls, and which of their decisions, a change can touch; the others are as they were.

A decision is a function of its command and of what came before it. So as long as all is as
recorded, one whose command the change leaves alone yields the recorded events, if today's rules
yielded them; ``verify`` checks that they did. A call of other rules is decided again as a whole,
and so is every call if nothing is changed: that asks what today's code makes of it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from hookflash.domain.call import events as e
from hookflash.domain.call.recall import Decided
from hookflash.domain.call.rules import RULES
from hookflash.domain.upcasting import UPCASTS, resolve_topic
from hookflash.orchestrator.time_machine.change import Change, Policy

_UNCHANGED: Final = Policy()


class Touch:
    """Which decisions ``change`` can touch."""

    def __init__(self, change: Change) -> None:
        kinds = {kind: row for kind, row in _TOUCHED.items() if row.ever(change)}
        self._change = change
        self._kinds = {kind: row.touches for kind, row in kinds.items()}
        topics = {kind.TOPIC for kind in kinds.keys() - {e.CallReceived}}
        self._topics = topics | {old for old in UPCASTS if resolve_topic(old)[0] in topics}
        self._jobs = frozenset(job.name for job in change.jobs or ())
        self._changes_facts = change.policy != _UNCHANGED or bool(change.phones)

    def covers(self, received: e.CallReceived, topics: Iterable[str]) -> bool:
        """Whether it can touch any decision of a call that has events of these stored topics."""
        if received.rules != RULES or not (self._changes_facts or self._jobs):
            return True
        if any(name in self._jobs for name, _ in received.jobs):
            return True
        return not self._topics.isdisjoint(topics)

    def first(
        self, received: e.CallReceived, decisions: Sequence[Decided], after: int = 0
    ) -> int | None:
        """The index of the first decision that it can touch, ``after`` so many; None: of none."""
        numbers = range(after, len(decisions))
        return next((n for n in numbers if self.touches(received, decisions[n])), None)

    def touches(self, received: e.CallReceived, together: Decided) -> bool:
        """Whether a decision may yield other events than these; ``received`` began the call."""
        if received.rules != RULES or not self._changes_facts:
            return True
        return any(self._is_touched(event) for event in together)

    def _is_touched(self, event: e.CallEvent) -> bool:
        touches = self._kinds.get(type(event))
        return touches is not None and touches(self._change, event)


class _Row(NamedTuple):
    """``ever``: whether a change can touch such events; ``touches``: whether it does this one."""

    ever: Callable[[Change], bool]
    touches: Callable[[Change, Any], bool]


def _changes(*settings: str) -> Callable[[Change], bool]:
    """Whether a change is of any of these settings."""
    return lambda change: any(
        getattr(change.policy, name) != getattr(_UNCHANGED, name) for name in settings
    )


def _has_jobs(change: Change, _received: e.CallReceived | None = None) -> bool:
    return change.jobs is not None


def _has_phones(change: Change, _attempted: e.TransferAttempted | None = None) -> bool:
    return bool(change.phones)


def _limits_differ(change: Change, event: e.TransferProposed | e.TransferRefused) -> bool:
    return change.policy.proposals(event.limits) != event.limits


def _facts_differ(change: Change, event: Any) -> bool:
    differ: bool = change.policy.texting(event.facts) != event.facts
    return differ


def _rings_otherwise(change: Change, confirmed: e.TransferConfirmed) -> bool:
    seconds, spared = change.policy.ring_seconds, change.policy.do_not_disturb
    if seconds is not None and seconds != confirmed.ring_seconds:
        return True
    return any(leg.who in spared for leg in confirmed.legs)


_TEXTS: Final = _Row(
    _changes(
        *("registration", "opted_out", "quiet_hours"),
        *("texts_per_call", "texts_per_contact_per_day", "texts_per_day"),
    ),
    _facts_differ,
)
_PROPOSALS: Final = _Row(
    _changes("proposals_per_call", "external_transfers_per_day"), _limits_differ
)
_TOUCHED: Final[Mapping[type[e.CallEvent], _Row]] = {
    e.CallReceived: _Row(_has_jobs, _has_jobs),
    e.SmsRequested: _TEXTS,
    e.SmsRefused: _TEXTS,
    e.SmsAttempted: _TEXTS,
    e.SmsCancelled: _TEXTS,
    e.TransferProposed: _PROPOSALS,
    e.TransferRefused: _PROPOSALS,
    e.TransferConfirmed: _Row(_changes("ring_seconds", "do_not_disturb"), _rings_otherwise),
    e.TransferAttempted: _Row(_has_phones, _has_phones),
}
"""The events that hold what a change is of: no other event of a call tells of it."""
