"""A Pipecat pipeline on a stage."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from hookflash import CallCenter
from hookflash.domain.call.events import AgentSpoke
from hookflash.orchestrator.testing.contracts.agent_scenes import OFFICE
from hookflash.orchestrator.workspaces.file.workspace_file import workspace_in
from hookflash.testing import ModelReply
from tests.integration.agents.pipecat_call import PipecatCall, pipecat_call
from tests.integration.agents.pipecat_parts import Step, Use, Wait

QUIET = 20.0
"""Seconds after which everything that follows from the caller's words is over."""


class PipecatStage:
    """The caller and the model of one pipeline."""

    def __init__(self, call: PipecatCall) -> None:
        self._call = call
        self._interruption: tuple[str, float] | None = None
        self._tools = 0
        self.heard: list[str] = []

    @property
    def center(self) -> CallCenter:
        """The call center."""
        return self._call.host.center

    @property
    def call_id(self) -> str:
        """The call."""
        return self._call.host.desk.call_id

    def model_replies(self, *replies: ModelReply) -> None:
        """What the model answers from now on."""
        self._call.model.turns = [self._steps(one) for one in replies if not one.again]
        usual = next((one for one in replies if one.again), ModelReply())
        self._call.model.usual = self._steps(usual)

    async def caller_says(self, text: str) -> None:
        """Speak, over the question if that was said before."""
        if self._interruption is not None:
            await self._talk_over(text, *self._interruption)
        else:
            await self._call.caller_says(text, rest=QUIET)
        spoken = await self._call.events(AgentSpoke)
        self.heard[:] = [event.heard for event in spoken]

    async def caller_interrupts(self, text: str, seconds: float) -> None:
        """Wait for the question."""
        self._interruption = text, seconds

    async def caller_hangs_up(self) -> None:
        """The line goes away. Once the pipeline has left, it is the carrier that reports it."""
        await self._call.transport.disconnect()
        await self.center.end(self.call_id)
        await self._call.passes(QUIET)

    async def _talk_over(self, text: str, over: str, seconds: float) -> None:
        self._interruption = None
        saying = asyncio.create_task(self._call.caller_says(text, rest=0))
        await self._call.transport.plays()
        await saying
        await self._call.barge_in(int(seconds * 1000))
        await self._call.words_end(over)
        await self._call.passes(QUIET)

    def _steps(self, reply: ModelReply) -> Sequence[Step]:
        steps: list[Step] = [Wait(reply.seconds)] if reply.seconds else []
        if reply.fails:
            return [*steps, RuntimeError("the model failed")]
        if reply.words:
            steps.append(reply.words)
        for tool in reply.tools:
            self._tools += 1
            steps.append(Use(tool.name, tool.id or f"tool-{self._tools}", tool.arguments))
        return steps


@asynccontextmanager
async def pipecat_stage() -> AsyncIterator[PipecatStage]:
    """A pipeline that has greeted, in virtual time."""
    async with pipecat_call(office=workspace_in(OFFICE.encode(), "office.yaml")) as call:
        yield PipecatStage(call)
