"""A Pipecat pipeline without a network or a wait: words go in, and sound comes out at once."""

import asyncio
import time
from collections.abc import AsyncGenerator
from typing import Any, Final, cast
from uuid import uuid4

from pipecat.frames.frames import (
    BotStoppedSpeakingFrame,
    Frame,
    FunctionCallFromLLM,
    LLMContextFrame,
    LLMFullResponseEndFrame,
    LLMFullResponseStartFrame,
    OutputAudioRawFrame,
    StartFrame,
    TTSAudioRawFrame,
)
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.services.llm_service import LLMService
from pipecat.services.settings import LLMSettings, TTSSettings
from pipecat.services.tts_service import TTSService
from pipecat.transports.base_input import BaseInputTransport
from pipecat.transports.base_output import BaseOutputTransport
from pipecat.transports.base_transport import BaseTransport, TransportParams

from scripts.benchmarks.agents import dialog

RATE: Final = 8000
PACE: Final = 15
"""Characters of speech per second of sound."""


class FreeModel(LLMService[Any]):
    """Answers at once."""

    def __init__(self) -> None:
        super().__init__(settings=_model_settings())

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Answer a conversation."""
        await super().process_frame(frame, direction)
        if isinstance(frame, LLMContextFrame):
            await self._answer(frame.context)
        else:
            await self.push_frame(frame, direction)

    async def _answer(self, context: LLMContext) -> None:
        reply = _reply_to(context.messages)
        await self.push_frame(LLMFullResponseStartFrame())
        for word in reply.words.split():
            await self._push_llm_text(f"{word} ")
        if reply.tool:
            call = FunctionCallFromLLM(reply.tool, uuid4().hex, {}, context)
            await self.run_function_calls([call])
        await self.push_frame(LLMFullResponseEndFrame())


def _reply_to(messages: list[Any]) -> dialog.Reply:
    for at in range(len(messages) - 1, -1, -1):
        message = messages[at]
        if message["role"] == "tool":
            return dialog.reply_after(messages[at - 1]["tool_calls"][0]["function"]["name"])
        if message["role"] == "user":
            return dialog.reply_to(message["content"])
    raise AssertionError("a model is asked once the caller spoke")


def _model_settings() -> LLMSettings:
    return LLMSettings(
        model="free",
        system_instruction=None,
        temperature=None,
        max_tokens=None,
        top_p=None,
        top_k=None,
        frequency_penalty=None,
        presence_penalty=None,
        seed=None,
        filter_incomplete_user_turns=False,
        user_turn_completion_config=None,
    )


class Voice(TTSService):
    """Makes the sound of each sentence at once, as long as speech."""

    def __init__(self) -> None:
        super().__init__(
            sample_rate=RATE,
            push_start_frame=True,
            push_stop_frames=True,
            stop_frame_timeout_s=0.05,
            settings=TTSSettings(model="silence", voice="none", language=None),
        )

    async def run_tts(self, text: str, context_id: str) -> AsyncGenerator[Frame | None, None]:
        """Make the sound."""
        sound = b"\1\0" * (RATE * len(text) // PACE)
        yield TTSAudioRawFrame(sound, RATE, 1, context_id=context_id)


class _Output(BaseOutputTransport):
    """Plays everything at once."""

    def __init__(self, params: TransportParams) -> None:
        super().__init__(params)
        self.first = 0.0
        self.played = asyncio.Event()

    async def start(self, frame: StartFrame) -> None:
        """The line is ready at once."""
        await super().start(frame)
        await self.set_transport_ready(frame)

    async def write_audio_frame(self, frame: OutputAudioRawFrame) -> bool:
        """Play it."""
        del frame
        self.first = self.first or time.perf_counter()
        return True

    async def push_frame(
        self, frame: Frame, direction: FrameDirection = FrameDirection.DOWNSTREAM
    ) -> None:
        """Note when the agent has spoken."""
        await super().push_frame(frame, direction)
        if isinstance(frame, BotStoppedSpeakingFrame):
            self.played.set()


class Line(BaseTransport):
    """A line whose other end is the benchmark."""

    def __init__(self) -> None:
        super().__init__()
        params = TransportParams(audio_out_enabled=True, audio_out_sample_rate=RATE)
        self._in, self._out = BaseInputTransport(params), _Output(params)
        self._register_event_handler("on_client_disconnected")

    def input(self) -> FrameProcessor:
        """The end where the caller's sound comes in."""
        return cast("FrameProcessor", self._in)

    def output(self) -> FrameProcessor:
        """The end where sound goes out to the caller."""
        return cast("FrameProcessor", self._out)

    def listen(self) -> None:
        """Note what is played from now on."""
        self._out.first = 0.0
        self._out.played.clear()

    async def played(self) -> float:
        """Wait until the agent has spoken; returns when it began."""
        await self._out.played.wait()
        return self._out.first

    async def disconnect(self) -> None:
        """The caller's end goes away."""
        await self._call_event_handler("on_client_disconnected", None)
