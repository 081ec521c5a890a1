"""A LiveKit session on a stage."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hookflash import CallCenter
from hookflash.domain.call.events import AgentSpoke
from hookflash.orchestrator.testing.contracts.agent_scenes import OFFICE
from hookflash.orchestrator.workspaces.file.workspace_file import workspace_in
from hookflash.testing import ModelReply
from tests.integration.agents.livekit_call import LiveKitCall, livekit_call
from tests.integration.agents.livekit_io import Loudspeaker, Reply


class LiveKitStage:
    """The caller and the model of one session."""

    def __init__(self, call: LiveKitCall) -> None:
        self._call = call
        self._interruption: tuple[str, float] | None = None
        self._tools = 0
        self.heard: list[str] = []

    @property
    def center(self) -> CallCenter:
        """The call center."""
        return self._call.center

    @property
    def call_id(self) -> str:
        """The call."""
        return self._call.call_id

    def model_replies(self, *replies: ModelReply) -> None:
        """What the model answers from now on."""
        self._call.model.script = [self._reply(one) for one in replies if not one.again]
        usual = next((one for one in replies if one.again), ModelReply())
        self._call.model.usual = self._reply(usual)

    async def caller_says(self, text: str) -> None:
        """Speak, over the question if that was said before."""
        if self._interruption is not None:
            await self._talk_over(text, *self._interruption)
        else:
            await self._call.caller_says(text)
        await self._note_heard()

    async def caller_interrupts(self, text: str, seconds: float) -> None:
        """Wait for the question."""
        self._interruption = text, seconds

    async def caller_hangs_up(self) -> None:
        """The session ends, as it does when its caller leaves the room."""
        await self._call.session.aclose()
        await self._call.desk.ended()
        await self._call.quiet()

    async def _talk_over(self, text: str, over: str, seconds: float) -> None:
        self._interruption = None
        loud = self._call.session.output.audio
        assert isinstance(loud, Loudspeaker)
        await self._call.begins_to_say(text)
        await loud.playing.wait()
        await asyncio.sleep(seconds)
        await self._call.caller_says(over)

    async def _note_heard(self) -> None:
        spoken = await self._call.events(AgentSpoke)
        self.heard[:] = [event.heard for event in spoken]

    def _reply(self, reply: ModelReply) -> Reply:
        tools = []
        for tool in reply.tools:
            self._tools += 1
            tools.append((tool.name, json.dumps(tool.arguments), tool.id or f"tool-{self._tools}"))
        failure = RuntimeError("the model failed") if reply.fails else None
        return Reply(reply.words, tools, reply.seconds or 0.1, failure)


@asynccontextmanager
async def livekit_stage() -> AsyncIterator[LiveKitStage]:
    """A session that has greeted, in virtual time."""
    async with livekit_call(office=workspace_in(OFFICE.encode(), "office.yaml")) as call:
        yield LiveKitStage(call)
