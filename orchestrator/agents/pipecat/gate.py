"""Stands before the model: the caller's words go to the desk first."""

from typing import Final

from pipecat.frames.frames import (
    CancelFrame,
    EndFrame,
    EndWorkerFrame,
    Frame,
    InterruptionFrame,
    LLMContextFrame,
    LLMContextUserTurnFrame,
    LLMMessagesAppendFrame,
    StartFrame,
)
from pipecat.processors.aggregators.llm_response_universal import LLMAssistantAggregator
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor

from hookflash.orchestrator.agents.pipecat.hearing import Hearing
from hookflash.orchestrator.agents.pipecat.talk import Talk


class Gate(FrameProcessor):
    """Reports each turn of the caller, and lets the model answer only if it may."""

    def __init__(self, talk: Talk, hearing: Hearing, assistant: LLMAssistantAggregator) -> None:
        super().__init__(enable_direct_mode=True)
        self._talk = talk
        self._hearing = hearing
        self._assistant = assistant
        self._news: Final = self._talk.follow_news
        talk.model = self

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Hold back what would run the model; all else passes."""
        await super().process_frame(frame, direction)
        if isinstance(frame, LLMContextFrame) and not frame.speculation:
            self._talk.turn_to_model(frame)
            return
        if isinstance(frame, LLMContextUserTurnFrame) and direction is FrameDirection.DOWNSTREAM:
            self._talk.caller_said(frame.text, self._hearing.take_began())
        await self.push_frame(frame, direction)
        if isinstance(frame, StartFrame):
            self.create_task(self._talk.follow_news())

    async def run(self, frame: LLMContextFrame) -> None:
        """Let the model answer."""
        await self.push_frame(frame)

    async def append(self, frame: LLMMessagesAppendFrame) -> None:
        """Hand messages to the aggregator of the model's words, which knows when to run it."""
        await self._assistant.queue_frame(frame)

    async def leave(self) -> None:
        """End the pipeline."""
        await self.push_frame(EndWorkerFrame(), FrameDirection.UPSTREAM)
