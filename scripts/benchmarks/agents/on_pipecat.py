"""Calls on Pipecat pipelines: bare, and with Hookflash."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from loguru import logger
from pipecat.adapters.llm.schemas.function_schema import FunctionSchema
from pipecat.adapters.llm.schemas.tools_schema import ToolsSchema
from pipecat.frames.frames import (
    ClientConnectedFrame,
    TranscriptionFrame,
    TTSSpeakFrame,
    VADUserStartedSpeakingFrame,
    VADUserStoppedSpeakingFrame,
)
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineWorker
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.processors.aggregators.llm_response_universal import (
    LLMContextAggregatorPair,
    LLMUserAggregatorParams,
)
from pipecat.processors.filters.identity_filter import IdentityFilter
from pipecat.services.llm_service import FunctionCallParams
from pipecat.turns.user_start import VADUserTurnStartStrategy
from pipecat.turns.user_stop import SpeechTimeoutUserTurnStopStrategy
from pipecat.turns.user_turn_strategies import UserTurnStrategies
from pipecat.workers.runner import WorkerRunner

from hookflash import HostAgent
from hookflash.pipecat import HookflashAgent, PipecatTelephony
from scripts.benchmarks.agents import dialog
from scripts.benchmarks.agents.calls import Calls
from scripts.benchmarks.agents.office import desk_of, opened
from scripts.benchmarks.agents.pipecat_fakes import FreeModel, Line, Voice
from scripts.benchmarks.whole_call.instant import InstantTelephony

logger.disable("pipecat")


class _Call:
    def __init__(self, worker: PipelineWorker, line: Line) -> None:
        self._worker, self._line = worker, line

    async def say(self, words: str) -> float:
        self._line.listen()
        feed = self._worker.queue_frame
        await feed(VADUserStartedSpeakingFrame(start_secs=0.0))
        await feed(VADUserStoppedSpeakingFrame(stop_secs=0.0))
        await feed(TranscriptionFrame(words, "caller", ""))
        return await self._line.played()


def _turns() -> LLMUserAggregatorParams:
    """The caller's turn ends with their words."""
    return LLMUserAggregatorParams(
        user_turn_strategies=UserTurnStrategies(
            start=[VADUserTurnStartStrategy()],
            stop=[SpeechTimeoutUserTurnStopStrategy(user_speech_timeout=0.001)],
        )
    )


@asynccontextmanager
async def _running(pipeline: Pipeline, line: Line, *, greets: bool) -> AsyncIterator[_Call]:
    """A call on ``pipeline``, from after the greeting, which it says itself if it ``greets``."""
    worker = PipelineWorker(pipeline, enable_rtvi=False)
    runner = WorkerRunner(handle_sigint=False)
    await runner.add_workers(worker)
    running = asyncio.create_task(runner.run())
    await asyncio.sleep(0.05)
    await worker.queue_frame(ClientConnectedFrame())
    if not greets:
        await worker.queue_frame(TTSSpeakFrame(dialog.GREETING))
    await line.played()
    yield _Call(worker, line)
    await line.disconnect()
    await worker.cancel()
    await running


@asynccontextmanager
async def bare(_: str) -> AsyncIterator[Calls]:
    """Pipelines as Pipecat's manual shows them, with functions as tools."""

    def call() -> Any:
        line = Line()
        return _running(_bare_pipeline(line), line, greets=False)

    yield call


def _bare_pipeline(line: Line) -> Pipeline:
    model = FreeModel()
    for name in dialog.TOOL_RESULTS:
        model.register_function(name, _use_tool)
    context = LLMContext(
        [{"role": "system", "content": dialog.INSTRUCTIONS}],
        tools=ToolsSchema(
            standard_tools=[
                FunctionSchema(name, result, properties={}, required=[])
                for name, result in dialog.TOOL_RESULTS.items()
            ]
        ),
    )
    pair = LLMContextAggregatorPair(context, user_params=_turns())
    stt = IdentityFilter()  # type: ignore[no-untyped-call]
    return Pipeline(
        [line.input(), stt, pair.user(), model, Voice(), line.output(), pair.assistant()]
    )


async def _use_tool(params: FunctionCallParams) -> None:
    await params.result_callback(dialog.TOOL_RESULTS[params.function_name])


@asynccontextmanager
async def with_hookflash(url: str) -> AsyncIterator[Calls]:
    """Pipelines with the agent of a desk around their model."""
    phones = PipecatTelephony(InstantTelephony())
    async with opened(url, phones, HostAgent("free")) as center:

        @asynccontextmanager
        async def call() -> AsyncIterator[_Call]:
            desk, line = await desk_of(center), Line()
            agent = HookflashAgent(desk, FreeModel(), phones=phones, user_params=_turns())
            stt = IdentityFilter()  # type: ignore[no-untyped-call]
            pipeline = agent.pipeline(line, stt=stt, tts=Voice())
            async with _running(pipeline, line, greets=True) as live:
                yield live

        yield call
