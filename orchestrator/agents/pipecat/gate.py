"""Stands before the model: the caller's words go to the desk first."""

import asyncio
from typing import Any

from pipecat.frames.frames import (
    EndWorkerFrame,
    ErrorFrame,
    Frame,
    LLMContextFrame,
    LLMContextUserTurnFrame,
    LLMMessagesAppendFrame,
    StartFrame,
)
from pipecat.processors.aggregators.llm_response_universal import LLMAssistantAggregator
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.services.llm_service import LLMService

from hookflash.orchestrator.agents.pipecat.hearing import Hearing
from hookflash.orchestrator.agents.pipecat.talk import Talk


class Gate(FrameProcessor):
    """Reports each turn of the caller, and lets the model answer only if it may."""

    def __init__(
        self,
        talk: Talk,
        hearing: Hearing,
        llm: LLMService[Any],
        assistant: LLMAssistantAggregator,
    ) -> None:
        super().__init__(enable_direct_mode=True)
        self._llm = llm
        self._talk = talk
        self._hearing = hearing
        self._assistant = assistant
        self._news: asyncio.Task[None] | None = None
        talk.model = self

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Hold back what would run the model; all else passes."""
        await super().process_frame(frame, direction)
        if isinstance(frame, LLMContextFrame) and not frame.speculation:
            self._talk.turn_to_model(frame)
            return
        if isinstance(frame, LLMContextUserTurnFrame) and direction is FrameDirection.DOWNSTREAM:
            self._talk.caller_said(frame.text, self._hearing.take_began())
        if isinstance(frame, ErrorFrame) and frame.processor is self._llm:
            self._talk.patience.failed("error", type(frame.exception).__name__)
        await self.push_frame(frame, direction)
        if isinstance(frame, StartFrame):
            self._news = self.create_task(self._talk.follow_news())

    async def cleanup(self) -> None:
        """No news reaches a pipeline that is over."""
        if self._news is not None:
            await self.cancel_task(self._news)
            self._news = None
        await super().cleanup()  # type: ignore[no-untyped-call]

    async def run(self, frame: LLMContextFrame) -> None:
        """Let the model answer."""
        self._talk.patience.run_begins()
        await self.push_frame(frame)

    async def append(self, frame: LLMMessagesAppendFrame) -> None:
        """Hand messages to the aggregator of the model's words, which knows when to run it."""
        await self._assistant.queue_frame(frame)

    async def leave(self) -> None:
        """End the pipeline."""
        await self.push_frame(EndWorkerFrame(), FrameDirection.UPSTREAM)
