"""What a log told at any of its positions, read once for all calls of a sweep."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Final

from hookflash.domain.event import Event
from hookflash.domain.unreadable import Entry, Unreadable
from hookflash.domain.workspace.usage import (
    TextCounted,
    TransferCounted,
    TransferUncounted,
    Usage,
    usage_stream,
)
from hookflash.domain.workspace.workspace import Folding, Workspace
from hookflash.orchestrator.log.store import Store

_LASTING: Final = (".workspace", ".erasures")
"""How the names of the streams end that all calls of a workspace read; they stay in memory."""
_OTHERS: Final = 10_000
"""How many other streams do: those of contacts, most of which are empty."""


class Past:
    """The log of ``store`` up to any position.

    It stays as it was when it was first read: use it for calls that are there by then.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[str, _Placed] = {}
        self._others: dict[str, _Placed] = {}
        self._workspaces: dict[tuple[str, int], Workspace] = {}
        self._days: dict[str, _Day] = {}

    def events(self, stream: str, end: int, after: int = 0) -> list[Event]:
        """The events of ``stream`` up to log position ``end`` that follow its own ``after``."""
        return self._placed(stream).up_to(end, after)

    def workspace(self, slug: str, end: int) -> Workspace | None:
        """The workspace as it was at log position ``end``; None if it did not exist."""
        placed = self._placed(f"{slug}.workspace")
        version = slug, placed.count(end)
        if version not in self._workspaces and (events := placed.up_to(end)):
            folding = Folding(Workspace(slug))
            for event in events:
                folding.take(event)
            self._workspaces[version] = folding.result()
        return self._workspaces.get(version)

    def usage(self, workspace: str, day: str, end: int) -> Usage:
        """What was used of daily limits on ``day`` at log position ``end``."""
        stream = usage_stream(workspace, day)
        if (known := self._days.get(stream)) is None:
            known = self._days[stream] = _Day(self._store.read_placed(stream))
        return known.usage(workspace, day, end)

    def _placed(self, stream: str) -> "_Placed":
        kept = self._kept if stream.endswith(_LASTING) else self._others
        if stream not in kept:
            if len(self._others) >= _OTHERS:
                self._others.clear()
            kept[stream] = _Placed(self._store.read_placed(stream))
        return kept[stream]


class _Placed:
    """A stream whose events are found by log position."""

    def __init__(self, entries: list[tuple[int, Entry]]) -> None:
        self._places = [at for at, _ in entries]
        self._entries = [one for _, one in entries]

    def count(self, end: int) -> int:
        """How many events it had at log position ``end``."""
        return bisect_right(self._places, end)

    def up_to(self, end: int, after: int = 0) -> list[Event]:
        """Those of them that can be read, and whose own position is after ``after``."""
        found = list[Event]()
        for one in reversed(self._entries[: self.count(end)]):
            if isinstance(one, Unreadable):
                continue
            if one.position <= after:
                break
            found.append(one)
        return found[::-1]


class _Day:
    """The log positions of what counted on a day, as far as the stream has no gap."""

    def __init__(self, entries: list[tuple[int, Entry]]) -> None:
        self._places: list[int] = []
        self._texts: list[int] = []
        self._counted: list[int] = []
        self._uncounted: list[int] = []
        self._by_contact: dict[str, list[int]] = {}
        for number, (at, event) in enumerate(entries, 1):
            if event.position != number or isinstance(event, Unreadable):
                break
            self._places.append(at)
            match event:
                case TextCounted():
                    self._texts.append(at)
                    self._by_contact.setdefault(event.contact, []).append(at)
                case TransferCounted():
                    self._counted.append(at)
                case TransferUncounted():
                    self._uncounted.append(at)

    def usage(self, workspace: str, day: str, end: int) -> Usage:
        """What was used at log position ``end``."""
        return Usage(
            workspace,
            day,
            position=bisect_right(self._places, end),
            texts=bisect_right(self._texts, end),
            by_contact=_TextsTo(self._by_contact, end),
            external=bisect_right(self._counted, end) - bisect_right(self._uncounted, end),
        )


class _TextsTo(Mapping[str, int]):
    """How many texts each contact was sent up to log position ``end``."""

    def __init__(self, places: dict[str, list[int]], end: int) -> None:
        self._places = places
        self._end = end

    def __getitem__(self, contact: str) -> int:
        return bisect_right(self._places[contact], self._end)

    def __iter__(self) -> Iterator[str]:
        return (one for one in self._places if self[one])

    def __len__(self) -> int:
        return sum(1 for _ in self)
