"""What is due in a branch, by time: commands that come from outside the call."""

import heapq
from datetime import datetime
from typing import NamedTuple

from hookflash.domain.call.commands import Command


class Due(NamedTuple):
    """A command that comes ``at`` a time; ``assumed`` says what is assumed with it, if so."""

    at: datetime
    number: int
    command: Command
    assumed: str = ""


class Agenda:
    """Commands to come. ``now`` is the time in the branch; nothing is due before it."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._due: list[Due] = []
        self._count = 0

    @property
    def next_at(self) -> datetime | None:
        """When the next command comes; None if there is none."""
        return self._due[0].at if self._due else None

    def add(self, at: datetime, command: Command, assumed: str = "") -> None:
        """Have ``command`` come ``at`` a time, or now if that is over."""
        self._count += 1
        heapq.heappush(self._due, Due(max(at, self.now), self._count, command, assumed))

    def take(self) -> Due:
        """Remove and return the next command, with its time as it comes."""
        due = heapq.heappop(self._due)
        if due.command.at == self.now:
            return due
        return due._replace(command=due.command.model_copy(update={"at": self.now}))

    def drop(self, command_id: str) -> None:
        """Remove the command with this id, if it is there."""
        self._due = [due for due in self._due if due.command.id != command_id]
        heapq.heapify(self._due)
