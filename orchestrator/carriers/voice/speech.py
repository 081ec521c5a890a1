"""What turns text into sound and sound into text, as calls use it."""

from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Literal, NamedTuple, Protocol

from hookflash.domain.errors import HookflashError

SpeechState = Literal["off", "starting", "ready", "down"]
"""``off``: not installed. ``down``: it failed and is started again; texts are shown instead."""


class SpeechUnavailable(HookflashError, RuntimeError):
    """Speech cannot be made or understood now: not installed, not running, or too busy."""


class Said(NamedTuple):
    """A sentence and its sound."""

    text: str
    pcm: bytes


class Speech(Protocol):
    """Speaks and listens."""

    @property
    def state(self) -> SpeechState:
        """Whether it can be used."""
        ...

    def start(self) -> None:
        """Be ready soon."""
        ...

    def watch(self, tell: Callable[[SpeechState], None]) -> Callable[[], None]:
        """Have ``tell`` called with each new state; returns what ends that."""
        ...

    def speak(self, text: str) -> AsyncIterator[Said]:
        """The sound of ``text``, a sentence at a time. Raises :class:`SpeechUnavailable`."""
        ...

    async def hear(self, pcm: bytes) -> str:
        """The words in ``pcm``; empty if there are none. Raises :class:`SpeechUnavailable`."""
        ...


class NoSpeech:
    """Stands for speech that is not installed."""

    state: SpeechState = "off"

    def start(self) -> None:
        """Nothing starts."""

    def watch(self, tell: Callable[[SpeechState], None]) -> Callable[[], None]:
        """The state never changes."""
        return partial(_not_watched, tell)

    async def speak(self, text: str) -> AsyncIterator[Said]:
        """Raise :class:`SpeechUnavailable`."""
        raise SpeechUnavailable(
            f"no voice for {len(text)} characters: pip install 'hookflash[speech]'"
        )
        yield  # an iterator, as the protocol has it

    async def hear(self, pcm: bytes) -> str:
        """Raise :class:`SpeechUnavailable`."""
        raise SpeechUnavailable(f"no ear for {len(pcm)} bytes: pip install 'hookflash[speech]'")


def _not_watched(tell: Callable[[SpeechState], None]) -> None:
    del tell
