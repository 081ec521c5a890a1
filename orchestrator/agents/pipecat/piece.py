"""One thing that is said in a pipeline: a speech of Hookflash, or words of the model."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from hookflash.orchestrator.agents.pipecat.heard import HeardText

MARK = "hookflash:"
"""Begins the text type of frames about what Hookflash says; the key of its piece follows."""


@dataclass
class Piece:
    """What is said, and what the caller heard of it.

    ``key`` is the id of a speech, or unique among the words of the agent.
    """

    key: str
    heard: HeardText
    is_speech: bool
    began_at: datetime | None = None
    seconds: float = 0.0
    """Seconds of its sound that were played."""
    cut: bool = False
    """The caller has interrupted what was said when it was pushed."""

    @property
    def text(self) -> str:
        """Its words, as far as they were generated."""
        return self.heard.text

    @property
    def text_type(self) -> str:
        """Marks its frames, so that they are recognized after the voice."""
        return f"{MARK}{self.key}"


def _set() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


@dataclass
class Pieces:
    """What was pushed to the voice and is not known to have been played."""

    open: dict[str, Piece] = field(default_factory=dict)
    _words: int = 0
    _played: asyncio.Event = field(default_factory=_set)

    def speech(self, key: str, text: str) -> Piece:
        """Add a speech of Hookflash."""
        return self._add(Piece(key, HeardText(text), is_speech=True))

    def words(self, text: str = "") -> Piece:
        """Add words of the agent."""
        self._words += 1
        return self._add(Piece(f"words-{self._words}", HeardText(text), is_speech=False))

    def marked(self, text_type: object) -> Piece | None:
        """The open piece whose frames have this text type."""
        return self.open.get(str(text_type).removeprefix(MARK))

    def close(self, piece: Piece) -> bool:
        """Forget a piece; False if it was forgotten before."""
        known = self.open.pop(piece.key, None) is not None
        if not self.open:
            self._played.set()
        return known

    async def played(self) -> None:
        """Wait until nothing is open."""
        await self._played.wait()

    def cut(self) -> None:
        """All that is open now was interrupted."""
        for piece in self.open.values():
            piece.cut = True

    def _add(self, piece: Piece) -> Piece:
        self.open[piece.key] = piece
        self._played.clear()
        return piece
