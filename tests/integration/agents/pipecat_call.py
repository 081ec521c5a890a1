"""Drives a call whose agent is a Pipecat pipeline, in virtual time."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar, cast

from loguru import logger
from pipecat.audio.dtmf.types import KeypadEntry
from pipecat.frames.frames import (
    ClientConnectedFrame,
    Frame,
    InputDTMFFrame,
    InterimTranscriptionFrame,
    TranscriptionFrame,
    VADUserStartedSpeakingFrame,
    VADUserStoppedSpeakingFrame,
)
from pipecat.pipeline.worker import PipelineWorker
from pipecat.processors.aggregators.llm_response_universal import LLMUserAggregatorParams
from pipecat.processors.filters.identity_filter import IdentityFilter
from pipecat.turns.user_start import VADUserTurnStartStrategy
from pipecat.turns.user_stop import SpeechTimeoutUserTurnStopStrategy
from pipecat.turns.user_turn_strategies import UserTurnStrategies
from pipecat.workers.runner import WorkerRunner

from hookflash import HostAgent, WorkspaceDocument
from hookflash.domain.call import events as e
from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.simulation.virtual_time import EPOCH, VirtualClock
from hookflash.pipecat import HookflashAgent, PipecatTelephony, PipelineSettings
from hookflash.testing import SimulatedTelephony
from tests.integration.agents.pipecat_parts import (
    FakeTransport,
    LoopClock,
    ScriptedModel,
    Silence,
    Step,
    Use,
)
from tests.unit.command_handler.opened import open_worker
from tests.unit.desk.hosted import CALLER, NUMBER, OFFICE, Hosted, Line, Texts

logger.disable("pipecat")
E = TypeVar("E", bound=CallEvent)
VAD_SECONDS = 0.2
ASK = Use("transfer_call_2", "t1")


@dataclass
class PipecatCall:
    """A live call: what the caller does, what the model does, what was heard."""

    host: Hosted
    model: ScriptedModel
    transport: FakeTransport
    worker: PipelineWorker
    began: datetime = EPOCH
    """When the caller last began to make a sound."""

    def model_does(self, *turns: Sequence[Step]) -> None:
        """What the model does the next times it is run."""
        self.model.turns += turns

    async def caller_says(self, text: str, *, seconds: float = 0.6, rest: float = 1) -> None:
        """The caller speaks for ``seconds``, and rests until after the end of the turn."""
        await self._sound_begins()
        await self.words_end(text, seconds=seconds)
        await asyncio.sleep(rest)

    async def words_end(self, text: str, *, seconds: float = 0.3) -> None:
        """What began is known ``seconds`` later to have been these words."""
        await self.noise_ends(seconds=seconds)
        await asyncio.sleep(0.1)
        await self.feed(TranscriptionFrame(text, "caller", ""))

    async def noise_ends(self, *, seconds: float = 0.3) -> None:
        """What began ends ``seconds`` later."""
        await asyncio.sleep(seconds)
        await self.feed(VADUserStoppedSpeakingFrame(stop_secs=VAD_SECONDS))

    async def barge_in(self, milliseconds: int) -> None:
        """The caller makes a sound, ``milliseconds`` from now, which interrupts what is said."""
        await asyncio.sleep(milliseconds / 1000)
        await self._sound_begins()

    async def _sound_begins(self) -> None:
        self.began = self.host.clock.now()
        await asyncio.sleep(VAD_SECONDS)
        await self.feed(VADUserStartedSpeakingFrame(start_secs=VAD_SECONDS))

    async def caller_begins(self, text: str) -> None:
        """Partial words."""
        await self.feed(InterimTranscriptionFrame(text, "caller", ""))

    async def caller_presses(self, digit: str) -> None:
        """The caller presses a key."""
        await self.feed(InputDTMFFrame(KeypadEntry(digit)))

    async def feed(self, frame: Frame) -> None:
        """A frame comes in from the line."""
        await self.worker.queue_frame(frame)

    async def passes(self, seconds: float) -> None:
        """Time passes."""
        await asyncio.sleep(seconds)

    async def events(self, kind: type[E]) -> Sequence[E]:
        """The events of a kind on the call."""
        return await self.host.events(kind)

    @property
    def texts(self) -> list[str]:
        """The texts that were sent."""
        return [body for _, body in self.host.texts.sent]

    @property
    def rung(self) -> int:
        """How many transfers rang."""
        return len(self.host.line.rung)


@asynccontextmanager
async def pipecat_call(
    *, timed: bool = True, office: WorkspaceDocument | Path = OFFICE
) -> AsyncIterator[PipecatCall]:
    """A call whose caller has heard the greeting."""
    clock = VirtualClock(asyncio.get_running_loop(), EPOCH)
    line, texts, store = Line(clock), Texts(clock), open_store("sqlite://")
    phones = PipecatTelephony(line)
    worker = cast("SimulatedTelephony", phones)
    center = open_worker("1", store, clock, worker, messaging=texts, agent=HostAgent("Pipecat"))
    await center.apply(office)
    desk = await center.desk(to=NUMBER, from_=CALLER, provider_call_id="CA1")
    host = Hosted(center, desk, line, texts, clock, store)
    async with _pipeline(host, phones, timed=timed) as call:
        yield call
    await center.close()


@asynccontextmanager
async def _pipeline(
    host: Hosted, phones: PipecatTelephony, *, timed: bool
) -> AsyncIterator[PipecatCall]:
    """The pipeline of the call, until it is cancelled."""
    model, transport = ScriptedModel(), FakeTransport()
    strategies = UserTurnStrategies(
        start=[VADUserTurnStartStrategy()],
        stop=[SpeechTimeoutUserTurnStopStrategy(user_speech_timeout=0.2)],
    )
    agent = HookflashAgent(
        host.desk,
        model,
        phones=phones,
        user_params=LLMUserAggregatorParams(user_turn_strategies=strategies),
        settings=PipelineSettings(clock=host.clock),
    )
    stt = IdentityFilter()  # type: ignore[no-untyped-call]
    pipeline = agent.pipeline(transport, stt=stt, tts=Silence(timed=timed))
    worker = PipelineWorker(pipeline, clock=LoopClock(), enable_rtvi=False)
    runner = WorkerRunner(handle_sigint=False)
    await runner.add_workers(worker)
    running = asyncio.create_task(runner.run())
    call = PipecatCall(host, model, transport, worker)
    await call.passes(0.1)
    await call.feed(ClientConnectedFrame())
    await call.passes(4)
    try:
        yield call
    finally:
        await worker.cancel()
        await running


async def is_asked(call: PipecatCall) -> None:
    """The caller wants a person, and the model asks for the transfer."""
    call.model_does([ASK])
    await call.caller_says("I want to talk to a person")


async def said(call: PipecatCall) -> list[str]:
    """What the agent and the core said, and the caller may have heard."""
    return [event.text for event in await call.events(e.AgentSpoke)]
