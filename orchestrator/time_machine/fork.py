"""Forks one call of a log: its branch beside the recording. Writes nothing."""

from collections.abc import Sequence

from hookflash.domain.call.events import CallEvent
from hookflash.domain.unreadable import Entry
from hookflash.domain.value import Value
from hookflash.orchestrator.log.store import Store
from hookflash.orchestrator.time_machine.branch import Branch, Grown, grow
from hookflash.orchestrator.time_machine.briefings import Briefings
from hookflash.orchestrator.time_machine.change import Change, NotForkable
from hookflash.orchestrator.time_machine.ending import (
    Difference,
    Ending,
    ending_of,
    first_difference,
)
from hookflash.orchestrator.time_machine.past import Past
from hookflash.orchestrator.time_machine.recording import Recording, recording_of
from hookflash.orchestrator.time_machine.surroundings import AsOf


class Fork(Value):
    """A recorded call and its branch. ``difference`` is None if a reader would see none."""

    branch: Branch
    recorded: tuple[CallEvent, ...]
    difference: Difference | None
    was: Ending
    would_be: Ending

    @property
    def ends_otherwise(self) -> bool:
        """Whether the call would have ended differently, as far as the branch goes."""
        return self.was != self.would_be


class Forks:
    """Forks the calls of one log."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._briefings = Briefings(store)
        self._past = Past(store)

    async def of(self, call_id: str, change: Change, at: int = 0) -> Fork:
        """The fork of a call after event ``at``; 0: the whole call is decided again.

        Raises :class:`NotForkable`, or :class:`InvalidFork`.
        """
        recording = recorded(self._store.read_placed(call_id))
        return beside(recording, await self.grown(recording, change, at))

    async def grown(self, recording: Recording, change: Change, at: int = 0) -> Grown:
        """The branch of a call; see :func:`grow`. Raises :class:`NotForkable` too."""
        received = recording.received
        resolved = self._briefings.resolved(received, change)
        return await grow(
            recording,
            resolved,
            at,
            briefing=lambda: self._briefings.of(received, resolved.jobs),
            surroundings=lambda: AsOf(
                self._past, received.workspace, recording.log_position, received.at
            ),
        )


def recorded(placed: Sequence[tuple[int, Entry]]) -> Recording:
    """The recording in a stream with its log positions. Raises :class:`NotForkable`."""
    try:
        return recording_of(placed)
    except ValueError as error:
        raise NotForkable(f"this call cannot be decided again: {error}") from error


def beside(recording: Recording, grown: Grown) -> Fork:
    """A branch and its ``recording``, compared."""
    events, branch = recording.events, grown.branch
    was = ending_of(grown.recorded, events)
    parts = branch.altered_at > 0
    return Fork.model_construct(
        branch=branch,
        recorded=events,
        difference=first_difference(events, branch.events) if parts else None,
        was=was,
        would_be=ending_of(grown.branched, branch.events) if parts else was,
    )
