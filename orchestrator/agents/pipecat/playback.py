"""Stands behind the transport's output: learns what the caller heard."""

from pipecat.frames.frames import (
    AggregatedTextFrame,
    CancelFrame,
    EndFrame,
    Frame,
    InterruptionFrame,
    TTSAudioRawFrame,
    TTSStartedFrame,
    TTSStoppedFrame,
    TTSTextFrame,
)
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor

from hookflash.orchestrator.agents.pipecat.heard import Sound
from hookflash.orchestrator.agents.pipecat.piece import Piece
from hookflash.orchestrator.agents.pipecat.talk import Talk

BYTES_PER_SAMPLE = 2


class Playback(FrameProcessor):
    """Reports what was played of each piece, when it ends or is cut off.

    Sound, its start and its stop come in the order in which they are played; words and the ends of
    responses may come earlier. So a piece is played between the start and the stop of its context.
    """

    def __init__(self, talk: Talk) -> None:
        super().__init__(enable_direct_mode=True)
        self._talk = talk
        self._marked: dict[str | None, Piece] = {}
        self._sounds: dict[str | None, Sound] = {}
        self._playing: str | None = None

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Take note of ``frame``, and pass it on."""
        await super().process_frame(frame, direction)
        if direction is FrameDirection.DOWNSTREAM:
            self._note(frame)
        if isinstance(frame, EndFrame | CancelFrame):
            await self._end(str(frame.reason) if frame.reason else "caller_hung_up")
        await self.push_frame(frame, direction)

    async def cleanup(self) -> None:
        """The pipeline is torn down, if it did not end before."""
        await self._end("pipeline_stopped")
        await super().cleanup()  # type: ignore[no-untyped-call]

    def _note(self, frame: Frame) -> None:
        match frame:
            case TTSAudioRawFrame():
                self._sound(frame)
            case TTSTextFrame():
                self._of(frame.context_id).says(frame.text, frame.pts)
            case AggregatedTextFrame():
                self._announced(frame)
            case TTSStartedFrame():
                self._started(frame.context_id)
            case TTSStoppedFrame():
                self._stopped(frame.context_id)
            case InterruptionFrame():
                self._interrupted()

    def _announced(self, frame: AggregatedTextFrame) -> None:
        piece = self._talk.pieces.marked(frame.text_type)
        if piece is not None:
            self._marked[frame.context_id] = piece

    def _of(self, context_id: str | None) -> Sound:
        return self._sounds.setdefault(context_id, Sound())

    def _piece(self, context_id: str | None) -> Piece | None:
        return self._marked.get(context_id) or self._talk.pieces.next_response()

    def _started(self, context_id: str | None) -> None:
        """What was pushed before is over, also where its voice failed."""
        self._playing = context_id
        if (piece := self._marked.get(context_id)) is not None:
            for earlier in self._talk.pieces.before(piece):
                self._talk.spoken(earlier, Sound(), finished=False)

    def _sound(self, frame: TTSAudioRawFrame) -> None:
        samples = len(frame.audio) / BYTES_PER_SAMPLE / frame.num_channels
        self._of(self._playing).plays(samples / frame.sample_rate, self._talk.now())

    def _stopped(self, context_id: str | None) -> None:
        piece, sound = self._piece(context_id), self._of(context_id)
        self._playing = None
        if piece is not None and piece.is_complete:
            self._talk.spoken(piece, sound, finished=sound.began_at is not None)
            self._forget(context_id)

    def _interrupted(self) -> None:
        """The piece that is playing was cut off, the others that are cut were not begun."""
        playing = self._piece(self._playing) if self._playing is not None else None
        for piece in [piece for piece in self._talk.pieces.open.values() if piece.cut]:
            sound = self._of(self._playing) if piece is playing else Sound()
            self._talk.spoken(piece, sound, finished=False)
        self._forget(self._playing)
        self._playing = None

    def _forget(self, context_id: str | None) -> None:
        self._marked.pop(context_id, None)
        self._sounds.pop(context_id, None)

    async def _end(self, reason: str) -> None:
        self._talk.interrupted()
        self._interrupted()
        await self._talk.end(reason)
