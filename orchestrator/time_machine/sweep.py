"""Decides all calls of a log again under a change, and finds those that would end differently."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Final, Literal

from hookflash.domain.call.events import CallReceived
from hookflash.domain.policy.contact_key import is_pseudonym
from hookflash.domain.value import Value
from hookflash.orchestrator.log.mapper import Row
from hookflash.orchestrator.log.store import Store
from hookflash.orchestrator.time_machine.branch import Grown
from hookflash.orchestrator.time_machine.change import Change, NotForkable
from hookflash.orchestrator.time_machine.ending import Difference, Ending
from hookflash.orchestrator.time_machine.fork import Forks, beside, recorded
from hookflash.orchestrator.time_machine.recording import Recording
from hookflash.orchestrator.time_machine.touching import Touch

Verdict = Literal["same", "alike", "different", "undecidable", "skipped"]
"""What a change makes of a call.

``same``: nothing that a reader would see. ``alike``: it goes otherwise and ends as it did.
``undecidable``: it goes otherwise, and the recording cannot tell how it would end. ``skipped``: it
is out of question: a test call, of an erased caller, damaged, or too old.
"""
KEPT: Final = 1_000
"""The most calls in a result; all are counted."""


class Scope(Value):
    """The calls that are decided again."""

    workspace: str = ""
    """Empty: all workspaces."""
    since: datetime | None = None
    tests: bool = False
    """Also test calls."""


class Changed(Value):
    """A call that would go otherwise, and why."""

    call: str
    received_at: datetime
    verdict: Verdict
    was: Ending
    would_be: Ending
    difference: Difference
    undecidable: str = ""
    notes: tuple[str, ...] = ()


class Result(Value):
    """What a change makes of many calls; ``changed`` are the first ``KEPT`` that go otherwise."""

    same: int = 0
    alike: int = 0
    different: int = 0
    undecidable: int = 0
    skipped: int = 0
    changed: tuple[Changed, ...] = ()

    @property
    def calls(self) -> int:
        """How many calls were decided again."""
        return self.same + self.alike + self.different + self.undecidable

    def plus(self, other: "Result") -> "Result":
        """This result and ``other``, of other calls."""
        changed = sorted((*self.changed, *other.changed), key=lambda one: one.received_at)
        return Result(
            same=self.same + other.same,
            alike=self.alike + other.alike,
            different=self.different + other.different,
            undecidable=self.undecidable + other.undecidable,
            skipped=self.skipped + other.skipped,
            changed=tuple(changed[:KEPT]),
        )


class Sweep:
    """Decides calls of one log again under one change."""

    def __init__(self, store: Store, change: Change, scope: Scope) -> None:
        self._store = store
        self._change = change
        self._scope = scope
        self._forks = Forks(store)
        self._touch = Touch(change)

    async def over(self, streams: Iterable[str]) -> Result:
        """Decide the calls with these ids again."""
        counts = dict.fromkeys(("same", "alike", "different", "undecidable", "skipped"), 0)
        changed = list[Changed]()
        for rows in self._rows(list(streams)):
            verdict, found = await self._judge(rows)
            counts[verdict] += 1
            if found is not None and len(changed) < KEPT:
                changed.append(found)
        return Result.model_validate({**counts, "changed": tuple(changed)})

    def _rows(self, streams: list[str]) -> Iterator[list[Row]]:
        rows = sorted(self._store.recorder.rows_of(streams), key=_place)
        for _, own in groupby(rows, key=lambda row: row[1]):
            yield list(own)

    async def _judge(self, rows: list[Row]) -> tuple[Verdict, Changed | None]:
        first = self._store.mapper.skim(rows[:1])[0][1]
        if not isinstance(first, CallReceived) or self._is_outside(first):
            return "skipped", None
        if not self._touch.covers(first, (row[3] for row in rows)):
            return "same", None
        try:
            recording = recorded(self._store.mapper.skim(rows))
            if self._touch.first(first, recording.decisions) is None:
                return "same", None
            grown = await self._forks.grown(recording, self._change)
        except NotForkable:
            return "skipped", None
        return _compared(first, recording, grown)

    def _is_outside(self, received: CallReceived) -> bool:
        scope = self._scope
        if scope.since is not None and received.at < scope.since:
            return True
        return (received.test and not scope.tests) or is_pseudonym(received.contact)


def _compared(
    first: CallReceived, recording: Recording, grown: Grown
) -> tuple[Verdict, Changed | None]:
    branch = grown.branch
    if not branch.undecidable and not branch.altered_at:
        return "same", None
    fork = beside(recording, grown)
    if not branch.undecidable and fork.difference is None:
        return "same", None
    verdict: Verdict = "undecidable" if branch.undecidable else "alike"
    if fork.ends_otherwise and not branch.undecidable:
        verdict = "different"
    nothing = Difference(position=0, was="", instead="")
    return verdict, Changed(
        call=recording.call_id,
        received_at=first.at,
        verdict=verdict,
        was=fork.was,
        would_be=fork.would_be,
        difference=fork.difference or nothing,
        undecidable=branch.undecidable,
        notes=tuple(note.text for note in branch.notes),
    )


def _place(row: Row) -> tuple[str, int]:
    return row[1], row[2]
