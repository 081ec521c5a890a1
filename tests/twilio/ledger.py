"""Everything that happened, in order, for tests to read. Its memory is bounded."""

import asyncio
from collections import Counter, deque
from dataclasses import dataclass
from typing import Any

LARGEST_LEDGER = 200_000


@dataclass(frozen=True)
class Entry:
    """One thing that happened; ``at`` is Unix time in seconds by the stand-in's clock."""

    number: int
    at: float
    kind: str
    facts: dict[str, Any]

    def shown(self) -> dict[str, Any]:
        """The entry as JSON."""
        return {"number": self.number, "at": round(self.at, 3), "kind": self.kind, **self.facts}


class Ledger:
    """The newest entries, and how often each kind happened."""

    def __init__(self, begun: float, largest: int = LARGEST_LEDGER) -> None:
        self.begun = begun
        self._loop = asyncio.get_running_loop()
        self._zero = self._loop.time()
        self._entries: deque[Entry] = deque(maxlen=largest)
        self._written = 0
        self._waiting: list[asyncio.Future[None]] = []
        self.counts: Counter[str] = Counter()

    def now(self) -> float:
        """Unix time in seconds, running at the speed of the event loop."""
        return self.begun + self._loop.time() - self._zero

    def write(self, kind: str, **facts: Any) -> None:
        """Add an entry."""
        self._entries.append(Entry(self._written, self.now(), kind, facts))
        self._written += 1
        self.counts[kind] += 1
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            if not one.done():
                one.set_result(None)

    def read(self, after: int = -1, kind: str | None = None, **facts: Any) -> list[dict[str, Any]]:
        """Return the entries after number ``after``, of one kind, with these facts."""
        return [
            entry.shown()
            for entry in self._entries
            if entry.number > after
            and kind in (None, entry.kind)
            and all(entry.facts.get(name) == value for name, value in facts.items())
        ]

    async def find(self, kind: str, *, within: float = 60, **facts: Any) -> dict[str, Any]:
        """Return the first such entry, waiting ``within`` seconds for it; TimeoutError."""
        async with asyncio.timeout(within):
            while not (found := self.read(kind=kind, **facts)):
                change: asyncio.Future[None] = self._loop.create_future()
                self._waiting.append(change)
                await change
            return found[0]
