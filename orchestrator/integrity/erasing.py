"""Erases a contact: rewrites every stream that has traces of them, and records that this was done.

Recordings are deleted from their store before that (``erasing_recordings.py``). What is left of an
opt-out is a name that does not tell the number (``erasing_consent.py``). Not erased: what the
workspace configured itself, such as the phone of a member, and copies in backups, in archives and
with providers.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import cast

from hookflash.domain.call.effects import DiscardRecording, discard_recording
from hookflash.domain.call.events import CallEvent
from hookflash.domain.call.evolve import fold
from hookflash.domain.call.identity import recording_key
from hookflash.domain.contacts.events import CardEvent
from hookflash.domain.erasure.erase import (
    ERASED,
    erase_call,
    erase_card,
    erase_message,
    erase_report,
    erase_text,
    erase_thread,
    erase_usage,
)
from hookflash.domain.erasure.events import ContactErased, ErasedStream, erasures_stream
from hookflash.domain.erasure.kept_sound import copies_left, given_up_recording, kept_recording
from hookflash.domain.erasure.mentions import erase_mentions
from hookflash.domain.errors import HookflashError
from hookflash.domain.event import Actor, Event
from hookflash.domain.inbox.events import ThreadEvent
from hookflash.domain.policy.contact_key import PSEUDONYM, is_pseudonym
from hookflash.domain.policy.phone import e164
from hookflash.domain.quarantine.events import ReportQuarantined
from hookflash.domain.quarantine.messages import CarrierMessageReceived
from hookflash.domain.value import Value
from hookflash.domain.workspace.contact import ContactOptedOut
from hookflash.domain.workspace.usage import usage_stream
from hookflash.orchestrator.contact_ids import no_contact
from hookflash.orchestrator.integrity.erasing_consent import ErasedConsent
from hookflash.orchestrator.integrity.erasing_recordings import RecordingsLeft
from hookflash.orchestrator.integrity.open_calls import StillOpen as StillOpen
from hookflash.orchestrator.integrity.open_calls import end_open_calls
from hookflash.orchestrator.integrity.traces import Traces, find_traces
from hookflash.orchestrator.log.errors import Conflict
from hookflash.orchestrator.log.store import Store
from hookflash.orchestrator.ports.ids import Ids
from hookflash.orchestrator.webhooks.outgoing.erasing import ErasedDeliveries
from hookflash.projections.projections import Projections
from hookflash.projections.runner.rebuild import Progress


class NothingToErase(HookflashError, LookupError):
    """The log has nothing about this contact."""


class EraseContact(Value):
    """Erase ``contact`` for ``operator``.

    It is a number in E.164, another caller id as calls have it, or a pseudonym. ``workspace`` is a
    slug; None means all workspaces. ``end_open_calls`` ends their calls that never ended, even if
    they seem live. ``vacuum`` rewrites PostgreSQL's tables at once, while calls wait.
    """

    contact: str
    operator: str
    at: datetime
    workspace: str | None = None
    end_open_calls: bool = False
    vacuum: bool = False


class Erasure(Value):
    """What was erased from one workspace.

    ``texts`` counts the texts that the contact sent, ``reports`` the rewritten quarantined reports,
    ``mentions`` the calls, texts and threads of others from which their number was removed.
    ``recordings`` are still with their provider; ``deleted`` counts those that were deleted from
    our own store. ``opted_out``: the contact stays opted out. ``remaining`` are the SQL statements
    that remove the old rows from the disk, as far as they were not run.
    """

    workspace: str
    pseudonym: str
    calls: tuple[str, ...]
    texts: int
    reports: int
    recordings: tuple[str, ...]
    deleted: int = 0
    mentions: int = 0
    opted_out: bool = False
    remaining: tuple[str, ...] = ()


def erase_contact(  # noqa: PLR0913 - what the two ways in share
    store: Store,
    views: Projections,
    request: EraseContact,
    ids: Ids,
    progress: Progress = lambda _done, _all: None,
    *,
    deleted: Collection[str] = (),
    discarded: Mapping[str, bool] | None = None,
) -> tuple[Erasure, ...]:
    """Erase a contact from log and views, permanently; ``progress`` is that of the views' rebuild.

    ``deleted`` are the keys of recordings that were deleted from the store. ``discarded`` are the
    ids of those whose carrier was asked to delete its copy, and whether it did; None: none is
    asked. Raises
    :class:`RecordingsLeft` if the contact has others there, :class:`StillOpen`,
    :class:`NothingToErase` or, for what looks like a misspelt number, ``NoContact``; then
    nothing has changed. Other processes may keep running; calls in their memory are evicted as
    usual.
    """
    while True:
        found = find_traces(store, request.contact, request.workspace)
        if not found:
            raise _nothing_about(
                request.contact, finished=_finish_interrupted(store, views, request)
            )
        calls = [call_id for traces in found.values() for call_id in traces.calls]
        end_open_calls(store, calls, request.at, ids, all_of_them=request.end_open_calls)
        works = [_Work(store, request, slug, traces, ids) for slug, traces in found.items()]
        kept = [key for work in works for key in work.kept if key not in deleted]
        lost = [key for work in works for key in work.lost if key not in deleted]
        copies = [copy for work in works for copy in work.copies]
        unasked = [] if discarded is None else [c for c in copies if c.recording not in discarded]
        if kept or lost or unasked:
            raise RecordingsLeft(kept, lost, unasked)
        changed = {name: events for work in works for name, events in work.changed.items()}
        deliveries = ErasedDeliveries(store, changed)
        try:
            store.rewrite(changed, [event for work in works for event in work.records])
        except Conflict:
            continue
        views.rebuild(progress)
        deliveries.erase(views.engine)
        remaining = store.recorder.scrub(whole=request.vacuum)
        return tuple(_told(work.erasure, remaining, discarded or {}) for work in works)


def _told(erasure: Erasure, remaining: tuple[str, ...], discarded: Mapping[str, bool]) -> Erasure:
    """What was erased; recordings that their carrier has deleted are not with it any more."""
    left = tuple(one for one in erasure.recordings if not discarded.get(one))
    return erasure.model_copy(update={"remaining": remaining, "recordings": left})


def _finish_interrupted(store: Store, views: Projections, request: EraseContact) -> bool:
    """Rebuild views that still know a contact whom the log does not: an erasure was cut short."""
    if not views.know(request.contact, request.workspace):
        return False
    views.rebuild(lambda _done, _all: None)
    store.recorder.scrub(whole=request.vacuum)
    return True


def _nothing_about(contact: str, *, finished: bool) -> HookflashError:
    known_form = contact.startswith((PSEUDONYM, "sip:")) or isinstance(e164(contact), str)
    if not known_form and not finished:
        return no_contact(contact)
    done = "; an erasure that was interrupted is complete now" if finished else ""
    return NothingToErase(f"{contact}: the log has nothing about this contact{done}")


class _Work:
    """Everything to rewrite in one workspace, and the events that record it."""

    def __init__(
        self, store: Store, request: EraseContact, workspace: str, traces: Traces, ids: Ids
    ) -> None:
        self._store = store
        self._contact = request.contact
        self.pseudonym = (
            self._contact if is_pseudonym(self._contact) else ids.new(PSEUDONYM.rstrip("-"))
        )
        self.changed: dict[str, list[Event]] = {}
        self.kept: list[str] = []
        """The keys of the contact's recordings in the store."""
        self.copies: list[DiscardRecording] = []
        """The contact's recordings that their provider may have."""
        self.lost: list[str] = []
        """The keys of those that may be there although they were given up."""
        in_calls = [found for call_id in traces.calls for found in self._erase_call(call_id)]
        in_reports = [found for one in traces.reports for found in self._erase_reports(one)]
        self._erase_the_rest(traces)
        self._erase_usage(workspace)
        self.records = self._recorded(request, workspace, traces, ids)
        self.erasure = Erasure(
            workspace=workspace,
            pseudonym=self.pseudonym,
            calls=tuple(traces.calls),
            texts=len(traces.texts),
            reports=sum(len(self.changed[stream]) for stream in traces.reports),
            recordings=tuple(one for one in (*in_calls, *in_reports) if one not in ("", ERASED)),
            deleted=len(self.kept),
            mentions=len(traces.mentions),
            opted_out=any(isinstance(event, ContactOptedOut) for event in self.records),
        )

    def _erase_call(self, call_id: str) -> Iterator[str]:
        """Yields the recordings in it."""
        events = cast("list[CallEvent]", self._store.read_stream(call_id))
        call = fold(call_id, events)
        if (kept := kept_recording(call, events)) is not None:
            self.kept.append(recording_key(call.workspace, kept))
        if (lost := given_up_recording(call)) is not None:
            self.lost.append(recording_key(call.workspace, lost))
        copies = list(copies_left(call, events))
        self.copies += [discard_recording(call, *copy) for copy in copies]
        yield from (recording for _, recording in copies)
        self.changed[call_id] = list(erase_call(events, self._contact, self.pseudonym))

    def _erase_reports(self, stream: str) -> Iterator[str]:
        """Yields the recordings that were reported."""
        reports = cast("list[ReportQuarantined]", self._store.read_stream(stream))
        yield from (str(report.data.get("recording", "")) for report in reports)
        self.changed[stream] = [
            erase_report(report, self._contact, self.pseudonym) for report in reports
        ]

    def _erase_the_rest(self, traces: Traces) -> None:
        self._rewrite(traces.texts, lambda event: erase_text(event, self.pseudonym))
        self._rewrite(
            traces.messages, lambda event: erase_message(cast("CarrierMessageReceived", event))
        )
        self._rewrite(
            traces.threads, lambda event: erase_thread(cast("ThreadEvent", event), self.pseudonym)
        )
        self._rewrite(
            [traces.card] if traces.card else [],
            lambda event: erase_card(cast("CardEvent", event), self.pseudonym),
        )
        self._rewrite(
            sorted(traces.mentions),
            lambda event: erase_mentions(event, self._contact, self.pseudonym),
        )

    def _rewrite(self, streams: Sequence[str], erase: Callable[[Event], Event]) -> None:
        for stream in streams:
            self.changed[stream] = [erase(event) for event in self._store.read_stream(stream)]

    def _recorded(
        self, request: EraseContact, workspace: str, traces: Traces, ids: Ids
    ) -> list[Event]:
        """The events to append. What they follow from may be rewritten as well."""
        consent = ErasedConsent(self._store, workspace, self._contact, self.pseudonym)
        if traces.consent:
            self.changed[traces.consent] = consent.moved()
        if traces.listed:
            self.changed[f"{workspace}.workspace"] = consent.unlisted()
        stream = erasures_stream(workspace)
        position = self._store.recorder.heads([stream]).get(stream, 0) + 1
        recorded = self._record(request, workspace, position, ids)
        added = consent.records(request.at, ids, position + 1, listed=traces.listed)
        return [recorded, *added]

    def _erase_usage(self, workspace: str) -> None:
        """Take the contact out of what was counted on each day."""
        for stream in self._store.streams(usage_stream(workspace, "")):
            counted = self._store.read_stream(stream)
            erased = [erase_usage(one, self._contact, self.pseudonym) for one in counted]
            if erased != counted:
                self.changed[stream] = erased

    def _record(
        self, request: EraseContact, workspace: str, position: int, ids: Ids
    ) -> ContactErased:
        return ContactErased(
            position=position,
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
