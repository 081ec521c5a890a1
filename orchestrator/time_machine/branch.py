"""A branch: how a recorded call would have gone under a change."""

from collections.abc import Callable
from typing import NamedTuple

from hookflash.domain.call.call import Call
from hookflash.domain.call.events import CallEvent
from hookflash.domain.job.briefing import Briefing
from hookflash.domain.value import Value
from hookflash.orchestrator.time_machine.change import Change, InvalidFork
from hookflash.orchestrator.time_machine.following import Follower
from hookflash.orchestrator.time_machine.growth import INSTRUCTIONS, Growth
from hookflash.orchestrator.time_machine.recording import Recording
from hookflash.orchestrator.time_machine.surroundings import Surroundings


class Note(Value):
    """What was assumed for the event at ``position`` of a branch and those after it."""

    position: int
    text: str


class Branch(Value):
    """A call as it would have gone. Nothing of it is in the log.

    ``at`` is the event of the recorded call after which it was forked; 0 for a call that was
    decided again as a whole. ``altered_at`` is the first recorded position at which the branch has
    another event, be it only by its facts; 0 if the branch is the recorded call. ``undecidable``
    says why the branch ends early, since the recording cannot tell what people, or a model, would
    have done; empty if it does not.
    """

    call: str
    at: int
    events: tuple[CallEvent, ...]
    altered_at: int
    undecidable: str = ""
    notes: tuple[Note, ...] = ()


class Grown(NamedTuple):
    """A branch, with the recorded call and the branched one as their last events left them."""

    branch: Branch
    recorded: Call
    branched: Call


async def grow(
    recording: Recording,
    change: Change,
    at: int,
    *,
    briefing: Callable[[], Briefing] | None,
    surroundings: Callable[[], Surroundings],
) -> Grown:
    """Decide ``recording`` again under ``change``, from event ``at`` on; 0: from its beginning.

    ``briefing`` is for the scripted agent; without it, or if a model led the call, the agent's
    recorded moves are decided again. It and ``surroundings`` are only asked for when needed. Raises
    :class:`InvalidFork` if the call has no event ``at``, if it is forked too late for a change of
    the jobs, which are fixed when a call comes in, or too early for a caller who acts.
    """
    last = recording.events[-1].position
    if not 0 <= at <= last:
        raise InvalidFork(f"at: the call has no event {at}; its events are 1 to {last}")
    if at and change.jobs is not None:
        raise InvalidFork("job: jobs are fixed when a call comes in; fork it at 0")
    if not at and change.caller_acts:
        raise InvalidFork("at: say after which event the caller does something else, from 1 on")
    follower = Follower(recording, change, briefing if recording.is_scripted else None)
    if change.caller_acts:
        parted: int | None = follower.copy_to(at)
        follower.part()
    else:
        parted = follower.follow(at)
    if parted is None:
        led = change.jobs is not None and not recording.is_scripted
        branch = _branch(recording, at, follower, INSTRUCTIONS if led else "")
    else:
        growth = Growth(recording, change, follower, surroundings())
        await growth.grow(parted)
        branch = _branch(recording, at, follower, growth.undecidable, growth.notes)
    return Grown(branch, follower.recorded, follower.branch)


def _branch(
    recording: Recording,
    at: int,
    follower: Follower,
    undecidable: str,
    notes: list[tuple[int, str]] | None = None,
) -> Branch:
    events, altered_at = tuple(follower.events), follower.altered_at
    if notes is not None and not altered_at:  # one that was followed to its end was compared
        altered_at = _first_difference(recording.events, events)
    return Branch.model_construct(
        call=recording.call_id,
        at=at,
        events=events,
        altered_at=altered_at,
        undecidable=undecidable,
        notes=tuple(Note(position=position, text=text) for position, text in notes or ()),
    )


def _first_difference(recorded: tuple[CallEvent, ...], branch: tuple[CallEvent, ...]) -> int:
    for one, other in zip(recorded, branch, strict=False):
        if one is not other and one != other:
            return one.position
    if len(recorded) == len(branch):
        return 0
    return min(len(recorded), len(branch)) + 1
