"""A LiveKit session without a room: words go in, sound that nobody hears comes out."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from livekit import rtc
from livekit.agents import APIConnectOptions, llm, tts
from livekit.agents.types import DEFAULT_API_CONNECT_OPTIONS, NOT_GIVEN
from livekit.agents.voice.io import AudioOutput, AudioOutputCapabilities

PACE = 15.0
"""Characters that the fake voice says in a second."""
RATE = 8000
SYNTHESIS = 0.2
"""Seconds until the fake voice begins."""


@dataclass(frozen=True)
class Reply:
    """What the scripted model does: words, tool calls, and how it behaves."""

    text: str = ""
    tools: Sequence[tuple[str, str, str]] = ()
    """Name, arguments as JSON, and id."""
    after: float = 0.1
    """Seconds until its first word."""
    raises: Exception | None = None


@dataclass
class ScriptedModel(llm.LLM[Any]):
    """A model that says what it was told to say, reply by reply."""

    script: list[Reply] = field(default_factory=list)
    usual: Reply = Reply()
    """What it does when the script is at its end."""
    asked: list[llm.ChatContext] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def chat(
        self,
        *,
        chat_ctx: llm.ChatContext,
        tools: list[llm.Tool] | None = None,
        conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS,
        parallel_tool_calls: Any = NOT_GIVEN,
        tool_choice: Any = NOT_GIVEN,
        extra_kwargs: Any = NOT_GIVEN,
    ) -> llm.LLMStream:
        """Begin a reply."""
        del parallel_tool_calls, tool_choice, extra_kwargs
        self.asked.append(chat_ctx.copy())
        reply = self.script.pop(0) if self.script else self.usual
        return _Stream(self, reply, chat_ctx, tools or [], conn_options)


class _Stream(llm.LLMStream):
    def __init__(
        self,
        model: ScriptedModel,
        reply: Reply,
        chat_ctx: llm.ChatContext,
        tools: list[llm.Tool],
        conn_options: APIConnectOptions,
    ) -> None:
        super().__init__(model, chat_ctx=chat_ctx, tools=tools, conn_options=conn_options)
        self._reply = reply

    async def _run(self) -> None:
        await asyncio.sleep(self._reply.after)
        if self._reply.raises is not None:
            raise self._reply.raises
        for word in self._reply.text.split(" "):
            if word:
                self._send(content=f"{word} ")
        calls = [
            llm.FunctionToolCall(name=name, arguments=arguments, call_id=known)
            for name, arguments, known in self._reply.tools
        ]
        if calls:
            self._send(tool_calls=calls)

    def _send(self, **delta: Any) -> None:
        chunk = llm.ChatChunk(id="chunk", delta=llm.ChoiceDelta(role="assistant", **delta))
        self._event_ch.send_nowait(chunk)


class Voice(tts.TTS[Any]):
    """Says a text in silence, at the pace of speech."""

    def __init__(self) -> None:
        capabilities = tts.TTSCapabilities(streaming=False)
        super().__init__(capabilities=capabilities, sample_rate=RATE, num_channels=1)

    def synthesize(
        self, text: str, *, conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS
    ) -> tts.ChunkedStream:
        """Not used: the agent under test makes its sound by itself."""
        raise NotImplementedError


async def sound_of(words: AsyncIterator[str]) -> AsyncIterator[rtc.AudioFrame]:
    """Silence that lasts as long as the words, after a moment."""
    await asyncio.sleep(SYNTHESIS)
    async for text in words:
        samples = int(len(text) / PACE * RATE)
        if samples:
            yield rtc.AudioFrame(b"\0\0" * samples, RATE, 1, samples)


class Loudspeaker(AudioOutput):
    """Plays in the loop's own time; knows what it was playing when it was cut off."""

    def __init__(self) -> None:
        super().__init__(
            label="fake", sample_rate=RATE, capabilities=AudioOutputCapabilities(pause=False)
        )
        self._pushed = 0.0
        self._begun = 0.0
        self._end: asyncio.TimerHandle | None = None
        self.saying = ""
        self.playing = asyncio.Event()

    async def capture_frame(self, frame: rtc.AudioFrame) -> None:
        """Begin to play."""
        await super().capture_frame(frame)
        if not self._pushed:
            self._begun = time.time()
            self.on_playback_started(created_at=self._begun)
            self.playing.set()
        self._pushed += frame.duration

    def flush(self) -> None:
        """All was pushed: play to the end."""
        super().flush()
        if self._pushed:
            left = self._pushed - (time.time() - self._begun)
            loop = asyncio.get_running_loop()
            self._end = loop.call_later(max(left, 0.0), self._finish)

    def clear_buffer(self) -> None:
        """Stop at once."""
        if self._pushed:
            self._finish(interrupted=True)

    def _finish(self, *, interrupted: bool = False) -> None:
        if self._end is not None:
            self._end.cancel()
        played = min(self._pushed, time.time() - self._begun) if interrupted else self._pushed
        self._pushed, self._end = 0.0, None
        self.playing.clear()
        self.on_playback_finished(playback_position=played, interrupted=interrupted)
