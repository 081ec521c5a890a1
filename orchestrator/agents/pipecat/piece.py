"""What is said in a pipeline: speeches of Hookflash, and words of the agent."""

import asyncio
from dataclasses import dataclass, field

MARK = "hookflash:"
"""Begins the text type of frames about a marked piece; its key follows."""


@dataclass
class Piece:
    """Something that is said.

    ``key`` is the id of a speech, or unique among the words of the agent.
    """

    key: str
    text: str
    """Its words, as far as they were generated."""
    is_speech: bool = False
    is_marked: bool = True
    """Its frames are recognized after the voice; a response of the model is only next in order."""
    is_complete: bool = True
    cut: bool = False
    """The caller has interrupted what was said when it was pushed."""

    @property
    def text_type(self) -> str:
        """Marks its frames."""
        return f"{MARK}{self.key}"


def _set() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


@dataclass
class Pieces:
    """What was pushed to the voice and is not known to have been played, in that order."""

    open: dict[str, Piece] = field(default_factory=dict)
    _words: int = 0
    _played: asyncio.Event = field(default_factory=_set)

    def speech(self, key: str, text: str) -> Piece:
        """Add a speech of Hookflash."""
        return self._add(Piece(key, text, is_speech=True))

    def words(self, text: str) -> Piece:
        """Add words of the agent."""
        return self._add(Piece(self._new_key(), text))

    def response(self) -> Piece:
        """Add a response of the model, which has just begun."""
        return self._add(Piece(self._new_key(), "", is_marked=False, is_complete=False))

    def marked(self, text_type: object) -> Piece | None:
        """The open piece whose frames have this text type."""
        return self.open.get(str(text_type).removeprefix(MARK))

    def next_response(self) -> Piece | None:
        """The first response of the model that is open."""
        return next((piece for piece in self.open.values() if not piece.is_marked), None)

    def before(self, piece: Piece) -> list[Piece]:
        """What was pushed before ``piece``, and is complete."""
        keys = list(self.open)
        earlier = keys[: keys.index(piece.key)] if piece.key in keys else []
        return [self.open[key] for key in earlier if self.open[key].is_complete]

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
            piece.cut = piece.is_complete = True

    def _new_key(self) -> str:
        self._words += 1
        return f"words-{self._words}"

    def _add(self, piece: Piece) -> Piece:
        self.open[piece.key] = piece
        self._played.clear()
        return piece
