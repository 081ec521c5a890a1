"""Erases a contact: rewrites their calls, texts and threads, and records that this was done.

Quarantined provider reports are rewritten too, if they belong to one of the contact's calls or
mention their number. Recordings are deleted from their store before that
(``erasing_recordings.py``). Not erased: the contact's consent (``<workspace>.contact.<digits>`` and
the workspace's list of opt-outs), which has to keep protecting the number; and copies in backups,
in archives and with providers.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, cast

from hookflash.domain.call.call import Call
from hookflash.domain.call.effects import FetchRecording, open_effects
from hookflash.domain.call.events import CallEvent, CallReceived, VoicemailRecorded
from hookflash.domain.call.evolve import fold
from hookflash.domain.call.identity import recording_key
from hookflash.domain.call.timers import FETCH_SECONDS, KEEPING_SECONDS, pending_timers
from hookflash.domain.erasure.erase import (
    ERASED,
    erase,
    erase_report,
    erase_text,
    erase_thread,
    mentions,
)
from hookflash.domain.erasure.events import ContactErased, ErasedStream, erasures_stream
from hookflash.domain.erasure.kept_sound import given_up_recording, kept_recording
from hookflash.domain.errors import HookflashError
from hookflash.domain.event import Actor, Event
from hookflash.domain.inbox.events import TextReceived, ThreadEvent
from hookflash.domain.inbox.thread import thread_id
from hookflash.domain.policy.caller_id import read_caller_id
from hookflash.domain.policy.contact_key import PSEUDONYM
from hookflash.domain.policy.phone import e164
from hookflash.domain.problem import Problem
from hookflash.domain.quarantine.events import ReportQuarantined, quarantine_stream
from hookflash.domain.upcasting import resolve_topic
from hookflash.domain.value import Value
from hookflash.orchestrator.integrity.erasing_recordings import RecordingsLeft
from hookflash.orchestrator.log.errors import Conflict
from hookflash.orchestrator.log.store import Store
from hookflash.orchestrator.ports.ids import Ids
from hookflash.projections.projections import Projections
from hookflash.projections.runner.rebuild import Progress

PAGE: Final = 10_000
_FETCHING_ENDS: Final = timedelta(seconds=KEEPING_SECONDS + FETCH_SECONDS)
"""After the report of a recording: no worker fetches it any more."""
_OF_RECORDINGS: Final = ("fetch_recording", "lose_recording")


class StillOpen(HookflashError, ValueError):
    """A call of the contact is still in progress, or a provider may still report on it."""


class NothingToErase(HookflashError, LookupError):
    """The log has nothing about this contact."""


class NoContact(HookflashError, ValueError):
    """The contact is neither a phone number, a pseudonym nor in the log; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"contact: {problem}")
        self.problem = problem


def parse_contact(contact: str) -> str:
    """Read a contact as a caller id is read; return a pseudonym unchanged.

    Raises :class:`NoContact` for what stands for a withheld caller id.
    """
    known = contact if contact.startswith(PSEUDONYM) else read_caller_id(contact).contact
    if known is None:
        raise NoContact(_problem(contact))
    return known


def _problem(contact: str) -> Problem:
    """What keeps ``contact`` from being a phone number."""
    number = e164(contact)
    if isinstance(number, Problem):
        return number
    wrong = f"{contact} stands for a withheld number"
    return Problem(wrong=wrong, right="Give the number, or the caller id as it was received.")


class EraseContact(Value):
    """Erase ``contact`` for ``operator``.

    It is a number in E.164, another caller id as calls have it, or a pseudonym.

    ``workspace`` is a slug; None means all workspaces.
    """

    contact: str
    operator: str
    at: datetime
    workspace: str | None = None


class Erasure(Value):
    """What was erased from one workspace.

    ``texts`` counts the texts that the contact sent, ``reports`` the rewritten quarantined reports.
    ``recordings`` are still with their provider; ``deleted`` counts those that were deleted from
    our own store.
    """

    workspace: str
    pseudonym: str
    calls: tuple[str, ...]
    texts: int
    reports: int
    recordings: tuple[str, ...]
    deleted: int = 0


