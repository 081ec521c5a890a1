"""A center whose host runs the agent and plays what the core says."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from hookflash import (
    Accepted,
    Answer,
    CallCenter,
    Desk,
    HostAgent,
    SendText,
    Speech,
    TelephonyOffers,
)
from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.carriers.simulator.messaging import SimulatedMessaging
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.log.store import Store, open_store
from hookflash.orchestrator.simulation.virtual_time import EPOCH, VirtualClock
from tests.tree import ROOT
from tests.unit.command_handler.opened import open_worker

OFFICE = ROOT / "docs" / "tutorial" / "office.yaml"
NUMBER, CALLER = "+14155550100", "+14155550199"
E = TypeVar("E", bound=CallEvent)


class Line(SimulatedTelephony):
    """A telephony that leaves it to the host to play what is said."""

    offers = TelephonyOffers(speaks=False, playback="reports")

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__(clock)
        self.rung: list[str] = []

    async def say(self, speech: Speech) -> None:
        """Refuse: the host plays the words that the desk returns."""
        raise AssertionError(speech.text)

    async def ring(self, request: object) -> Answer:
        """Note it."""
        self.rung.append(request.effect_key)  # type: ignore[attr-defined]
        return Accepted(provider_id="ring")


class Texts(SimulatedMessaging):
    """Notes what it sends, and to whom; ``answers`` come first."""

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__(clock)
        self.sent: list[tuple[str, str]] = []
        self.answers: list[Answer] = []

    async def send(self, request: SendText) -> Answer:
        """Note it, then answer."""
        self.sent.append((request.recipient, request.body))
        return self.answers.pop(0) if self.answers else Accepted(provider_id="SM1")


@dataclass
class Hosted:
    """A worker whose host runs the agent, and a desk on its call."""

    center: CallCenter
    desk: Desk
    line: Line
    texts: Texts
    clock: VirtualClock
    store: Store
    others: list[CallCenter] = field(default_factory=list)

    async def events(self, kind: type[E]) -> Sequence[E]:
        """The events of a kind on the call."""
        events = await self.center.events(self.desk.call_id)
        return [event for event in events if isinstance(event, kind)]


@asynccontextmanager
async def hosted(office: object = OFFICE) -> AsyncIterator[Hosted]:
    """A call that the host's agent has answered, in virtual time."""
    clock = VirtualClock(asyncio.get_running_loop(), EPOCH)
    line, texts, store = Line(clock), Texts(clock), open_store("sqlite://")
    agent = HostAgent("A model")
    center = open_worker("1", store, clock, line, messaging=texts, agent=agent)
    await center.apply(office)  # type: ignore[arg-type]
    desk = await center.desk(to=NUMBER, from_=CALLER, provider_call_id="CA1")
    host = Hosted(center, desk, line, texts, clock, store)
    yield host
    for one in (center, *host.others):
        await one.close()
