"""Calls on LiveKit sessions: bare, and with Hookflash."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from livekit.agents import Agent, AgentSession, function_tool, stt

from hookflash import Desk, HostAgent
from hookflash.livekit import HookflashAgent
from scripts.benchmarks.agents import dialog
from scripts.benchmarks.agents.calls import Calls
from scripts.benchmarks.agents.livekit_fakes import (
    FreeModel,
    Loudspeaker,
    Microphone,
    Recognition,
    Speaks,
    Voice,
)
from scripts.benchmarks.agents.office import Silent, desk_of, opened


class _Bare(Speaks, Agent):  # type: ignore[misc]
    """An agent as LiveKit's manual shows it."""

    def __init__(self) -> None:
        super().__init__(instructions=dialog.INSTRUCTIONS, tools=[_send_sms_1, _transfer_call_2])

    async def on_enter(self) -> None:
        """Greet."""
        self.session.say(dialog.GREETING)


@function_tool(name=dialog.TEXT_TOOL)
async def _send_sms_1() -> str:
    """Send the link to the caller."""
    return dialog.TOOL_RESULTS[dialog.TEXT_TOOL]


@function_tool(name=dialog.TRANSFER_TOOL)
async def _transfer_call_2() -> str:
    """Have the caller transferred to the front desk."""
    return dialog.TOOL_RESULTS[dialog.TRANSFER_TOOL]


class _Ours(Speaks, HookflashAgent):  # type: ignore[misc]
    """The agent of a desk."""


class _Call:
    def __init__(self, ear: Recognition, loud: Loudspeaker) -> None:
        self._ear, self._loud = ear, loud

    async def say(self, words: str) -> float:
        kind = stt.SpeechEventType
        self._loud.played.clear()
        self._ear.tell(kind.START_OF_SPEECH)
        self._ear.tell(kind.INTERIM_TRANSCRIPT, words.split(" ", maxsplit=1)[0])
        self._ear.tell(kind.FINAL_TRANSCRIPT, words)
        self._ear.tell(kind.END_OF_SPEECH)
        await self._loud.played.wait()
        return self._loud.first


@asynccontextmanager
async def _session(agent: Agent) -> AsyncIterator[_Call]:
    """A call on a session, from after its greeting."""
    ear, loud = Recognition(), Loudspeaker()
    session: AgentSession[Any] = AgentSession(
        stt=ear,
        llm=FreeModel(),
        tts=Voice(),
        vad=None,
        turn_handling={
            "turn_detection": "stt",
            "endpointing": {"min_delay": 0.0, "max_delay": 0.0},
            "preemptive_generation": {"enabled": False},
        },
        aec_warmup_duration=None,
        user_away_timeout=None,
    )
    session.input.audio, session.output.audio = Microphone(), loud
    await session.start(agent)
    await loud.played.wait()
    yield _Call(ear, loud)
    await session.aclose()


@asynccontextmanager
async def bare(_: str) -> AsyncIterator[Calls]:
    """Sessions with functions as tools."""

    def call() -> Any:
        return _session(_Bare())

    yield call


@asynccontextmanager
async def with_hookflash(url: str) -> AsyncIterator[Calls]:
    """Sessions whose agent is that of a desk."""
    async with opened(url, Silent(), HostAgent("free")) as center:

        @asynccontextmanager
        async def call() -> AsyncIterator[_Call]:
            desk: Desk = await desk_of(center)
            async with _session(_Ours(desk)) as live:
                yield live
            await center.until(desk.call_id, _has_ended)

        yield call


def _has_ended(call: Any) -> bool:
    return bool(call.state == "ended")
