"""Stands behind the model: what it says passes only while it may speak."""

from pipecat.frames.frames import (
    ClientConnectedFrame,
    Frame,
    FunctionCallsStartedFrame,
    InterruptionFrame,
    LLMContextFrame,
    LLMFullResponseEndFrame,
    LLMFullResponseStartFrame,
    LLMTextFrame,
    TTSSpeakFrame,
)
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor

from hookflash.orchestrator.agents.pipecat.piece import Piece
from hookflash.orchestrator.agents.pipecat.talk import Talk


class Voice(FrameProcessor):
    """Passes on what the model says, word by word, and says what the core says."""

    def __init__(self, talk: Talk) -> None:
        super().__init__(enable_direct_mode=True)
        self._talk = talk
        self._response: Piece | None = None
        self._silenced: list[str] = []
        self._greeted = False
        talk.mouth = self

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Pass ``frame`` on, unless it is words at the wrong time."""
        await super().process_frame(frame, direction)
        if isinstance(frame, LLMContextFrame):
            await self._run_again(frame, direction)
        elif isinstance(frame, LLMFullResponseStartFrame):
            await self._response_begins(frame)
        elif isinstance(frame, LLMTextFrame):
            await self._text_comes(frame)
        elif isinstance(frame, LLMFullResponseEndFrame):
            await self._response_ends(frame)
        elif isinstance(frame, TTSSpeakFrame):
            await self._host_speaks(frame)
        else:
            if isinstance(frame, FunctionCallsStartedFrame):
                self._talk.patience.satisfied()
            elif isinstance(frame, InterruptionFrame):
                self._talk.interrupted()
                self._cut()
            await self.push_frame(frame, direction)
            if isinstance(frame, ClientConnectedFrame) and not self._greeted:
                self._greeted = True
                await self._talk.greet()

    async def speak(self, piece: Piece) -> None:
        """Say ``piece`` next; what the model was saying ends before it."""
        await self._close_response()
        frame = TTSSpeakFrame(
            piece.text, append_to_context=not piece.is_speech, text_type=piece.text_type
        )
        await self.push_frame(frame)

    async def stop(self) -> None:
        """Stop what is being said; what the caller is saying and the model does goes on."""
        self._talk.pieces.cut()
        self._cut()
        await self.push_frame(InterruptionFrame())

    async def _run_again(self, frame: LLMContextFrame, direction: FrameDirection) -> None:
        """The results of tools, and news, run the model from behind."""
        if direction is FrameDirection.DOWNSTREAM:
            await self.push_frame(frame, direction)
        elif self._talk.may_run_again():
            self._talk.patience.run_begins()
            await self.push_frame(frame, direction)

    async def _response_begins(self, frame: LLMFullResponseStartFrame) -> None:
        self._cut()
        self._response = self._talk.pieces.response()
        await self.push_frame(frame)

    async def _text_comes(self, frame: LLMTextFrame) -> None:
        if frame.text.strip():
            self._talk.patience.satisfied()
        if self._response is None or not self._talk.may_reply:
            self._silenced.append(frame.text)
            return
        self._response.text += frame.text
        await self.push_frame(frame)

    async def _response_ends(self, frame: LLMFullResponseEndFrame) -> None:
        if self._generated():
            await self.push_frame(frame)
        self._report_silenced()
        self._talk.patience.failed("silent")

    async def _close_response(self) -> None:
        """End the response that is being generated; what else comes of it is not said."""
        if self._generated():
            await self.push_frame(LLMFullResponseEndFrame())

    def _cut(self) -> None:
        self._generated()
        self._report_silenced()

    def _generated(self) -> bool:
        """No more of the response will be said; False if there is none."""
        response, self._response = self._response, None
        if response is None:
            return False
        response.is_complete = True
        if not response.text.strip():
            self._talk.pieces.close(response)
        return True

    def _report_silenced(self) -> None:
        self._talk.silenced("".join(self._silenced))
        self._silenced.clear()

    async def _host_speaks(self, frame: TTSSpeakFrame) -> None:
        """The host says something by itself: words of the agent as all others."""
        if not self._talk.may_reply:
            self._talk.silenced(frame.text)
            return
        frame.text_type = self._talk.pieces.words(frame.text).text_type
        await self.push_frame(frame)
