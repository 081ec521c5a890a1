"""A recorded call as the steps that it took: each a command, and the events that it led to."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.evolve import evolve
from hookflash.domain.call.recall import kind_of, recall
from hookflash.domain.call.redecide import decisions
from hookflash.domain.unreadable import Entry
from hookflash.orchestrator.agents.scripted.agent import ScriptedAgent
from hookflash.orchestrator.time_machine.situation import Situation, situation_of

Origin = Literal["people", "agent", "timer", "outside"]
"""What a step came from: people on the call, the agent, a timer, or a provider and its worker."""

_PEOPLE: Final = (c.ReceiveCall, c.HearCaller, c.PressDigits, c.HearText, c.EndCall)
_AGENT: Final = (
    c.AnswerCall,
    c.Speak,
    c.CallTool,
    c.FailAgent,
    c.WaitForCaller,
    c.DropMove,
    c.SettlePromises,
    c.ReportAgentWords,
)
_TIMERS: Final = (
    c.LapseConfirmation,
    c.AskAgain,
    c.TimeOutRing,
    c.StopVoicemail,
    c.DeclineVoicemail,
    c.ExpireText,
    c.CloseCall,
    c.Flag,
)
_ORIGINS: Final[Mapping[type | None, Origin]] = {
    **dict.fromkeys(_PEOPLE, "people"),
    **dict.fromkeys(_AGENT, "agent"),
    **dict.fromkeys(_TIMERS, "timer"),
}


def origin_of(kind: type[c.Command | None] | None) -> Origin:
    """What commands of this kind come from."""
    return _ORIGINS.get(kind, "outside")


class Step(NamedTuple):
    """One decision of the call. ``command`` is None if the log does not tell what it was."""

    command: c.Command | None
    situation: Situation
    """On the call, just before."""

    @property
    def origin(self) -> Origin:
        """What it came from."""
        return origin_of(type(self.command))


class Recording(NamedTuple):
    """A call as its log has it."""

    call_id: str
    events: tuple[e.CallEvent, ...]
    decisions: tuple[tuple[e.CallEvent, ...], ...]
    """The same events, by decision."""
    received: e.CallReceived
    agent: str
    """The label of its agent; empty if none answered."""
    hosted: bool
    log_position: int
    """Of its first event."""

    @property
    def is_scripted(self) -> bool:
        """Whether the scripted agent led it, whose moves can be made again."""
        return self.agent in ("", ScriptedAgent.label) and not self.hosted

    def steps_from(
        self, index: int, call: Call, wanted: Callable[[type[c.Command] | None], bool]
    ) -> Iterator[Step]:
        """The step with this index, and those later ones whose kind of command is ``wanted``.

        ``call`` takes all of them, one by one.
        """
        for number, together in enumerate(self.decisions[index:]):
            if not number or wanted(kind_of(together)):
                yield Step(recall(call, together), situation_of(call))
            for event in together:
                evolve(call, event)


def recording_of(placed: Sequence[tuple[int, Entry]]) -> Recording:
    """Read a call from its whole stream, with log positions.

    Raises ``ValueError`` if the beginning of the call is missing, or an event cannot be read.
    """
    events = tuple(event for _, event in placed if isinstance(event, e.CallEvent))
    if len(events) < len(placed):
        raise ValueError("an event of it cannot be read")
    if not events or not isinstance(events[0], e.CallReceived):
        raise ValueError("its beginning is missing")
    answered = next((one for one in events if isinstance(one, e.CallAnswered)), None)
    return Recording(
        call_id=events[0].call_id,
        events=events,
        decisions=tuple(decisions(events)),
        received=events[0],
        agent=answered.agent if answered else "",
        hosted=answered is not None and answered.hosted,
        log_position=placed[0][0],
    )
