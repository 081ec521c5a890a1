"""How much of a text was heard, from how many samples of its sound were played."""

from dataclasses import dataclass, field

from hookflash.orchestrator.carriers.voice.sound import samples_in


@dataclass
class Piece:
    """A part of a text, and its sound."""

    chars: int
    pcm: bytes


@dataclass
class Track:
    """The sound of one text, as it is made: sentence by sentence."""

    text: str
    pieces: list[Piece] = field(default_factory=list)

    def add(self, piece: str, pcm: bytes) -> None:
        """Note the sound of the next part of the text."""
        begin = sum(one.chars for one in self.pieces)
        found = self.text.find(piece, begin)
        end = found + len(piece) if found >= 0 else begin + len(piece)
        self.pieces.append(Piece(end - begin, pcm))

    def heard_chars(self, samples: int) -> int:
        """The characters in the first ``samples``: whole sentences, and a share of the next."""
        chars = 0
        for piece in self.pieces:
            length = samples_in(piece.pcm)
            if samples < length:
                return min(chars + piece.chars * samples // length, len(self.text))
            chars, samples = chars + piece.chars, samples - length
        return min(chars, len(self.text))