def erase_contact(  # noqa: PLR0913 - what the two ways in share
    store: Store,
    views: Projections,
    request: EraseContact,
    ids: Ids,
    progress: Progress = lambda _done, _all: None,
    *,
    deleted: Collection[str] = (),
) -> tuple[Erasure, ...]:
    """Erase a contact from log and views, permanently; ``progress`` is that of the views' rebuild.

    ``deleted`` are the keys of recordings that were deleted from the store. Raises
    :class:`RecordingsLeft` if the contact has others there, :class:`StillOpen`,
    :class:`NothingToErase` or, for what looks like a misspelt number, :class:`NoContact`; then
    nothing has changed. Other processes may keep running; calls in their memory are evicted as
    usual.
    """
    while True:
        works = [
            _Work(store, request, slug, left, ids) for slug, left in _traces(store, request).items()
        ]
        if not works:
            raise _nothing_about(request.contact)
        kept = [key for work in works for key in work.kept if key not in deleted]
        lost = [key for work in works for key in work.lost if key not in deleted]
        if kept or lost:
            raise RecordingsLeft(kept, lost)
        changed = {name: events for work in works for name, events in work.changed.items()}
        try:
            store.rewrite(changed, [work.record for work in works])
        except Conflict:
            continue
        views.rebuild(progress)
        store.recorder.scrub()
        return tuple(work.erasure for work in works)


def _nothing_about(contact: str) -> HookflashError:
    known_form = contact.startswith((PSEUDONYM, "sip:")) or isinstance(e164(contact), str)
    if known_form:
        return NothingToErase(f"{contact}: the log has nothing about this contact")
    return NoContact(_problem(contact))


@dataclass
class _Traces:
    """A contact's calls and texts in one workspace, and the streams of quarantined reports."""

    calls: list[str] = field(default_factory=list)
    texts: list[TextReceived] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)


class _Work:
    """Everything to rewrite in one workspace, and the event that records it."""

    def __init__(
        self, store: Store, request: EraseContact, workspace: str, traces: _Traces, ids: Ids
    ) -> None:
        self._store = store
        self._contact = request.contact
        known = request.contact.startswith(PSEUDONYM)
        self.pseudonym = request.contact if known else ids.new(PSEUDONYM.rstrip("-"))
        self.changed: dict[str, list[Event]] = {}
        self.kept: list[str] = []
        """The keys of the contact's recordings in the store."""
        self.lost: list[str] = []
        """The keys of those that may be there although they were given up."""
        in_calls = self._erase_calls(traces.calls, request.at)
        recordings = [*in_calls, *self._erase_reports(traces.reports)]
        for text in traces.texts:
            stored = store.read_stream(text.stream)
            self.changed[text.stream] = [erase_text(event, self.pseudonym) for event in stored]
        self._erase_threads(workspace)
        self.record = self._record(store, request, workspace, ids)
        self.erasure = Erasure(
            workspace=workspace,
            pseudonym=self.pseudonym,
            calls=tuple(traces.calls),
            texts=len(traces.texts),
            reports=sum(len(self.changed[stream]) for stream in traces.reports),
            recordings=tuple(one for one in recordings if one not in ("", ERASED)),
            deleted=len(self.kept),
        )

    def _erase_calls(self, call_ids: Sequence[str], at: datetime) -> Iterator[str]:
        """Yields the recordings in them."""
        for call_id in call_ids:
            events = cast("list[CallEvent]", self._store.read_stream(call_id))
            call = fold(call_id, events)
            _refuse_open(call, at)
            if (kept := kept_recording(call, events)) is not None:
                self.kept.append(recording_key(call.workspace, kept))
            if (lost := given_up_recording(call)) is not None:
                self.lost.append(recording_key(call.workspace, lost))
            yield from (e.recording for e in events if isinstance(e, VoicemailRecorded))
            self.changed[call_id] = [erase(e, self._contact, self.pseudonym) for e in events]

    def _erase_reports(self, streams: Sequence[str]) -> Iterator[str]:
        """Yields the recordings that they reported."""
        for stream in streams:
            reports = cast("list[ReportQuarantined]", self._store.read_stream(stream))
            yield from (str(report.data.get("recording", "")) for report in reports)
            self.changed[stream] = [
                erase_report(report, self._contact, self.pseudonym) for report in reports
            ]

    def _erase_threads(self, workspace: str) -> None:
        for stream in self._store.streams(thread_id(workspace, self._contact, "")):
            thread = cast("list[ThreadEvent]", self._store.read_stream(stream))
            self.changed[stream] = [erase_thread(event, self.pseudonym) for event in thread]

    def _record(
        self, store: Store, request: EraseContact, workspace: str, ids: Ids
    ) -> ContactErased:
        before = store.recorder.heads([erasures_stream(workspace)])
        return ContactErased(
            position=before.get(erasures_stream(workspace), 0) + 1,
            at=request.at,
            by=Actor.OPERATOR,
            cause=ids.new("erase"),
            workspace=workspace,
            pseudonym=self.pseudonym,
            operator=request.operator,
            streams=tuple(
                ErasedStream(stream=events[-1].stream, position=events[-1].position)
                for events in self.changed.values()
            ),
        )


