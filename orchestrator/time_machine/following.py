"""Decides the steps of a recorded call again, until the branch parts from the recording."""

from collections.abc import Callable
from typing import Final

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.copying import copy_of
from hookflash.domain.call.decide import decide
from hookflash.domain.call.evolve import evolve
from hookflash.domain.call.recall import Decided, recall
from hookflash.domain.call.redecide import is_same
from hookflash.domain.call.timers import pending_timers
from hookflash.domain.call.view import conversation
from hookflash.domain.job.briefing import Briefing
from hookflash.orchestrator.ports.agent import Move, Say
from hookflash.orchestrator.time_machine.change import Change
from hookflash.orchestrator.time_machine.recording import Recording
from hookflash.orchestrator.time_machine.touching import Touch

_MOVES: Final = (c.Speak, c.CallTool, c.WaitForCaller)


class Follower:
    """A branch as long as it goes as recorded: the same kinds of events, at the same times.

    ``briefing`` tells what the scripted agent of the branch is given. None if its moves are not
    made again: a model led the call, and only what it did can be decided again.
    """

    def __init__(
        self, recording: Recording, change: Change, briefing: Callable[[], Briefing] | None
    ) -> None:
        self.branch = Call(recording.call_id)
        self.recorded = self.branch
        """The recorded call, as far as it was followed; the branch itself until they differ."""
        self.events: list[e.CallEvent] = []
        """The events of the branch."""
        self.altered_at = 0
        """The first recorded position where an event of the branch differs; 0 if none does."""
        self.briefing = briefing
        self._recording = recording
        self._change = change
        self._touch = Touch(change)

    def copy_to(self, at: int) -> int:
        """Copy the decisions up to event ``at``; returns the index of the next one."""
        index = 0
        for together in self._recording.decisions:
            if together[0].position > at:
                break
            self._take(together, together)
            index += 1
        return index

    def follow(self, at: int) -> int | None:
        """Copy the decisions up to event ``at``, then follow the others; 0 copies none.

        Returns the index of the first that the branch does not take; None if it takes all.
        """
        decisions, received = self._recording.decisions, self._recording.received
        begun = self.copy_to(at)
        touched = self._touch.first(received, decisions, begun)
        if touched is None:
            touched = len(decisions)
        for together in decisions[begun:touched]:
            self._take(together, together)
        for index in range(touched, len(decisions)):
            if not self._followed(decisions[index], known=index == touched):
                self.part()
                return index
        return None

    def part(self) -> None:
        """From now on, let the branch and the recorded call go their own ways."""
        if self.recorded is self.branch:
            self.recorded = copy_of(self.branch)

    def catch_up(self, together: Decided) -> None:
        """Let the recorded call take a decision, and the branch not."""
        for event in together:
            evolve(self.recorded, event)

    def _followed(self, together: Decided, *, known: bool) -> bool:
        """Take a decision, unless it would have been another; ``known``: to be touched."""
        if not known and not self._may_differ(together):
            self._take(together, together)
            return True
        command = recall(self.recorded, together)
        if command is None:
            return self._copied(together)
        if self._change.phones and isinstance(together[0], e.TransferAttempted):
            return False  # from here on, phones do as they are told
        if self.altered_at and not self._agrees(command):
            return False
        decided = decide(self.branch, self._change.applied(command))
        if [type(one) for one in decided] != [type(one) for one in together]:
            return False
        self._take(together, decided)
        return True

    def _may_differ(self, together: Decided) -> bool:
        return self.altered_at > 0 or self._touch.touches(self._recording.received, together)

    def _copied(self, together: Decided) -> bool:
        """Take a decision whose command is not known, if the branch does not differ yet."""
        if not self.altered_at:
            self._take(together, together)
        return not self.altered_at

    def _agrees(self, command: c.Command) -> bool:
        """Whether nothing else would have come before ``command``, or in its place."""
        if pending_timers(self.recorded) != pending_timers(self.branch):
            return False
        if self.briefing is None or not isinstance(command, _MOVES):
            return True
        return is_move(next_move(self.briefing(), self.branch), command)

    def _take(self, together: Decided, decided: Decided) -> None:
        if not self.altered_at and not is_same(decided, together):
            self.altered_at = together[0].position
            self.part()
        if self.recorded is not self.branch:
            self.catch_up(together)
        for event in decided:
            evolve(self.branch, event)
        self.events += decided


def next_move(briefing: Briefing, call: Call) -> Move | None:
    """What the scripted agent does on ``call`` as it is."""
    # Imported here: building the phrase tables costs more than the rest of a start-up import.
    from hookflash.orchestrator.agents.scripted.next_move import decide_move  # noqa: PLC0415

    return decide_move(briefing, conversation(call))


def is_move(move: Move | None, command: c.Command) -> bool:
    """Whether ``command`` makes ``move``."""
    if move is None:
        return isinstance(command, c.WaitForCaller)
    if isinstance(move, Say):
        return isinstance(command, c.Speak) and command.text == move.text
    return isinstance(command, c.CallTool) and command.tool == move.tool
