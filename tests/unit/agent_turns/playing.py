"""Agents that play a part, on a call in virtual time."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from hookflash import CallCenter, Say, Settings, Turn
from hookflash.domain.call import events as e
from hookflash.domain.call.events.speech import Playback
from hookflash.orchestrator.carriers.simulator.messaging import SimulatedMessaging
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.ports.telephony import TelephonyOffers
from hookflash.orchestrator.simulation.virtual_time import EPOCH, VirtualClock
from tests.rig.agent import OFFICE
from tests.unit.command_handler.opened import open_worker

TEXT, DANA = "send_sms_1", "transfer_call_3"
Play = Callable[[Turn], Any]
"""What an agent does in a turn: as ``Agent.next_move``."""


class Player:
    """Greets, then does what it was given for each time that it is asked after that."""

    label = "Player (no AI model)"

    def __init__(self, *parts: Play) -> None:
        self.parts = list(parts)
        self.turns: list[Turn] = []

    def next_move(self, turn: Turn) -> Any:
        """The next part, or nothing if all were played."""
        self.turns.append(turn)
        if turn.occasion == "greeting":
            return nothing_but(Say(text=turn.briefing.greeting))
        if not any(line.by == "caller" for line in turn.conversation.lines):
            return nothing_but(None)
        return self.parts.pop(0)(turn) if self.parts else nothing_but(None)


async def nothing_but(moves: Any) -> Any:
    """As an ``async def`` that returns ``moves``."""
    return moves


def moves(*these: Any) -> Play:
    """Return ``these``, all at once."""
    return lambda _: nothing_but(list(these))


class Words:
    """Pieces of a stream with a pause before each; notes how far it got, and its end."""

    def __init__(self, *pieces: Any, pause: float = 0.1) -> None:
        self.pieces = pieces
        self.pause = pause
        self.given = 0
        self.closed = False

    async def stream(self) -> AsyncIterator[str]:
        """The pieces; an exception among them is raised, and a number is a pause of its own."""
        try:
            for piece in self.pieces:
                await asyncio.sleep(piece if isinstance(piece, float) else self.pause)
                if isinstance(piece, Exception):
                    raise piece
                self.given += 1
                if not isinstance(piece, float):
                    yield piece
        finally:
            self.closed = True


class Line(SimulatedTelephony):
    """Notes what it says; the words of a ``say_waits`` line take their time."""

    def __init__(self, clock: VirtualClock, playback: Playback) -> None:
        super().__init__(clock)
        self.offers = TelephonyOffers(playback=playback)
        self.said: list[tuple[float, str]] = []

    async def say(self, speech: Any) -> None:
        """Note it and the time, then say it."""
        self.said.append((asyncio.get_running_loop().time(), speech.text))
        if self.offers.playback == "say_waits":
            await super().say(speech)


@asynccontextmanager
async def played(
    agent: Any, playback: Playback = "say_waits", **settings: Any
) -> AsyncIterator[tuple[CallCenter, str, Line]]:
    """A call that ``agent`` has answered."""
    clock = VirtualClock(asyncio.get_running_loop(), EPOCH)
    line, messaging = Line(clock, playback), SimulatedMessaging(clock)
    center = open_worker(
        "1",
        open_store("sqlite://"),
        clock,
        line,
        messaging=messaging,
        agent=agent,
        settings=Settings(**settings),
    )
    await center.apply(OFFICE)
    call = await center.receive_call(to="+14155550100", from_="+14155550199")
    await center.answer(call)
    try:
        yield center, call, line
    finally:
        line.tell = messaging.tell = None
        await center.end(call)
        await center.close()


async def of_kind(center: CallCenter, call: str, *kinds: type[e.CallEvent]) -> Sequence[Any]:
    """The events of these kinds, in order."""
    return [event for event in await center.events(call) if isinstance(event, kinds)]


async def told(center: CallCenter, call: str) -> list[str]:
    """What was said after the greeting, what was not, and which tools were used, in order."""
    found = []
    for event in (await center.events(call))[3:]:
        match event:
            case e.AgentSpoke():
                found.append(event.text)
            case e.AgentSilenced():
                found.append(f"({event.reason}) {event.text}")
            case e.ToolCallRejected():
                found.append(f"[{event.tool}: {event.reason}]")
            case e.SmsRequested() | e.TransferProposed():
                found.append(f"[{event.tool}]")
            case e.AgentFailed():
                found.append(f"! {event.reason} {event.detail}".strip())
    return found
