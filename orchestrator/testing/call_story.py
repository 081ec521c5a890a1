"""Given, when, then for the rules of a call: ``a_call(…).when(…).then(…)``.

A story decides commands and folds the events, with no database, no provider and no clock. Every
``when`` also checks what must hold for any decision: the call's state permits each event, event
positions have no gaps, and the same command given again has no effect.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import Command, ReportSpeech
from hookflash.domain.call.conversation import CallState
from hookflash.domain.call.decide import decide
from hookflash.domain.call.evolve import evolve
from hookflash.domain.call.transitions import permits
from hookflash.domain.event import Actor
from hookflash.orchestrator.testing.expected_event import Expected, Such, as_such, in_words
from hookflash.orchestrator.testing.scene import Scene

Refusal = e.SmsRefused | e.TransferRefused | e.ToolCallRejected


@dataclass
class CallStory:
    """One call, told as commands and the events that they lead to. All methods can be chained."""

    scene: Scene = field(default_factory=Scene)
    commands: list[Command] = field(default_factory=list)
    """Every command so far, including those that had no effect."""
    history: list[e.CallEvent] = field(default_factory=list)
    """Every event so far."""
    last: tuple[e.CallEvent, ...] = ()
    """The events of the last command."""
    call: Call = field(init=False)
    """The state of the call after the last command."""
    now: datetime = field(init=False)
    """The time of the last command."""
    playback: bool = True
    """Whether the caller hears at once, and in full, what the agent says."""

    def __post_init__(self) -> None:
        self.call = Call(self.scene.call_id)
        self.now = self.scene.begins_at

    def given(self, *steps: "Step") -> "CallStory":
        """Take all ``steps``, without checking which events they lead to."""
        for step in steps:
            self.when(step)
        return self

    def when(self, step: "Step") -> "CallStory":
        """Take one step, a second after the one before."""
        __tracebackhide__ = True
        self.now += timedelta(seconds=1)
        self.handle(step(self))
        return self.hear_all() if self.playback else self

    def hear_all(self) -> "CallStory":
        """The caller hears, in full, everything that was said; ``last`` stays as it is."""
        for said, speech in list(self.call.speeches.items()):
            heard = {"began_at": self.now, "ended_at": self.now, "heard_chars": len(speech.text)}
            report = ReportSpeech(id=f"heard/{said}", at=self.now, speech_id=said, **heard)
            self._fold(decide(self.call, report))
        return self

    def once_more(self) -> "CallStory":
        """Give the last command a second time, under the same id."""
        return self.handle(self.commands[-1])

    def handle(self, command: Command) -> "CallStory":
        """Decide ``command`` and fold its events."""
        __tracebackhide__ = True
        self.commands.append(command)
        self.last = decide(self.call, command)
        self._fold(self.last)
        if self.last and (again := decide(self.call, command)):
            self._fail(f"the same command given again led to {in_words(_kinds(again))}")
        return self

    def _fold(self, events: Sequence[e.CallEvent]) -> None:
        __tracebackhide__ = True
        for event in events:
            if not permits(self.call.state, type(event)):
                self._fail(f"{event.type} is not permitted in state {self.call.state}")
            if event.position != self.call.position + 1:
                self._fail(f"{event.type} is at {event.position}, after {self.call.position}")
            evolve(self.call, event)
        self.history += events

    def then(self, *expected: Expected) -> "CallStory":
        """Expect that the last command led to exactly these events, in this order.

        Give an event class, or :func:`such` an event to expect values in its fields too.
        """
        __tracebackhide__ = True
        wanted = [as_such(one) for one in expected]
        pairs = zip(wanted, self.last, strict=False)
        found = [one.seen_in(event) for one, event in pairs] + _kinds(self.last[len(wanted) :])
        if found != wanted:
            self._fail(f"expected {in_words(wanted)}\n     got {in_words(found)}")
        return self

    def then_nothing(self) -> "CallStory":
        """Expect that the last command had no effect."""
        __tracebackhide__ = True
        return self.then()

    def then_refused(self, reason: str, by: Actor = Actor.AGENT) -> "CallStory":
        """Expect that the last command led to one refusal, for ``reason``, and to nothing else.

        ``by``: the actor that the refusal is recorded for.
        """
        __tracebackhide__ = True
        refusal = self.last[0] if len(self.last) == 1 else None
        if not isinstance(refusal, Refusal):
            self._fail(f"expected a refusal ({reason})\n     got {in_words(_kinds(self.last))}")
        elif (refusal.reason, refusal.by) != (reason, by):
            got = f"{refusal.type} ({refusal.reason}, by {refusal.by})"
            self._fail(f"expected a refusal ({reason}, by {by})\n     got {got}")
        return self

    def then_state(self, state: CallState) -> "CallStory":
        """Expect that the call is in ``state``."""
        __tracebackhide__ = True
        if self.call.state != state:
            self._fail(f"expected state {state}\n     got state {self.call.state}")
        return self

    def next_command_id(self) -> str:
        """A new id for the next command."""
        return f"command-{len(self.commands) + 1}"

    def _fail(self, what: str) -> None:
        __tracebackhide__ = True
        command = repr(self.commands[-1]) if self.commands else "no command"
        raise AssertionError(f"{what}\n   after {command}\nin state {self.call.state}")


Step = Callable[[CallStory], Command]
"""Makes the next command of a story."""


def a_call(*steps: Step, scene: Scene | None = None) -> CallStory:
    """Start the story of a call on which ``steps`` have been taken already.

    ``scene``: the caller, number, actions and facts; a neutral one by default.
    """
    return CallStory(scene or Scene()).given(*steps)


def _kinds(events: tuple[e.CallEvent, ...]) -> list[Such]:
    return [Such(type(event)) for event in events]
