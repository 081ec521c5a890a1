"""A pipeline without a network: a scripted model, a voice of silence, and a fake line."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from pipecat.clocks.base_clock import BaseClock
from pipecat.frames.frames import (
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

RATE = 8000
PACE = 15.0
"""Characters per second of the voice."""


@dataclass
class Use:
    """The model calls a tool: when it has said all, or ``at_once``, and goes on to speak."""

    tool: str
    id: str
    arguments: dict[str, Any] = field(default_factory=dict)
    at_once: bool = False


@dataclass
class Wait:
    """The model thinks for ``seconds``."""

    seconds: float


Step = str | Use | Wait | Exception
"""Text, a tool call, a pause, or a failure."""


class LoopClock(BaseClock):
    """Pipecat's clock, by the event loop, so that it follows virtual time."""

    def get_time(self) -> int:
        """Nanoseconds; never 0, which Pipecat takes for no time."""
        return int(asyncio.get_running_loop().time() * 1e9) + 1

    def start(self) -> None:
        """Nothing to do: the loop runs."""


class ScriptedModel(LLMService[Any]):
    """Answers each run with the next of its ``turns``; then with ``usual``."""

    def __init__(self) -> None:
        super().__init__(settings=_llm_settings())
        self.turns: list[Sequence[Step]] = []
        self.usual: Sequence[Step] = ()
        self.read: list[list[Any]] = []
        """The conversation at each run."""

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Answer a conversation."""
        await super().process_frame(frame, direction)
        if isinstance(frame, LLMContextFrame):
            await self._answer(frame.context)
        else:
            await self.push_frame(frame, direction)

    async def _answer(self, context: LLMContext) -> None:
        self.read.append(list(context.messages))
        steps = self.turns.pop(0) if self.turns else self.usual
        uses: list[FunctionCallFromLLM] = []
        await self.push_frame(LLMFullResponseStartFrame())
        try:
            for step in steps:
                await self._do(step, uses, context)
            await self.run_function_calls(uses)
        except RuntimeError as error:
            await self.push_error("the model failed", exception=error)
        finally:
            await self.push_frame(LLMFullResponseEndFrame())

    async def _do(self, step: Step, uses: list[FunctionCallFromLLM], context: LLMContext) -> None:
        match step:
            case str():
                for word in step.split(" "):
                    await self._push_llm_text(f"{word} ")
            case Wait():
                await asyncio.sleep(step.seconds)
            case Use():
                uses.append(FunctionCallFromLLM(step.tool, step.id, step.arguments, context))
                if step.at_once:
                    await self.run_function_calls([uses.pop()])
            case _:
                raise step


def _llm_settings() -> LLMSettings:
    return LLMSettings(
        model="scripted",
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


class Silence(TTSService):
    """A voice of silence, at the usual pace; ``timed`` tells when each word begins."""

    def __init__(self, *, timed: bool = True) -> None:
        super().__init__(
            sample_rate=RATE,
            push_text_frames=not timed,
            push_start_frame=True,
            push_stop_frames=True,
            stop_frame_timeout_s=0.5,
            settings=TTSSettings(model="silence", voice="none", language=None),
        )
        self._timed = timed
        self._spoken: dict[str, float] = {}

    async def run_tts(self, text: str, context_id: str) -> AsyncGenerator[Frame | None, None]:
        """All of the sound at once, as voices are faster than speech."""
        if self._timed:
            since = self._spoken.get(context_id, 0.0)
            self._spoken[context_id] = since + len(text) / PACE
            await self.add_word_timestamps(_word_times(text, since), context_id)
        sound = b"\1\0" * int(RATE * len(text) / PACE)
        yield TTSAudioRawFrame(sound, RATE, 1, context_id=context_id)


def _word_times(text: str, since: float) -> list[tuple[str, float]]:
    times, at = [], 0
    for word in text.split():
        at = text.find(word, at)
        times.append((word, since + at / PACE))
        at += len(word)
    return times


class _Output(BaseOutputTransport):
    """Takes sound as fast as it is heard."""

    def __init__(self, params: TransportParams) -> None:
        super().__init__(params)
        self.playing = asyncio.Event()

    async def start(self, frame: StartFrame) -> None:
        """The line is ready at once."""
        await super().start(frame)
        await self.set_transport_ready(frame)

    async def write_audio_frame(self, frame: OutputAudioRawFrame) -> bool:
        """Play it."""
        self.playing.set()
        await asyncio.sleep(len(frame.audio) / 2 / RATE)
        return True


class FakeTransport(BaseTransport):
    """A line whose other end is the test."""

    def __init__(self) -> None:
        super().__init__()
        params = TransportParams(audio_out_enabled=True, audio_out_sample_rate=RATE)
        self._in = BaseInputTransport(params)
        self._out = _Output(params)
        self._register_event_handler("on_client_disconnected")

    def input(self) -> FrameProcessor:
        """The end where the caller's sound comes in."""
        return cast("FrameProcessor", self._in)

    def output(self) -> FrameProcessor:
        """The end where sound goes out to the caller."""
        return cast("FrameProcessor", self._out)

    async def plays(self) -> None:
        """Wait until the next sound begins to be played."""
        self._out.playing.clear()
        await self._out.playing.wait()

    async def disconnect(self) -> None:
        """The caller's end goes away."""
        await self._call_event_handler("on_client_disconnected", None)
