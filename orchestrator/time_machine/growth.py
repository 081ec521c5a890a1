"""Lets a branch go on by itself once it has parted from the recorded call, in virtual time."""

from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.decide import decide
from hookflash.domain.call.evolve import evolve
from hookflash.domain.call.expiries import DECIDED_ALONE, command_of
from hookflash.domain.call.timers import Timer, pending_timers
from hookflash.domain.call.turns import turn_due
from hookflash.domain.event import Actor
from hookflash.orchestrator.ports.agent import Say
from hookflash.orchestrator.time_machine import people
from hookflash.orchestrator.time_machine.agenda import Agenda
from hookflash.orchestrator.time_machine.change import Change
from hookflash.orchestrator.time_machine.following import Follower, next_move
from hookflash.orchestrator.time_machine.outside import ATTEMPTED, Outside
from hookflash.orchestrator.time_machine.playback import Playback
from hookflash.orchestrator.time_machine.recording import Recording, Step, origin_of
from hookflash.orchestrator.time_machine.situation import situation_of
from hookflash.orchestrator.time_machine.stubs import Stubs
from hookflash.orchestrator.time_machine.surroundings import Surroundings

MOST_EVENTS: Final = 1_000
"""A branch that grows longer is ended: nothing on a call takes so many."""
MOST_MOVES: Final = 8
"""Moves of the agent in one turn."""
INSTRUCTIONS: Final = "a language model led the call, and its instructions changed"
"""Why a branch ends where the agent would have moved."""
_TURNS: Final = (
    e.CallAnswered,
    e.CallerSpoke,
    e.DigitsPressed,
    e.TransferDeclined,
    e.TransferLapsed,
    e.SmsFailed,
    e.SmsCancelled,
)
"""What gives the agent a turn."""
_WAITED_FOR: Final = ("requested", "attempted", "postponed")
_TEXT_PATIENCE: Final = timedelta(seconds=5)
_AFTER: Final = timedelta(seconds=1)
"""How long the caller takes, once the agent waits, for what they do in place of the recording."""
_WORDS: Final = (c.HearCaller, c.PressDigits)
_WAITS: Final = (*_WORDS, c.EndCall)
"""What a caller does when the agent has finished, unless they interrupted it."""
Take = Callable[[], Awaitable[c.Command | None]]
"""Takes what happens next; None if that leads to no command."""
Moment = tuple[datetime, int, Take]


