"""One leg: the connection to one far end, what it says and what it hears."""

import asyncio
import re
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tests.twilio.ledger import Ledger
from tests.twilio.parties import Step, seconds_of

T = TypeVar("T")

OVER = {"completed", "busy", "failed", "no-answer", "canceled"}
LONGEST_WAIT_SECONDS = 60.0
ASK_SECONDS = 15.0
TIMES_ASKED = 3


class HungUp(Exception):
    """The far end of the leg is gone."""


@dataclass(frozen=True)
class Words:
    """What the far end said so far: ``final`` once it stopped."""

    text: str
    began: float
    final: bool


@dataclass(frozen=True)
class Key:
    """A key that the far end pressed."""

    digit: str


Input = Words | Key


@dataclass
class Progress:
    """Where, and of which steps, the host is told."""

    url: str = ""
    events: tuple[str, ...] = ("completed",)
    method: str = "POST"
    sequence: int = 0


@dataclass
class Leg:
    """A call resource and its live part. Times are Unix times in seconds."""

    sid: str
    direction: str
    from_: str
    to: str
    ledger: Ledger
    parent: str = ""
    forwarded_from: str = ""
    status: str = "queued"
    created: float = 0.0
    answered: float | None = None
    ended: float | None = None
    answered_by: str = ""
    progress: Progress = field(default_factory=Progress)
    program: "asyncio.Task[Any] | None" = None
    redirected: bool = False
    heard: list[dict[str, Any]] = field(default_factory=list)
    said: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.created = self.updated = self.ledger.now()
        self.gone: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.picked_up = asyncio.Event()
        self._ears: list[asyncio.Queue[Input]] = []
        self._playing = 0
        self._last_sound = self.created
        self._matched = 0
        self._sound = asyncio.Condition()

    @property
    def far(self) -> str:
        """The number of the far end."""
        return self.from_ if self.direction == "inbound" else self.to

    @property
    def over(self) -> bool:
        """Whether the leg has ended."""
        return self.status in OVER

    @property
    def seconds(self) -> int:
        """Whole seconds from answer to end, as Twilio counts them: at least one if answered."""
        if self.answered is None or self.ended is None:
            return 0
        return max(1, round(self.ended - self.answered))

    async def here(self, work: Coroutine[Any, Any, T]) -> T:
        """Do ``work`` while the far end is there; HungUp if it goes first."""
        task = asyncio.ensure_future(work)
        try:
            ends: set[asyncio.Future[Any]] = {task, self.gone}
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                return task.result()
            raise HungUp
        finally:
            if not task.done():
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    def leave(self, why: str) -> None:
        """The far end goes: ``why`` is ``hangup``, or how the leg ended before."""
        if not self.gone.done():
            self.gone.set_result(why)

    # What the far end hears.

    async def play(self, text: str, seconds: float | None = None) -> None:
        """Let the far end hear ``text``; if cut off, it heard a part in proportion."""
        whole = seconds_of(text) if seconds is None else seconds
        began = self.ledger.now()
        self._playing += 1
        try:
            await self.here(asyncio.sleep(whole))
        finally:
            self._playing -= 1
            passed = self.ledger.now() - began
            done = 1.0 if passed >= whole else passed / whole
            await self.hears(text[: round(len(text) * done)], began, cut=done < 1)

    async def hears(self, text: str, began: float, *, cut: bool = False) -> None:
        """Note that the far end heard ``text``."""
        self._last_sound = self.ledger.now()
        if text or cut:
            fact = {"text": text, "began": began, "ended": self._last_sound, "cut": cut}
            self.heard.append(fact)
            self.ledger.write("heard", call=self.sid, far=self.far, **fact)
        async with self._sound:
            self._sound.notify_all()

    # What the far end does.

    async def act(self, steps: tuple[Step, ...]) -> None:
        """Play a script at the far end."""
        for step in steps:
            if self.gone.done():
                return
            await self._act(step)

    async def _act(self, step: Step) -> None:
        match step:
            case {"say": str(text)}:
                await self.speak(text, step.get("seconds"))
            case {"ask": str(text), "hears": pattern}:
                await self._ask(text, pattern, step)
            case {"press": keys}:
                await self.press(str(keys))
            case {"wait": seconds}:
                await asyncio.sleep(seconds)
            case {"until": pattern}:
                await self._until(pattern, step.get("seconds", LONGEST_WAIT_SECONDS))
            case {"quiet": seconds}:
                await self._quiet(seconds)
            case {"hang_up": _}:
                self.leave("hangup")

    async def speak(self, text: str, seconds: float | None = None) -> None:
        """The far end says ``text``, word by word."""
        whole = seconds_of(text) if seconds is None else seconds
        began = self.ledger.now()
        words = text.split()
        self.emit(Words("", began, final=False))
        for count in range(1, len(words) + 1):
            await asyncio.sleep(whole / len(words))
            self.emit(Words(" ".join(words[:count]), began, final=False))
        fact = {"text": text, "began": began, "ended": self.ledger.now()}
        self.said.append(fact)
        self.ledger.write("said", call=self.sid, far=self.far, listeners=len(self._ears), **fact)
        self.emit(Words(text, began, final=True))

    async def press(self, digits: str) -> None:
        """The far end presses keys, half a second apart."""
        for number, digit in enumerate(digits):
            await asyncio.sleep(0.5 if number else 0)
            self.ledger.write("pressed", call=self.sid, far=self.far, digit=digit)
            self.emit(Key(digit))

    async def _ask(self, text: str, pattern: str, step: Step) -> None:
        for _ in range(step.get("times", TIMES_ASKED)):
            await self.speak(text)
            if self.gone.done() or await self._until(pattern, step.get("seconds", ASK_SECONDS)):
                return

    async def _until(self, pattern: str, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds), self._sound:
                while not re.search(pattern, self._unmatched(), re.IGNORECASE):
                    await self._sound.wait()
        except TimeoutError:
            self.ledger.write("never_heard", call=self.sid, far=self.far, pattern=pattern)
            return False
        finally:
            self._matched = len(self.heard)
        return True

    def _unmatched(self) -> str:
        return " ".join(fact["text"] for fact in self.heard[self._matched :])

    async def _quiet(self, seconds: float) -> None:
        while self._playing or self.ledger.now() - self._last_sound < seconds:  # noqa: ASYNC110
            await asyncio.sleep(max(0.05, seconds / 4))

    # Who listens to the far end.

    @contextmanager
    def listening(self) -> Iterator["asyncio.Queue[Input]"]:
        """Yield a queue of what the far end says and presses meanwhile."""
        ear: asyncio.Queue[Input] = asyncio.Queue()
        self._ears.append(ear)
        try:
            yield ear
        finally:
            self._ears.remove(ear)

    def emit(self, given: Input) -> None:
        """Pass on what the far end said or pressed."""
        for ear in self._ears:
            ear.put_nowait(given)
