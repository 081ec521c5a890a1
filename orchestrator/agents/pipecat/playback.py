"""Stands behind the transport's output: learns what the caller heard."""

from pipecat.frames.frames import (
    AggregatedTextFrame,
    CancelFrame,
    EndFrame,
    Frame,
    InterruptionFrame,
    LLMFullResponseEndFrame,
    LLMFullResponseStartFrame,
    TTSAudioRawFrame,
    TTSStartedFrame,
    TTSStoppedFrame,
    TTSTextFrame,
)
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor

from hookflash.orchestrator.agents.pipecat.piece import MARK, Piece
from hookflash.orchestrator.agents.pipecat.talk import Talk

BYTES_PER_SAMPLE = 2


class Playback(FrameProcessor):
    """Reports what was played of each piece, when it ends or is cut off."""

    def __init__(self, talk: Talk) -> None:
        super().__init__(enable_direct_mode=True)
        self._talk = talk
        self._response: Piece | None = None
        self._contexts: dict[str | None, Piece] = {}
        self._playing: str | None = None

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Take note of ``frame``, and pass it on."""
        await super().process_frame(frame, direction)
        if direction is FrameDirection.DOWNSTREAM:
            self._note(frame)
        if isinstance(frame, EndFrame | CancelFrame):
            await self._talk.end(_reason(frame))
        await self.push_frame(frame, direction)

    async def cleanup(self) -> None:
        """The pipeline is torn down, if it did not end before."""
        await self._talk.end("pipeline_stopped")
        await super().cleanup()

    def _note(self, frame: Frame) -> None:
        match frame:
            case TTSAudioRawFrame():
                self._sound(frame)
            case TTSTextFrame():
                self._words(frame)
            case AggregatedTextFrame():
                self._announced(frame)
            case TTSStartedFrame():
                self._playing = frame.context_id
            case TTSStoppedFrame():
                self._stopped(frame)
            case LLMFullResponseStartFrame():
                self._response = frame.metadata.get(MARK)
            case LLMFullResponseEndFrame():
                self._response_ends()
            case InterruptionFrame():
                self._interrupted()

    def _announced(self, frame: AggregatedTextFrame) -> None:
        piece = self._talk.pieces.marked(frame.text_type)
        if piece is not None and frame.context_id is not None:
            self._contexts[frame.context_id] = piece

    def _of(self, context_id: str | None) -> Piece | None:
        return self._contexts.get(context_id, self._response)

    def _sound(self, frame: TTSAudioRawFrame) -> None:
        piece = self._of(self._playing)
        if piece is not None:
            piece.began_at = piece.began_at or self._talk.now()
            samples = len(frame.audio) / BYTES_PER_SAMPLE / frame.num_channels
            piece.seconds += samples / frame.sample_rate

    def _words(self, frame: TTSTextFrame) -> None:
        """A word that is timed comes as it begins; other text comes after its sound."""
        piece = self._of(frame.context_id)
        if piece is None:
            return
        piece.began_at = piece.began_at or self._talk.now()
        if frame.pts:
            piece.heard.word_begins(frame.text)
        else:
            piece.heard.was_played(frame.text)

    def _stopped(self, frame: TTSStoppedFrame) -> None:
        piece = self._contexts.pop(frame.context_id, None)
        self._playing = None
        if piece is not None:
            self._talk.spoken(piece, finished=piece.began_at is not None)

    def _response_ends(self) -> None:
        piece, self._response = self._response, None
        if piece is not None:
            self._talk.spoken(piece, finished=piece.began_at is not None)

    def _interrupted(self) -> None:
        for piece in [piece for piece in self._talk.pieces.open.values() if piece.cut]:
            self._talk.spoken(piece, finished=False)
        self._contexts.clear()
        self._response = self._playing = None


def _reason(frame: EndFrame | CancelFrame) -> str:
    """Why the call ended: the caller, unless the pipeline was given another word."""
    return str(frame.reason) if frame.reason else "caller_hung_up"
