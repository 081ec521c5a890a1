"""Verifies a whole log: nothing missing, moved or altered; everything readable and valid.

It cannot detect a stream that was rewritten as a whole, validly and with new seals; a changed
order of events of different streams; and, on PostgreSQL, a stream that was cut off or removed if
the views do not know it either (docs/explanation/log.md).
"""

from collections.abc import Callable, Iterable, Iterator
from heapq import nsmallest
from itertools import groupby
from typing import Final

from sqlalchemy import Engine

from hookflash.domain.call.events import CallEvent
from hookflash.domain.erasure.events import ContactErased, erasures_stream
from hookflash.orchestrator.integrity.calls import CallCheck
from hookflash.orchestrator.integrity.findings import Checked, Erased, Finding, Report
from hookflash.orchestrator.integrity.rows import Stored, by_stream, decoded
from hookflash.orchestrator.integrity.streams import StreamCheck
from hookflash.orchestrator.integrity.views import cut_off, has_views
from hookflash.orchestrator.log.store import Store

KEPT: Final = 100
"""The most findings, and the most erasures, in a report: the first ones. All are counted."""
Progress = Callable[[int, int], None]
"""Called with the number of events checked, and of all events, approximately."""


def verify(
    store: Store, views: Engine | None = None, progress: Progress = lambda _done, _all: None
) -> Report:
    """Check the whole log, also against what ``views`` have read of it. Changes nothing."""
    verification = _Verification(store, views, progress)
    found = list[Finding]()
    count = 0
    for finding in verification.findings():
        count += 1
        found.append(finding)
        if len(found) > 2 * KEPT:
            found = _first(found)
    return Report(
        checked=verification.checked,
        found=count,
        findings=tuple(_first(found)),
        erasures=tuple(verification.erasures),
    )


def _first(findings: Iterable[Finding]) -> list[Finding]:
    """The first findings by log position; those without one come last."""
    return nsmallest(KEPT, findings, key=lambda f: (not f.log_position, f.log_position))


def _summary(event: ContactErased) -> Erased:
    return Erased(
        workspace=event.workspace,
        pseudonym=event.pseudonym,
        at=event.at,
        operator=event.operator,
        streams=len(event.streams),
    )


class _Verification:
    def __init__(self, store: Store, views: Engine | None, progress: Progress) -> None:
        self.checked = Checked()
        self.erasures: list[Erased] = []
        self._store = store
        self._views = views
        self._progress = progress
        self._erasures: dict[str, dict[str, int]] = {}

    def findings(self) -> Iterator[Finding]:
        yield from self._lost()
        for stream, rows in groupby(self._rows(), key=lambda row: row.stream):
            self.checked.streams += 1
            yield from self._stream(stream, rows)
        if self._views is not None and has_views(self._views):
            self.checked.views = True
            yield from cut_off(self._store, self._views)

    def _rows(self) -> Iterator[Stored]:
        expected = self._store.last_position()
        for page in by_stream(self._store):
            yield from page
            self.checked.events += len(page)
            self._progress(self.checked.events, max(expected, self.checked.events))

    def _stream(self, stream: str, rows: Iterable[Stored]) -> Iterator[Finding]:
        check, call = StreamCheck(stream), None
        for row in rows:
            found = list(check.look(row))
            yield from found
            if isinstance(row.event, CallEvent) and check.whole:
                call = call or CallCheck(stream, self._erased)
                yield from call.look(row.event, row.log_position, sound=not found)
            elif isinstance(row.event, ContactErased) and len(self.erasures) < KEPT:
                self.erasures.append(_summary(row.event))
        if call is not None:
            yield from call.finish(whole=check.whole)
            self._count(call)

    def _count(self, call: CallCheck) -> None:
        self.checked.calls += 1
        self.checked.decisions += call.decisions
        self.checked.erased += call.erased_to > 0
        self.checked.older_rules += call.older_rules

    def _lost(self) -> Iterator[Finding]:
        if not self._store.newest_position() and self._store.recorder.topics():
            yield Finding(
                kind="missing",
                log_position=1,
                stream="",
                position=0,
                wrong="an empty log, in which events were stored before",
                right="those events; restore the database from a backup",
            )
        for first, last in self._store.recorder.gaps():
            lost = f"log position {first}" if first == last else f"log positions {first} to {last}"
            yield Finding(
                kind="missing",
                log_position=first,
                stream="",
                position=0,
                wrong=f"{lost} missing",
                right="every log position that was ever assigned",
            )

    def _erased(self, workspace: str) -> dict[str, int]:
        """The erased streams of ``workspace``, each with the position up to which it was erased."""
        if workspace not in self._erasures:
            rows = self._store.recorder.stream_rows(erasures_stream(workspace), 0)
            recorded = (stored.event for stored in decoded(self._store, rows))
            self._erasures[workspace] = {
                one.stream: one.position
                for event in recorded
                if isinstance(event, ContactErased)
                for one in event.streams
            }
        return self._erasures[workspace]
