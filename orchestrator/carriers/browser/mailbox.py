"""A message that a caller leaves: their sound, and what they typed."""

from dataclasses import dataclass, field
from typing import Final

from hookflash.orchestrator.carriers.voice.sound import (
    RATE,
    SAMPLE_BYTES,
    loudness,
    samples_in,
    tone,
)

BEEP: Final = tone(1_000, 0.3)
LONGEST_SECONDS: Final = 180.0
QUIET_SECONDS: Final = 6.0
"""A pause of this length ends a message that has begun."""
LONGEST_WORDS: Final = 10_000
"""Characters after which a typed message is over."""
SPEECH_LOUDNESS: Final = 300.0
"""What is not louder is taken for silence."""


@dataclass
class Message:
    """A message while it is recorded, under the effect key of its voicemail."""

    key: str
    typed: list[str] = field(default_factory=list)
    _sound: bytearray = field(default_factory=bytearray)
    _last_loud: int | None = None

    def add(self, pcm: bytes) -> None:
        """Record a frame, up to three minutes."""
        if self.is_full:
            return
        self._sound += pcm
        if loudness(pcm) > SPEECH_LOUDNESS:
            self._last_loud = len(self._sound)

    def type(self, words: str) -> None:
        """Add what was typed."""
        self.typed.append(words)

    @property
    def is_full(self) -> bool:
        """Whether it is as long as a message may be."""
        typed = sum(map(len, self.typed))
        return samples_in(self._sound) >= LONGEST_SECONDS * RATE or typed >= LONGEST_WORDS

    @property
    def is_over(self) -> bool:
        """Whether the caller has ceased to speak."""
        if self._last_loud is None:
            return self.is_full
        quiet = (len(self._sound) - self._last_loud) / (SAMPLE_BYTES * RATE)
        return self.is_full or quiet >= QUIET_SECONDS

    @property
    def sound(self) -> bytes:
        """What was recorded, up to a second after the last loud moment; empty if all was silent."""
        if self._last_loud is None:
            return b""
        return bytes(self._sound[: self._last_loud + 2 * RATE])

    @property
    def words(self) -> str:
        """What was typed."""
        return " ".join(self.typed)
