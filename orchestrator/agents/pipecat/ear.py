"""Stands before speech recognition: after the agent has left, it hears nothing."""

from pipecat.frames.frames import Frame, InputAudioRawFrame
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor

from hookflash.orchestrator.agents.pipecat.talk import Talk


class Ear(FrameProcessor):
    """Drops the caller's sound once the call was transferred."""

    def __init__(self, talk: Talk) -> None:
        super().__init__(enable_direct_mode=True)
        self._talk = talk

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Pass ``frame`` on, unless it is sound that is not the agent's to hear."""
        await super().process_frame(frame, direction)
        if not (isinstance(frame, InputAudioRawFrame) and self._talk.has_left()):
            await self.push_frame(frame, direction)
