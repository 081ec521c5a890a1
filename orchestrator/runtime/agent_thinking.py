"""Asks the agent for moves in a task of its own, and hands them over as they become complete."""

import asyncio
import inspect
import json
from collections import deque
from collections.abc import AsyncIterable, Awaitable, Callable, Sequence
from typing import Any, ClassVar, Final, Literal, NamedTuple

from hookflash.domain.call.conversation import Question
from hookflash.orchestrator.log.storable import is_storable
from hookflash.orchestrator.ports.agent import Agent, Say, Turn, UseTool
from hookflash.orchestrator.runtime.sentence_cutter import SentenceCutter
from hookflash.orchestrator.telemetry.logs import get_logger

AHEAD: Final = 8
"""Moves and sentences that the agent may be ahead of what is being said."""
LONGEST_STREAM: Final = 4_000
"""Characters of one streamed move, which take five minutes to say: more is an agent that loops."""
_QUESTION_MARKS: Final = ("?", "\uff1f", "\u061f")

logger = get_logger(__name__)
StopReason = Literal["end", "waits", "superseded", "timeout", "error", "too_many_moves"]


class ReadyWords(NamedTuple):
    """A sentence or a whole utterance to be said. ``begins``: no words of the same move precede."""

    text: str
    asks: Question | None
    begins: bool = True


ReadyMove = ReadyWords | UseTool


class Stop(NamedTuple):
    """Why no more moves come; ``detail`` is the name of an error, never its text."""

    reason: StopReason
    detail: str = ""


class Thinking:
    """One batch of moves of ``agent``. It has ``seconds`` for each, as long as it is waited for."""

    _all: ClassVar[set[asyncio.Task[None]]] = set()
    """What thinks now: an event loop itself keeps only weak references."""

    def __init__(self, agent: Agent, turn: Turn, seconds: float) -> None:
        self._agent = agent
        self._turn = turn
        self._seconds = seconds
        self._ready: deque[ReadyMove] = deque()
        self._stop: Stop | None = None
        self._changed = asyncio.Event()
        self._room = asyncio.Event()
        self._task = asyncio.create_task(self._run())
        self._all.add(self._task)
        self._task.add_done_callback(self._all.discard)

    async def next(self) -> ReadyMove | Stop:
        """The next move or sentence, or why there is none."""
        try:
            async with asyncio.timeout(self._seconds):
                while not self._ready and self._stop is None:
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            self.cancel("timeout")
        if self._ready:
            self._room.set()
            return self._ready.popleft()
        return self._stop or Stop("end")

    def left(self) -> list[ReadyMove]:
        """What is ready and was not taken; nothing more comes."""
        left = list(self._ready)
        self._ready.clear()
        return left

    def cancel(self, reason: StopReason = "superseded") -> None:
        """End it: generators and streams are closed. Harmless if it is over."""
        if self._stop is None:  # once: a generator that is being closed is left in peace
            self._end(Stop(reason))
            self._task.cancel()

    def _end(self, stop: Stop) -> None:
        self._stop = self._stop or stop
        self._changed.set()

    async def _run(self) -> None:
        try:
            await self._read()
        except asyncio.CancelledError:  # by itself, unless it was cancelled here
            self._end(Stop("error", asyncio.CancelledError.__name__))
        except _EndlessWords:
            self._end(Stop("too_many_moves"))
        except Exception as error:
            if self._stop is None:
                logger.exception("agent_raised", call_id=self._turn.call_id)
            self._end(Stop("error", type(error).__name__))
        else:
            self._end(Stop("end"))

    async def _read(self) -> None:
        """Take every move; whatever is wrong with the agent or its moves is raised here."""
        moves: Any = self._agent.next_move(self._turn)
        if inspect.isawaitable(moves):
            moves = await moves
        if moves is None:
            return
        if hasattr(moves, "__aiter__"):
            await _drain(moves, self._take)
        elif isinstance(moves, Sequence) and not isinstance(moves, str):
            for move in moves:
                await self._take(move)
        else:
            await self._take(moves)

    async def _take(self, move: object) -> None:
        if isinstance(move, UseTool):
            await self._offer(move)
        elif isinstance(move, Say) and not isinstance(move.text, str):
            await _Stream(move, move.text, self._offer).read()
        elif isinstance(move, Say) and isinstance(move.text, str):
            if move.text.strip():
                await self._offer(ReadyWords(move.text, move.asks))
            else:
                logger.warning("agent_said_nothing", call_id=self._turn.call_id)
        else:
            raise TypeError(
                f"next_move gave {type(move).__name__}; it gives Say, UseTool, several of them, or "
                "None to wait"
            )

    async def _offer(self, move: ReadyMove) -> None:
        _check_storable(move)
        while len(self._ready) >= AHEAD and self._stop is None:
            self._room.clear()
            await self._room.wait()
        if self._stop is not None:
            raise asyncio.CancelledError
        self._ready.append(move)
        self._changed.set()


class _Stream:
    """Cuts the words of one move into sentences, and offers each when it is complete."""

    def __init__(
        self, say: Say, pieces: AsyncIterable[str], offer: Callable[[ReadyWords], Awaitable[None]]
    ) -> None:
        self._say = say
        self._pieces = pieces
        self._offer = offer
        self._cutter = SentenceCutter()
        self._characters = 0
        self._offered = 0
        self._held = ""
        """A sentence that waits to be known as the last one, which then has the question."""
        self._asked = say.asks is None

    async def read(self) -> None:
        """Read all pieces."""
        await _drain(self._pieces, self._add)
        if rest := self._cutter.finish():
            await self._sentence(rest)
        if self._held:
            await self._put(self._held, asks=True)

    async def _add(self, piece: object) -> None:
        if not isinstance(piece, str):
            raise TypeError(f"a stream of words gave {type(piece).__name__}, not str")
        self._characters += len(piece)
        if self._characters > LONGEST_STREAM:
            raise _EndlessWords(f"more than {LONGEST_STREAM:,} characters in one move")
        for sentence in self._cutter.feed(piece):
            await self._sentence(sentence)

    async def _sentence(self, sentence: str) -> None:
        """Offer a sentence; one without the question is held, if a question is still to come."""
        if self._held:
            await self._put(self._held, asks=False)
            self._held = ""
        if self._asked:
            await self._put(sentence, asks=False)
        elif any(mark in sentence for mark in _QUESTION_MARKS):
            self._asked = True
            await self._put(sentence, asks=True)
        else:
            self._held = sentence

    async def _put(self, sentence: str, *, asks: bool) -> None:
        question = self._say.asks if asks else None
        await self._offer(ReadyWords(sentence, question, begins=not self._offered))
        self._offered += 1


class _EndlessWords(ValueError):
    """A stream of words does not end."""


async def _drain(source: AsyncIterable[Any], use: Callable[[Any], Awaitable[None]]) -> None:
    """Use each item of ``source``, and close it, whatever happens."""
    try:
        async for item in source:
            await use(item)
    finally:
        close = getattr(source, "aclose", None)
        if close is not None:
            await close()


def _check_storable(move: ReadyMove) -> None:
    value = move if isinstance(move, UseTool) else Say(text=move.text, asks=move.asks)
    if not is_storable(json.loads(value.model_dump_json())):
        raise ValueError("a move contains U+0000, NaN or infinity, which cannot be stored")
