"""Sentences about one call: ``a_call(…).when(…).then(…)``.

Every ``when`` also holds what is true of each decision: the chart permits its events, their
positions have no gap, and the same command given once more decides to nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import Command
from hookflash.domain.call.conversation import CallState
from hookflash.domain.call.decide import decide
from hookflash.domain.call.evolve import evolve
from hookflash.domain.call.transitions import permits
from hookflash.domain.event import Actor
from tests.cast import CALL, NOON


@dataclass
class CallStory:
    """A call as a test tells it."""

    call: Call = field(default_factory=lambda: Call(CALL))
    now: datetime = NOON
    asked: list[Command] = field(default_factory=list)
    history: list[e.CallEvent] = field(default_factory=list)
    last: tuple[e.CallEvent, ...] = ()
    """What the last command led to."""

    def given(self, *steps: "Step") -> "CallStory":
        """All this has happened."""
        for step in steps:
            self.when(step)
        return self

    def when(self, step: "Step") -> "CallStory":
        """This is asked of the call, a second after what came before."""
        self.now += timedelta(seconds=1)
        return self.ask(step(self))

    def once_more(self) -> "CallStory":
        """The last command is delivered a second time."""
        return self.ask(self.asked[-1])

    def ask(self, command: Command) -> "CallStory":
        """Decide ``command`` and fold what it leads to."""
        self.asked.append(command)
        self.last = decide(self.call, command)
        for event in self.last:
            assert permits(self.call.state, type(event)), f"{event.type} in {self.call.state}"
            assert event.position == self.call.position + 1
            evolve(self.call, event)
        self.history += self.last
        if self.last:
            assert decide(self.call, command) == ()
        return self

    def then(self, *expected: "type[e.CallEvent] | Such") -> "CallStory":
        """It led to exactly these, in this order; a :class:`Such` tells of their fields too."""
        wanted = [such if isinstance(such, Such) else Such(such) for such in expected]
        told = [such.of(event) for such, event in zip(wanted, self.last, strict=False)]
        told += [Such(type(event)) for event in self.last[len(wanted) :]]
        assert told == wanted
        return self

    def then_nothing(self) -> "CallStory":
        """It led to nothing."""
        return self.then()

    def then_refused(self, reason: str, by: Actor = Actor.AGENT) -> "CallStory":
        """It led to a refusal for ``reason``, and to nothing else."""
        assert len(self.last) == 1
        refusal = self.last[0]
        assert isinstance(refusal, e.SmsRefused | e.TransferRefused | e.ToolCallRejected)
        assert (refusal.reason, refusal.by) == (reason, by)
        return self

    def then_state(self, state: CallState) -> "CallStory":
        """The call is in ``state``."""
        assert self.call.state == state
        return self

    def command_id(self) -> str:
        """An id for the next command."""
        return f"command-{len(self.asked) + 1}"


Step = Callable[[CallStory], Command]
"""Makes a command for the call as it stands."""


@dataclass(frozen=True, repr=False)
class Such:
    """An event of a kind, and what it says in some of its fields."""

    kind: type[e.CallEvent]
    fields: dict[str, Any] = field(default_factory=dict)

    def of(self, event: e.CallEvent) -> "Such":
        """What ``event`` says where this says something."""
        return Such(type(event), {name: getattr(event, name, "-") for name in self.fields})

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={value!r}" for name, value in self.fields.items())
        return f"{self.kind.__name__}({said})"


def such(kind: type[e.CallEvent], **fields: Any) -> Such:
    """An event of ``kind`` that says this."""
    return Such(kind, fields)


def a_call(*steps: Step) -> CallStory:
    """A call on which all this has happened."""
    return CallStory().given(*steps)
