"""A call on a stage whose agent Hookflash runs, by the agent port."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from hookflash.domain.call.effects import Speech
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.carriers.simulator.messaging import SimulatedMessaging
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.parts import build_parts
from hookflash.orchestrator.ports.agent import Agent
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.outside import Ports
from hookflash.orchestrator.projection_runner import ProjectionRunner, open_views
from hookflash.orchestrator.sandbox.line import SandboxLine
from hookflash.orchestrator.simulation.virtual_time import EPOCH, SeededIds, VirtualClock
from hookflash.orchestrator.testing.agent_stage import CHARACTERS_A_SECOND, AgentStage
from hookflash.orchestrator.testing.contracts.agent_scenes import CALLER, NUMBER, OFFICE
from hookflash.orchestrator.testing.scripted_model import ModelReply, ScriptedModel
from hookflash.orchestrator.workspaces.file.workspace_file import workspace_in

WORDS_SECONDS: Final = 0.3
"""From the first word of the caller until their words are recognised."""
QUIET_SECONDS: Final = 1.0
"""So long after the last word everything that follows is done."""


class _Line(SimulatedTelephony):
    """Notes what the caller hears; has them begin to speak after a question has begun."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock, pace=1 / CHARACTERS_A_SECOND)
        self.heard: list[str] = []
        self.speaks = False
        self.asks: Callable[[], Coroutine[Any, Any, None]] | None = None
        self.interruption: asyncio.Task[None] | None = None

    async def say(self, speech: Speech) -> None:
        """Play it, as far as the caller lets it."""
        if self.asks is not None and speech.asks is not None and speech.asks.kind == "transfer":
            self.interruption = asyncio.create_task(self.asks())
            self.asks = None
        began_at, self.speaks = self._clock.now(), True
        await super().say(speech)
        seconds = (self._clock.now() - began_at).total_seconds()
        self.heard.append(speech.text[: round(seconds * CHARACTERS_A_SECOND)])
        self.speaks = False


@dataclass
class _PortStage:
    """The caller, and the model of the agent."""

    center: CallCenter
    line: _Line
    model: ScriptedModel
    call_id: str
    heard: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.heard = self.line.heard

    def model_replies(self, *replies: ModelReply) -> None:
        """What the model answers from now on."""
        self.model.will_reply(*replies)

    async def caller_says(self, text: str) -> None:
        """Speak; wait until nothing more follows."""
        await self.center.hear(self.call_id, text, began_at=self.center.now())
        if self.line.interruption is not None:
            await self.line.interruption
        await self._quiet()

    async def caller_interrupts(self, text: str, seconds: float) -> None:
        """Wait for the question."""

        async def interrupt() -> None:
            await asyncio.sleep(seconds)
            began_at = self.center.now()
            await self.center.hear(self.call_id, text, final=False)
            await asyncio.sleep(WORDS_SECONDS)
            await self.center.hear(self.call_id, text, began_at=began_at)

        self.line.asks = interrupt

    async def caller_hangs_up(self) -> None:
        """Report it."""
        await self.center.end(self.call_id)
        await self._quiet()

    async def _quiet(self) -> None:
        await asyncio.sleep(QUIET_SECONDS)
        while self.line.speaks:  # noqa: ASYNC110 - what is said after it counts as well
            await asyncio.sleep(QUIET_SECONDS)


@asynccontextmanager
async def port_stage(agent: Agent, model: ScriptedModel) -> AsyncIterator[AgentStage]:
    """A call that ``agent`` has answered and greeted, in virtual time, for ``AgentContract.stage``.

    ``model`` stands for the model of the agent: it gets its replies from there. Phones ring until
    they are told to stop, and texts arrive.
    """
    clock = VirtualClock(asyncio.get_running_loop(), EPOCH)
    line, texts = _Line(clock), SimulatedMessaging(clock)
    store = open_store("sqlite://")
    log = EventLog(store, live=False)
    runner = ProjectionRunner(log, open_views("sqlite://", store), live=False)
    ports = Ports(telephony=line, messaging=texts, agent=agent, clock=clock, ids=SeededIds("stage"))
    center = CallCenter(build_parts(log, runner, ports, SandboxLine(line, texts), simulated=True))
    await center.apply(workspace_in(OFFICE.encode(), "office.yaml"))
    call_id = await center.receive_call(to=NUMBER, from_=CALLER, provider_call_id="CA1")
    await center.answer(call_id)
    yield _PortStage(center, line, model, call_id)
    line.tell = texts.tell = None
    await center.close()
