"""A LiveKit session without a room or a wait: words go in, and sound comes out at once."""

import time
from asyncio import Event
from collections.abc import AsyncIterator
from typing import Any, Final
from uuid import uuid4

from livekit import rtc
from livekit.agents import APIConnectOptions, ModelSettings, llm, stt, tts, utils
from livekit.agents.types import DEFAULT_API_CONNECT_OPTIONS, NOT_GIVEN
from livekit.agents.voice.io import AudioInput, AudioOutput, AudioOutputCapabilities

from scripts.benchmarks.agents import dialog

RATE: Final = 8000
PACE: Final = 15
"""Characters of speech per second of sound."""
FRAME_SECONDS: Final = 0.02


class FreeModel(llm.LLM[Any]):
    """Answers at once."""

    def chat(  # noqa: PLR0913 - as declared
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
        return _Reply(self, chat_ctx=chat_ctx, tools=tools or [], conn_options=conn_options)


class _Reply(llm.LLMStream):
    async def _run(self) -> None:
        reply = _reply_to(self._chat_ctx)
        for word in reply.words.split():
            self._send(content=f"{word} ")
        if reply.tool:
            call = llm.FunctionToolCall(name=reply.tool, arguments="{}", call_id=uuid4().hex)
            self._send(tool_calls=[call])

    def _send(self, **delta: Any) -> None:
        chunk = llm.ChatChunk(id="chunk", delta=llm.ChoiceDelta(role="assistant", **delta))
        self._event_ch.send_nowait(chunk)


def _reply_to(context: llm.ChatContext) -> dialog.Reply:
    for item in reversed(context.items):
        if isinstance(item, llm.FunctionCallOutput):
            return dialog.reply_after(item.name)
        if isinstance(item, llm.ChatMessage) and item.role == "user":
            return dialog.reply_to(item.text_content or "")
    raise AssertionError("a model is asked once the caller spoke")


class Voice(tts.TTS[Any]):
    """Stands for a voice; the agents make their sound with :func:`sound_of`."""

    def __init__(self) -> None:
        capabilities = tts.TTSCapabilities(streaming=False)
        super().__init__(capabilities=capabilities, sample_rate=RATE, num_channels=1)

    def synthesize(
        self, text: str, *, conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS
    ) -> tts.ChunkedStream:
        """Not used."""
        raise NotImplementedError


class Speaks:
    """Makes the sound of an agent's words at once, as long as speech."""

    async def tts_node(
        self, text: AsyncIterator[str], model_settings: ModelSettings
    ) -> AsyncIterator[rtc.AudioFrame]:
        """Make the sound."""
        del model_settings
        samples = int(RATE * FRAME_SECONDS)
        async for words in text:
            for _ in range(int(len(words) / PACE / FRAME_SECONDS)):
                yield rtc.AudioFrame(b"\0\0" * samples, RATE, 1, samples)


class Loudspeaker(AudioOutput):
    """Plays everything as soon as it is complete."""

    def __init__(self) -> None:
        capabilities = AudioOutputCapabilities(pause=False)
        super().__init__(label="fake", sample_rate=RATE, capabilities=capabilities)
        self._pushed = 0.0
        self.first = 0.0
        """When the speech that is played now, or was last, began."""
        self.played = Event()

    async def capture_frame(self, frame: rtc.AudioFrame) -> None:
        """Begin to play."""
        await super().capture_frame(frame)
        if not self._pushed:
            self.first = time.perf_counter()
            self.on_playback_started(created_at=time.time())
        self._pushed += frame.duration

    def flush(self) -> None:
        """All was pushed, and so played."""
        super().flush()
        self._finish(interrupted=False)

    def clear_buffer(self) -> None:
        """Stop at once."""
        self._finish(interrupted=True)

    def _finish(self, *, interrupted: bool) -> None:
        if played := self._pushed:
            self._pushed = 0.0
            self.on_playback_finished(playback_position=played, interrupted=interrupted)
            self.played.set()


class Microphone(AudioInput):
    """Hears nothing; the words come from the recognition."""

    def __init__(self) -> None:
        super().__init__(label="fake")
        self._frames = utils.aio.Chan[rtc.AudioFrame]()

    async def __anext__(self) -> rtc.AudioFrame:
        """Wait."""
        return await self._frames.__anext__()


class Recognition(stt.STT[Any]):
    """Recognizes what it is told to."""

    def __init__(self) -> None:
        super().__init__(capabilities=stt.STTCapabilities(streaming=True, interim_results=True))
        self.events: utils.aio.Chan[stt.SpeechEvent] = utils.aio.Chan()

    async def _recognize_impl(self, *_: Any, **__: Any) -> stt.SpeechEvent:
        raise NotImplementedError

    def stream(
        self, *, language: Any = NOT_GIVEN, conn_options: Any = DEFAULT_API_CONNECT_OPTIONS
    ) -> stt.RecognizeStream:
        """Begin to recognize."""
        del language
        return _Recognizing(self, conn_options)

    def tell(self, kind: stt.SpeechEventType, text: str = "") -> None:
        """Have something recognized."""
        heard = [stt.SpeechData(language="en", text=text)] if text else []  # type: ignore[arg-type]
        self.events.send_nowait(stt.SpeechEvent(type=kind, alternatives=heard))


class _Recognizing(stt.RecognizeStream):
    def __init__(self, recognition: Recognition, conn_options: APIConnectOptions) -> None:
        super().__init__(stt=recognition, conn_options=conn_options)
        self._told = recognition.events

    async def _run(self) -> None:
        async for event in self._told:
            self._event_ch.send_nowait(event)
