"""Finds where a caller begins and ceases to speak."""

from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import Final, NamedTuple

from hookflash.orchestrator.carriers.voice.line import Frame
from hookflash.orchestrator.carriers.voice.sound import RATE, SAMPLE_BYTES

CHUNK_BYTES: Final = 512 * SAMPLE_BYTES
"""What the detector judges at once: 32 ms."""
CHUNK_SECONDS: Final = 512 / RATE
SPEECH: Final = 0.5
"""From this probability on, a chunk is speech."""
BEGIN_CHUNKS: Final = 4
"""So many chunks of speech in a row begin an utterance: an eighth of a second."""
END_SECONDS: Final = 0.7
"""A pause of this length ends it."""
BEFORE_CHUNKS: Final = 10
"""Chunks kept from before an utterance, for its first sound."""
LONGEST_SECONDS: Final = 28.0
"""A longer utterance is cut; speech recognition takes 30 s at once."""
Detect = Callable[[bytes], float]
"""How probable it is that 32 ms of sound are speech."""


class Utterance(NamedTuple):
    """What a caller said, from when."""

    pcm: bytes
    began_at: datetime


class Utterances:
    """Takes frames; tells when an utterance begins, and gives it once it is over."""

    def __init__(self, detect: Detect) -> None:
        self._detect = detect
        self._rest = b""
        self._before: deque[bytes] = deque(maxlen=BEFORE_CHUNKS)
        self._begin: list[datetime] = []
        self._spoken: list[bytes] = []
        self._quiet = 0
        self._began_at: datetime | None = None

    @property
    def speaking(self) -> bool:
        """Whether an utterance is under way."""
        return self._began_at is not None

    def feed(self, frame: Frame) -> Utterance | None:
        """Add a frame; the utterance that it ends, if it ends one."""
        ended = None
        at = frame.at
        self._rest += frame.pcm
        while len(self._rest) >= CHUNK_BYTES:
            chunk, self._rest = self._rest[:CHUNK_BYTES], self._rest[CHUNK_BYTES:]
            ended = self._judge(chunk, at) or ended
        return ended

    def finish(self) -> Utterance | None:
        """End the utterance that is under way."""
        if self._began_at is None:
            return None
        ended = Utterance(b"".join(self._spoken), self._began_at)
        self._began_at, self._spoken, self._quiet = None, [], 0
        return ended

    def _judge(self, chunk: bytes, at: datetime) -> Utterance | None:
        speech = self._detect(chunk) >= SPEECH
        if self._began_at is None:
            self._wait(chunk, at, speech=speech)
            return None
        self._spoken.append(chunk)
        self._quiet = 0 if speech else self._quiet + 1
        over = self._quiet * CHUNK_SECONDS >= END_SECONDS
        long = len(self._spoken) * CHUNK_SECONDS >= LONGEST_SECONDS
        return self.finish() if over or long else None

    def _wait(self, chunk: bytes, at: datetime, *, speech: bool) -> None:
        self._before.append(chunk)
        self._begin = [*self._begin, at] if speech else []
        if len(self._begin) >= BEGIN_CHUNKS:
            self._began_at, self._spoken = self._begin[0], list(self._before)
            self._begin, self._quiet = [], 0
            self._before.clear()
