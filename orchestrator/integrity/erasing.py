"""Erases a contact: their calls and threads are rewritten, and that it was done is recorded.

Kept are their consent (``<workspace>.contact.<digits>``, and the workspace's list of opt-outs),
which has to go on protecting the number; what providers reported of calls that nobody knows; and
whatever backups, archives and the providers themselves hold.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, cast

from hookflash.domain.call.effects import open_effects
from hookflash.domain.call.events import CallEvent, CallReceived, VoicemailRecorded
from hookflash.domain.call.evolve import fold
from hookflash.domain.call.timers import pending_timers
from hookflash.domain.erasure.erase import ERASED, PSEUDONYM, erase, erase_thread
from hookflash.domain.erasure.events import ContactErased, ErasedStream, erasures_stream
from hookflash.domain.event import Actor, Event
from hookflash.domain.history import path_to_today
from hookflash.domain.inbox.events import ThreadEvent
from hookflash.domain.inbox.thread import thread_id
from hookflash.domain.value import Value
from hookflash.orchestrator.log.errors import Conflict
from hookflash.orchestrator.log.store import Store
from hookflash.orchestrator.ports.ids import Ids
from hookflash.projections.projections import Projections
from hookflash.projections.rebuild import Progress

PAGE: Final = 10_000


class StillOpen(ValueError):
    """A call of the contact is not over yet, or a provider may still report on it."""


class NothingToErase(LookupError):
    """No call by this contact is in the log."""


class EraseContact(Value):
    """Erase ``contact`` (E.164, or the pseudonym of one erased before) at ``operator``'s wish.

    From one ``workspace`` (its slug), or from all.
    """

    contact: str
    operator: str
    at: datetime
    workspace: str | None = None


class Erasure(Value):
    """What was erased from one workspace; ``recordings`` are still with their provider."""

    workspace: str
    pseudonym: str
    calls: tuple[str, ...]
    recordings: tuple[str, ...]


def erase_contact(
    store: Store,
    views: Projections,
    wish: EraseContact,
    ids: Ids,
    progress: Progress = lambda _done, _all: None,
) -> tuple[Erasure, ...]:
    """Erase a contact from log and views, for good; ``progress`` is that of the views.

    Raises :class:`StillOpen` or :class:`NothingToErase`, and has changed nothing then. Other
    processes may go on; calls that they hold in memory, they forget in their own time.
    """
    while True:
        works = [_Work(store, wish, slug, ids) for slug in _workspaces(store, wish)]
        if not works:
            raise NothingToErase(f"{wish.contact}: no call by this contact is in the log")
        changed = {name: events for work in works for name, events in work.changed.items()}
        try:
            store.rewrite(changed, [work.record for work in works])
        except Conflict:
            continue
        views.rebuild(progress)
        store.recorder.scrub()
        return tuple(work.erasure for work in works)


class _Work:
    """All that is rewritten in one workspace, and the event that records it."""

    def __init__(
        self, store: Store, wish: EraseContact, calls: tuple[str, Sequence[str]], ids: Ids
    ) -> None:
        workspace, call_ids = calls
        known = wish.contact.startswith(PSEUDONYM)
        self.pseudonym = wish.contact if known else ids.new(PSEUDONYM.rstrip("-"))
        self.changed: dict[str, list[Event]] = {}
        recordings: list[str] = []
        for call_id in call_ids:
            events = cast("list[CallEvent]", store.read_stream(call_id))
            _refuse_open(events)
            recordings += _recordings(events)
            self.changed[call_id] = [erase(e, wish.contact, self.pseudonym) for e in events]
        for stream in store.streams(thread_id(workspace, wish.contact, "")):
            thread = cast("list[ThreadEvent]", store.read_stream(stream))
            self.changed[stream] = [erase_thread(event, self.pseudonym) for event in thread]
        self.record = self._record(store, wish, workspace, ids)
        self.erasure = Erasure(
            workspace=workspace,
            pseudonym=self.pseudonym,
            calls=tuple(call_ids),
            recordings=tuple(recordings),
        )

    def _record(self, store: Store, wish: EraseContact, workspace: str, ids: Ids) -> ContactErased:
        before = store.recorder.heads([erasures_stream(workspace)])
        return ContactErased(
            position=before.get(erasures_stream(workspace), 0) + 1,
            at=wish.at,
            by=Actor.OPERATOR,
            cause=ids.new("erase"),
            workspace=workspace,
            pseudonym=self.pseudonym,
            operator=wish.operator,
            streams=tuple(
                ErasedStream(stream=events[-1].stream, position=events[-1].position)
                for events in self.changed.values()
            ),
        )


def _workspaces(store: Store, wish: EraseContact) -> list[tuple[str, list[str]]]:
    """Every workspace that the contact has called, with their calls."""
    found: dict[str, list[str]] = {}
    for event in _received(store):
        if event.contact == wish.contact and wish.workspace in (None, event.workspace):
            found.setdefault(event.workspace, []).append(event.call_id)
    return list(found.items())


def _received(store: Store) -> Iterator[CallReceived]:
    """The beginning of every call. Events of other topics are passed over unread."""
    topics = {t for t in store.recorder.topics() if path_to_today(t)[0] == CallReceived.TOPIC}
    position = 0
    while rows := store.recorder.log_rows(position, PAGE):
        begun = [row for row in rows if row[3] in topics]
        yield from cast("Iterator[CallReceived]", (ev for _, ev in store.mapper.decode(begun)))
        position = rows[-1][0]


def _refuse_open(events: Sequence[CallEvent]) -> None:
    call = fold(events[0].call_id, events)
    if call.state != "ended":
        raise StillOpen(
            f"{call.call_id} is in progress ({call.state}); erase its caller when it is over"
        )
    if open_effects(call) or pending_timers(call):
        raise StillOpen(
            f"{call.call_id} is over, but a provider may still report on it; try again in some "
            "minutes"
        )


def _recordings(events: Sequence[CallEvent]) -> list[str]:
    return [
        event.recording
        for event in events
        if isinstance(event, VoicemailRecorded) and event.recording != ERASED
    ]