def _traces(store: Store, request: EraseContact) -> dict[str, _Traces]:
    """The contact's traces by workspace."""
    found: dict[str, _Traces] = {}
    unknown: set[str] = set()
    for event in _naming(store):
        workspace = event.stream.partition(".")[0]
        if request.workspace not in (None, workspace):
            continue
        if isinstance(event, ReportQuarantined):
            unknown.add(event.call_id)
            if mentions(event, request.contact):
                _add_once(found.setdefault(workspace, _Traces()).reports, event.stream)
        elif event.contact == request.contact:
            traces = found.setdefault(workspace, _Traces())
            if isinstance(event, TextReceived):
                traces.texts.append(event)
            else:
                traces.calls.append(event.call_id)
    for traces in found.values():
        for call_id in unknown.intersection(traces.calls):
            _add_once(traces.reports, quarantine_stream(call_id))
    return found


def _add_once(streams: list[str], stream: str) -> None:
    if stream not in streams:
        streams.append(stream)


def _naming(store: Store) -> Iterator[CallReceived | TextReceived | ReportQuarantined]:
    """The events that name a contact: beginnings of calls, texts, and quarantined reports."""
    wanted = (CallReceived.TOPIC, TextReceived.TOPIC, ReportQuarantined.TOPIC)
    topics = {topic for topic in store.recorder.topics() if resolve_topic(topic)[0] in wanted}
    position = 0
    while rows := store.recorder.log_rows(position, PAGE):
        chosen = [row for row in rows if row[3] in topics]
        events = (event for _, event in store.mapper.decode(chosen))
        yield from cast("Iterator[CallReceived | TextReceived | ReportQuarantined]", events)
        position = rows[-1][0]


def _refuse_open(call: Call, at: datetime) -> None:
    if call.state != "ended":
        raise StillOpen(
            f"{call.call_id} is in progress ({call.state}); erase its caller after it has ended"
        )
    recording = call.voicemail.recording if call.voicemail else None
    awaited = recording is not None and recording.is_awaited
    if recording is not None and awaited and at < recording.recorded_at + _FETCHING_ENDS:
        hours = KEEPING_SECONDS / 3_600
        raise StillOpen(
            f"{call.call_id} has ended, but its recording is still to be fetched; try again once "
            f"it is kept or lost, {hours:.0f} hours after the call at the latest"
        )
    timers = (timer for timer in pending_timers(call) if timer.kind not in _OF_RECORDINGS)
    effects = (effect for effect in open_effects(call) if not isinstance(effect, FetchRecording))
    if any(timers) or any(effects):
        raise StillOpen(
            f"{call.call_id} has ended, but a provider may still report on it; try again in a few "
            "minutes"
        )