class Growth:
    """Grows the branch of ``follower`` from where it parted.

    ``notes`` are assumptions, each with the position of the next event; ``undecidable`` says why
    the branch ended early.
    """

    def __init__(
        self,
        recording: Recording,
        change: Change,
        follower: Follower,
        surroundings: Surroundings,
    ) -> None:
        self.notes: list[tuple[int, str]] = []
        self.undecidable = ""
        self._recording = recording
        self._change = change
        self._follower = follower
        self._call = follower.branch
        self._surroundings = surroundings
        begun = follower.events[-1].at if follower.events else recording.received.at
        self._agent_runs = follower.briefing is not None
        self._agenda = Agenda(begun)
        self._outside = Outside(self._agenda, Stubs(recording, change.phones))
        self._playback = Playback(recording)
        self._left: deque[Step] = deque()
        self._delay = timedelta(0)
        self._dead: set[tuple[str, str, int]] = set()
        self._moves = 0
        self._moving = False
        self._acts = deque(_acts(change))

    async def grow(self, parted: int) -> None:
        """Go on from the recorded decision with the index ``parted``, which is not taken."""
        self._begin(parted)
        while len(self._follower.events) < MOST_EVENTS and not self.undecidable:
            self._outside.start_effects(self._call, self._heard_out)
            moment = min(self._moments(), key=lambda one: one[:2], default=None)
            if moment is None:
                return
            self._agenda.now = max(moment[0], self._agenda.now)
            command = await moment[2]()
            if command is not None:
                self._decide(command)

    def _begin(self, parted: int) -> None:
        under_way = self._outside.under_way(self._call)

        def is_wanted(kind: type[c.Command] | None) -> bool:
            if origin_of(kind) == "outside":
                return bool(under_way)
            return people.is_stimulus(kind, agent_runs=self._agent_runs)

        recorded = self._follower.recorded
        steps = list(self._recording.steps_from(parted, recorded, is_wanted))
        is_agents = bool(steps) and steps[0].origin == "agent"
        self._moving = self._agent_runs and (is_agents or turn_due(self._call) is not None)
        if not self._change.caller_acts:
            self._left.extend(filter(self._is_left, steps))
        self._outside.resume(under_way, steps)
        self._playback.resume(self._call.speeches.values(), self._agenda.now)

    @property
    def _heard_out(self) -> datetime:
        """When all words of the agent will have been played."""
        return max(self._playback.until or self._agenda.now, self._agenda.now)

    def _moments(self) -> Iterator[Moment]:
        """What may happen next, each with its time; at one time, the first goes first."""
        if (at := self._agenda.next_at) is not None:
            yield at, 0, self._take_due
        if self._moving:
            yield self._turn_at(), 1, self._move
        if self._left and (command := self._left[0].command) is not None:
            yield command.at + self._delay_of(command), 2, self._take_stimulus
        if (timer := self._next_timer()) is not None:
            yield _due(timer), 3, lambda: self._take_timer(timer)
        if self._acts and self._agenda.next_at is None and not self._moving:
            yield self._heard_out + _AFTER, 4, self._act

    async def _take_due(self) -> c.Command:
        due = self._agenda.take()
        self._note(due.assumed)
        return due.command

    def _decide(self, command: c.Command) -> None:
        decided = decide(self._call, self._change.applied(command))
        for event in decided:
            evolve(self._call, event)
            if isinstance(event, e.AgentSpoke) and not event.reported:
                for at, report in self._playback.say(event, self._agenda.now):
                    self._agenda.add(at, report)
            if isinstance(event, ATTEMPTED):
                self._outside.answer(event)
        self._follower.events += decided
        if any(isinstance(event, _TURNS) for event in decided):
            self._moving, self._moves = True, 0
        if self._call.state != "conversing" or not self._agent_runs:
            self._moving = False

    # The agent.

    def _turn_at(self) -> datetime:
        """When the agent makes its next move."""
        at = self._heard_out if self._playback.kind == "say_waits" else self._agenda.now
        for text in self._call.texts.values():
            if text.effect in _WAITED_FOR:
                at = max(at, text.requested_at + _TEXT_PATIENCE)
        return at

    async def _move(self) -> c.Command:
        """The next move of the scripted agent; a wait ends its turn."""
        briefing, now = self._follower.briefing, self._agenda.now
        move = next_move(briefing(), self._call) if briefing is not None else None
        self._moves += 1
        position = self._call.position
        if move is None or self._moves > MOST_MOVES:
            self._moving = False
            return c.WaitForCaller(id=f"branch/wait/{position}", at=now, after=position)
        name = f"branch/move/{position}"
        if isinstance(move, Say):
            return c.Speak(id=name, at=now, text=str(move.text), asks=move.asks)
        return await self._surroundings.use_of(self._call, move.tool, name, now)

    # People, and an agent that is not run again.

    def _is_left(self, step: Step) -> bool:
        """Whether a recorded step is taken in the branch too, if the call gets that far."""
        kind = type(step.command)
        is_stimulus = people.is_stimulus(kind, agent_runs=self._agent_runs)
        return is_stimulus and not people.is_our_hang_up(step)

    def _delay_of(self, command: c.Command) -> timedelta:
        """How much later it is done: a caller who waited for the agent's words still does."""
        until = self._playback.until
        if until is None or not isinstance(command, _WAITS):
            return self._delay
        if people.interrupts(command, self._left[0].situation):
            return self._delay
        wait = until + people.PAUSE - (people.began_at(command) + self._delay)
        return self._delay + max(wait, timedelta(0))

    async def _take_stimulus(self) -> c.Command | None:
        """The next thing that was done, at the time at which it would be done in the branch."""
        step, now = self._left[0], situation_of(self._call)
        if step.command is None:
            return None
        self._delay = self._delay_of(step.command)
        self._left.popleft()
        command = people.shifted(step.command, self._delay)
        instructed = self._change.jobs is not None and not isinstance(command, c.AnswerCall)
        if step.origin == "agent" and instructed:
            self.undecidable = INSTRUCTIONS
        self.undecidable = self.undecidable or people.undecidable(command, step.situation, now)
        if self.undecidable:
            return None
        self._note(people.assumption(command, step.situation, now))
        return await self._heard(command)

    async def _heard(self, command: c.Command) -> c.Command:
        """Words or keys, with where a yes would lead; they cut off what is being said."""
        at = max(command.at, self._agenda.now)
        if not isinstance(command, _WORDS):
            return command.model_copy(update={"at": at})
        for _, report in self._playback.cut_off(self._agenda.now):
            self._agenda.drop(report.id)
            self._decide(report)
        routing = await self._surroundings.answer_routing(self._call)
        return command.model_copy(update={"at": at, "routing": command.routing or routing})

    async def _act(self) -> c.Command | None:
        """What the caller does in place of what they did; nothing once the call has ended."""
        command = self._acts.popleft()
        return None if self._call.state == "ended" else await self._heard(command)

    # Timers.

    def _next_timer(self) -> Timer | None:
        running = (one for one in pending_timers(self._call) if self._fires(one))
        return min(running, key=_due, default=None)

    def _fires(self, timer: Timer) -> bool:
        if timer[:3] in self._dead:
            return False
        return timer.kind == "retry" or timer.kind in DECIDED_ALONE

    async def _take_timer(self, timer: Timer) -> c.Command | None:
        self._dead.add(timer[:3])
        if timer.kind == "retry":
            self._outside.retry(self._call, timer.effect_key)
        return command_of(timer, self._agenda.now)

    def _note(self, text: str) -> None:
        if text and (not self.notes or self.notes[-1][1] != text):
            self.notes.append((self._call.position + 1, text))


def _due(timer: Timer) -> datetime:
    return timer.since + timedelta(seconds=timer.seconds)


def _acts(change: Change) -> Iterator[c.Command]:
    """What the caller does, in order; the time is filled in when it is done."""
    at = datetime.min.replace(tzinfo=UTC)
    for number, words in enumerate(change.say, 1):
        yield c.HearCaller(id=f"branch/say/{number}", at=at, text=words)
    if change.press:
        yield c.PressDigits(id="branch/press", at=at, digits=change.press)
    if change.hang_up:
        yield c.EndCall(id="branch/hang_up", at=at, reason="caller_hung_up", by=Actor.CALLER)
