"""Finds every stream of the log that has traces of a contact."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, cast

from hookflash.domain.call import events as e
from hookflash.domain.contacts.events import card_stream
from hookflash.domain.erasure.erase import ERASED, mentions
from hookflash.domain.erasure.mentions import erase_mentions
from hookflash.domain.erasure.notations import notations
from hookflash.domain.event import Event
from hookflash.domain.inbox.events import TextReceived
from hookflash.domain.inbox.thread import thread_id
from hookflash.domain.quarantine.events import ReportQuarantined
from hookflash.domain.quarantine.messages import CarrierMessageReceived, message_stream
from hookflash.domain.upcasting import resolve_topic
from hookflash.domain.workspace.contact import contact_stream
from hookflash.domain.workspace.events import OptOutsListed, OptOutsUnlisted
from hookflash.orchestrator.log.errors import UnreadableEvent
from hookflash.orchestrator.log.mapper import Row
from hookflash.orchestrator.log.store import Store

PAGE: Final = 10_000
FEWEST_OF_AN_ID: Final = 8
"""Characters. A provider's id that is shorter may stand for anything in a report."""
_DECODED: Final = (
    e.CallReceived.TOPIC,
    TextReceived.TOPIC,
    ReportQuarantined.TOPIC,
    OptOutsListed.TOPIC,
    OptOutsUnlisted.TOPIC,
)
_CONVERSATIONS: Final = ("call", "text", "thread", "message", "card")
"""The kinds of streams that hold what people said, did about it, or wrote about a contact."""


@dataclass
class Traces:
    """A contact's traces in one workspace."""

    calls: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    """The streams of the texts that they sent."""
    threads: list[str] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)
    """The streams of quarantined reports about their calls, or that name them."""
    messages: list[str] = field(default_factory=list)
    """The streams of what carriers told about their calls and texts, or that name them."""
    mentions: set[str] = field(default_factory=set)
    """The streams of others that may have their number somewhere."""
    card: str = ""
    """The stream of their name and of notes about them; empty if there is none."""
    consent: str = ""
    """The stream of their consent; empty if there is none."""
    listed: bool = False
    """Whether the workspace's opt-out list has, or had, their number."""

    @property
    def own(self) -> set[str]:
        """The streams that are about the contact."""
        named = (*self.threads, *self.reports, *self.messages, *filter(None, [self.card]))
        return {*self.calls, *self.texts, *named}

    @property
    def are_any(self) -> bool:
        """Whether there are traces."""
        return bool(self.own or self.consent or self.listed or self.mentions)


def find_traces(store: Store, contact: str, workspace: str | None) -> dict[str, Traces]:
    """The traces of ``contact`` by workspace; None: all workspaces."""
    return _Search(store, contact, workspace).run()


class _Search:
    def __init__(self, store: Store, contact: str, workspace: str | None) -> None:
        self._store = store
        self._contact = contact
        self._workspace = workspace
        self._notations = notations(contact)
        self._found: dict[str, Traces] = {}
        self._quarantined: set[str] = set()
        self._naming: set[str] = set()
        topics = store.recorder.topics()
        self._topics = {topic for topic in topics if resolve_topic(topic)[0] in _DECODED}

    def run(self) -> dict[str, Traces]:
        position = 0
        while rows := self._store.recorder.log_rows(position, PAGE):
            for row in rows:
                self._look(row)
            position = rows[-1][0]
        for slug, traces in self._found.items():
            self._complete(slug, traces)
        return {slug: traces for slug, traces in self._found.items() if traces.are_any}

    def _look(self, row: Row) -> None:
        slug, _, rest = row[1].partition(".")
        if self._workspace not in (None, slug):
            return
        traces = self._found.setdefault(slug, Traces())
        named = self._notations.may_be_in(self._store.mapper.open(row[4], row[1]))
        if named and row[3] == CarrierMessageReceived.TOPIC:
            self._naming.add(row[1])
        if row[3] in self._topics:
            self._judge(traces, row, named=named)
        if named and rest.partition(".")[0] in _CONVERSATIONS:
            traces.mentions.add(row[1])

    def _judge(self, traces: Traces, row: Row, *, named: bool) -> None:
        event = self._decoded(row, named=named)
        if isinstance(event, ReportQuarantined):
            self._quarantined.add(event.stream)
        elif isinstance(event, OptOutsListed | OptOutsUnlisted):
            traces.listed = traces.listed or self._contact in event.contacts
        elif isinstance(event, TextReceived) and event.contact == self._contact:
            traces.texts.append(event.stream)
        elif isinstance(event, e.CallReceived) and event.contact == self._contact:
            traces.calls.append(event.stream)

    def _decoded(self, row: Row, *, named: bool) -> Event | None:
        """The event in ``row``; None if it is unreadable, and does not seem to name the contact."""
        try:
            return self._store.mapper.decode([row])[0][1]
        except UnreadableEvent:
            if named:
                raise
            return None

    def _complete(self, slug: str, traces: Traces) -> None:
        """Add the streams that are found by their names, or by what the contact's calls have."""
        traces.threads = self._store.streams(thread_id(slug, self._contact, ""))
        traces.consent = self._if_there(contact_stream(slug, self._contact))
        traces.card = self._if_there(card_stream(slug, self._contact))
        streams = [one for one in sorted(self._quarantined) if one.partition(".")[0] == slug]
        ids = frozenset(_provider_ids(self._store, traces.calls)) if streams else frozenset()
        traces.reports = [one for one in streams if self._is_theirs(one, traces, ids)]
        traces.messages = self._messages(slug, traces)
        traces.mentions = {one for one in traces.mentions - traces.own if self._mentions(one)}

    def _if_there(self, stream: str) -> str:
        return stream if self._store.recorder.heads([stream]) else ""

    def _is_theirs(self, stream: str, traces: Traces, ids: frozenset[str]) -> bool:
        """Whether quarantined reports are about the contact's call, or name them or its ids."""
        reports = cast("list[ReportQuarantined]", self._store.read_stream(stream))
        return reports[0].call_id in traces.calls or any(
            mentions(report, self._contact, ids) for report in reports
        )

    def _messages(self, slug: str, traces: Traces) -> list[str]:
        """What carriers told about the contact's calls and texts, or about calls nobody has."""
        own = [message_stream(one) for one in (*traces.calls, *traces.texts)]
        there = self._store.recorder.heads(own)
        others = (one for one in self._naming - there.keys() if one.partition(".")[0] == slug)
        return sorted({*there, *(one for one in others if self._is_orphan(one))})

    def _is_orphan(self, stream: str) -> bool:
        """Whether the log does not have the call; another's call may name the contact."""
        first = cast("CarrierMessageReceived", self._store.read_stream(stream)[0])
        return not self._store.recorder.heads([first.call_id])

    def _mentions(self, stream: str) -> bool:
        """Whether what may be a mention is one."""
        events = self._store.read_stream(stream)
        return any(erase_mentions(event, self._contact, "") != event for event in events)


def _provider_ids(store: Store, call_ids: list[str]) -> Iterator[str]:
    for call_id in call_ids:
        for event in store.read_stream(call_id):
            for name in ("provider_call_id", "provider_id", "recording"):
                known = getattr(event, name, "")
                if known != ERASED and len(known) >= FEWEST_OF_AN_ID:
                    yield known
