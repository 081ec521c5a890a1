"""An agent of a LiveKit session that speaks for a desk."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator
from typing import Any, Final

from livekit.agents import (
    Agent,
    ChatContext,
    ChatMessage,
    FlushSentinel,
    ModelSettings,
    ToolResult,
    TurnHandlingOptions,
    get_job_context,
)
from livekit.agents.llm import ChatChunk, RealtimeModel, Tool
from livekit.rtc import Room, SipDTMF

from hookflash.orchestrator.agents.desk.desk import Desk
from hookflash.orchestrator.agents.livekit.generations import Generation
from hookflash.orchestrator.agents.livekit.session_call import SessionCall
from hookflash.orchestrator.agents.livekit.tools import admit, session_tools
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.system.clock import SystemClock

PATIENCE_SECONDS: Final = 10.0
"""Seconds that a model may take for its first words, and between two pieces of a reply."""
Chunk = ChatChunk | str | FlushSentinel


class HookflashAgent(Agent):
    """The agent of a call, in a session of speech recognition, model and speech.

    Its instructions, tools and greeting are those of ``desk``. The caller's words are judged before
    the model answers, what the core says is played word for word, and what the model says, or
    would have said, is reported. It leaves when a transfer starts: the session closes, and the
    caller stays in the room. The session's end ends the call.

    ``tools`` are further tools, of the host. ``patience``: seconds for the model's first words;
    then the caller hears the fallback line of the settings. ``clock`` is the system's by default.
    ``options`` are those of ``livekit.agents.Agent``. A realtime model, which answers before its
    words can be judged, is refused.
    """

    def __init__(
        self,
        desk: Desk,
        *,
        tools: list[Any] | None = None,
        patience: float = PATIENCE_SECONDS,
        clock: Clock | None = None,
        **options: Any,
    ) -> None:
        """Raises ``TypeError`` for a realtime model."""
        if isinstance(options.get("llm"), RealtimeModel):
            raise TypeError(_REALTIME)
        handling = TurnHandlingOptions()
        handling.update(options.pop("turn_handling", {}))
        # A reply to words that may yet go on would be given before they are judged.
        handling["preemptive_generation"] = {"enabled": False}
        super().__init__(
            instructions=desk.instructions,
            tools=[*session_tools(desk.tools, self._tool_called), *(tools or [])],
            turn_handling=handling,
            **options,
        )
        self._desk = desk
        self._patience = patience
        self._clock = clock or SystemClock()
        self._call: SessionCall | None = None
        self._said_before = {item.id for item in self.chat_ctx.items}

    async def on_enter(self) -> None:
        """Begin: greet, unless there is a conversation already."""
        if isinstance(self.session.llm, RealtimeModel):
            self.session.shutdown(drain=False)
            raise TypeError(_REALTIME)
        self._call = SessionCall(self._desk, self, self.session, self._clock)
        self._call.begin()
        if (job := get_job_context(required=False)) is not None:
            self._listen_for_keys(job.room)
        if not any(
            isinstance(item, ChatMessage) and item.role in ("user", "assistant")
            for item in self.chat_ctx.items
        ):
            self._call.greet()

    async def llm_node(
        self, chat_ctx: ChatContext, tools: list[Tool], model_settings: ModelSettings
    ) -> AsyncIterator[Chunk]:
        """Have the caller's new words judged; then let the model answer, if it may."""
        call = self.on_call
        told = await call.heard(call.known(self._new_messages(chat_ctx)))
        if told:
            chat_ctx.add_message(role="system", content=told)
        if not call.may_reply:
            return
        generation = call.generating(tools_barred=model_settings.tool_choice == "none")
        try:
            async for chunk in self._reply(chat_ctx, tools, model_settings, generation):
                yield chunk
        finally:
            await call.generated(generation)

    async def _reply(
        self,
        chat_ctx: ChatContext,
        tools: list[Tool],
        settings: ModelSettings,
        generation: Generation,
    ) -> AsyncIterator[Chunk]:
        """The model's reply, as far as it may be heard; what fails is made up for by the core."""
        call = self.on_call
        try:
            async for chunk in self._patiently(
                Agent.default.llm_node(self, chat_ctx, tools, settings)
            ):
                if (passed := self._passed(chunk, tools, generation)) is not None:
                    yield passed
        except TimeoutError:
            await call.failed("timeout", "")
        except Exception as error:  # noqa: BLE001 - whatever a model's client raises
            await call.failed("error", type(error).__name__)
        else:
            if generation.is_silent:
                await call.failed("too_many_moves" if generation.barred else "silent", "")

    async def _patiently(self, chunks: AsyncIterable[Chunk]) -> AsyncIterator[Chunk]:
        """The chunks of a reply; raises ``TimeoutError`` for one that does not come."""
        stream = aiter(chunks)
        while True:
            try:
                async with asyncio.timeout(self._patience):
                    chunk = await anext(stream)
            except StopAsyncIteration:
                return
            yield chunk

    def _passed(self, chunk: Chunk, tools: list[Tool], generation: Generation) -> Chunk | None:
        """What of a chunk goes on to the session: tool calls always, words while they may."""
        if isinstance(chunk, str):
            return chunk if self._may_say(chunk, generation) else None
        if not isinstance(chunk, ChatChunk) or chunk.delta is None:
            return chunk
        delta = chunk.delta.model_copy()
        if delta.tool_calls and generation.tools_barred:
            generation.barred, delta.tool_calls = True, []
        elif delta.tool_calls:
            generation.used_tool = True
            delta.tool_calls = admit(tools, delta.tool_calls, self._tool_called)
        if delta.content and not self._may_say(delta.content, generation):
            delta.content = None
        return chunk.model_copy(update={"delta": delta})

    def _may_say(self, words: str, generation: Generation) -> bool:
        if self.on_call.may_reply and not generation.dropped:
            generation.said += words
            return True
        generation.dropped += words
        return False

    async def _tool_called(self, name: str, arguments: dict[str, object], given: str) -> ToolResult:
        return await self.on_call.tool_called(name, arguments, given)

    def _new_messages(self, chat_ctx: ChatContext) -> list[ChatMessage]:
        return [
            item
            for item in chat_ctx.items
            if isinstance(item, ChatMessage) and item.id not in self._said_before
        ]

    def _listen_for_keys(self, room: Room) -> None:
        call = self.on_call

        def pressed(key: SipDTMF) -> None:
            call.press(key.digit)

        room.on("sip_dtmf_received", pressed)

    @property
    def on_call(self) -> SessionCall:
        """The call; raises ``RuntimeError`` before the session has begun."""
        if self._call is None:
            raise RuntimeError("HookflashAgent: the session has not begun")
        return self._call


_REALTIME: Final = (
    "llm: a realtime model answers before the caller's words can be judged; give the session a "
    "speech recognition, a language model and a speech synthesis"
)
