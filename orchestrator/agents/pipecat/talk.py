"""One call in a pipeline: who may speak, and what the desk is told."""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from datetime import datetime
from typing import Final, NamedTuple, Protocol

from pipecat.frames.frames import LLMContextFrame, LLMMessagesAppendFrame
from pipecat.processors.aggregators.llm_context import LLMContext, LLMContextMessage

from hookflash.domain.call.commands import AgentFailure
from hookflash.domain.call.conversation import CallState
from hookflash.domain.call.effects import Speech
from hookflash.orchestrator.agents.desk.desk import Desk
from hookflash.orchestrator.agents.desk.repeated_ids import call_of_model
from hookflash.orchestrator.agents.desk.results import DeskTurn, News, ToolResult
from hookflash.orchestrator.agents.pipecat.courier import Courier, Job
from hookflash.orchestrator.agents.pipecat.heard import Sound, heard_chars
from hookflash.orchestrator.agents.pipecat.patience import Patience
from hookflash.orchestrator.agents.pipecat.piece import Piece, Pieces
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.system.clock import SystemClock

MOST_RUNS: Final = 8
"""How often the results of tools may run the model in one turn of the caller."""
SETTLE_SECONDS: Final = 5.0
"""How long a transfer waits for the last words before it."""
WITH_AGENT: Final = ("conversing", "confirm_transfer")
"""The states in which the pipeline has the caller."""


class PipelineSettings(NamedTuple):
    """How long a model may take to begin an answer, and the clock of the call center."""

    model_seconds: float = 8.0
    clock: Clock = SystemClock()


class Mouth(Protocol):
    """Has words said, behind the model."""

    async def speak(self, piece: Piece) -> None:
        """Have the voice say ``piece``, whatever the model is doing."""
        ...

    async def stop(self) -> None:
        """Stop what is being said."""
        ...


class Model(Protocol):
    """Runs the model."""

    async def run(self, frame: LLMContextFrame) -> None:
        """Have the model answer the conversation in ``frame``."""
        ...

    async def append(self, frame: LLMMessagesAppendFrame) -> None:
        """Add messages to the conversation, between what is said."""
        ...

    async def leave(self) -> None:
        """End the pipeline, once what was said is played."""
        ...


class Talk:
    """What the processors of one pipeline share.

    Reports reach the desk in their order. ``may_reply`` is what the desk answered last.
    """

    mouth: Mouth
    model: Model

    def __init__(self, desk: Desk, context: LLMContext, settings: PipelineSettings) -> None:
        self.desk = desk
        self.context = context
        self.pieces = Pieces()
        self.may_reply = True
        self.state: CallState = "conversing"
        self.patience = Patience(settings.model_seconds, self._model_failed)
        self._clock = settings.clock
        self._courier = Courier()
        self._interruptions = 0
        self._runs = 0
        self._said: set[str] = set()
        self._over = False

    def now(self) -> datetime:
        """The time by the clock of the call center."""
        return self._clock.now()

    def caller_speaks(self, text: str, began_at: datetime) -> None:
        """Report partial words: they stop speech, and postpone what would follow from silence."""
        self._later(lambda: self._begun(text, began_at))

    def caller_said(self, text: str, began_at: datetime | None) -> None:
        """Report the words of a whole turn of the caller."""
        self._runs = 0
        self._later(lambda: self._heard(self.desk.caller_said(text, began_at=began_at)))

    def caller_pressed(self, digits: str) -> None:
        """Report a key."""
        pressed_at = self.now()
        self._later(lambda: self._pressed(digits, pressed_at))

    def turn_to_model(self, frame: LLMContextFrame) -> None:
        """Run the model, if it may reply to what was reported before."""
        interruptions = self._interruptions
        self._later(lambda: self._reply(frame, interruptions))

    def has_left(self) -> bool:
        """Whether the agent has left the caller, for good."""
        return self.state not in WITH_AGENT

    async def say(self, speech: Speech) -> None:
        """Say what the core says, once."""
        if speech.id not in self._said:
            self._said.add(speech.id)
            await self.mouth.speak(self.pieces.speech(speech.id, speech.text))

    async def stop(self) -> None:
        """Stop what is being said."""
        await self.mouth.stop()

    async def settled(self) -> None:
        """Wait until what was reported has led to words, and these were played."""
        with suppress(TimeoutError):
            async with asyncio.timeout(SETTLE_SECONDS):
                await self._courier.idle()
                await self.pieces.played()

    def may_run_again(self) -> bool:
        """Whether the model may go on after the result of a tool, or news.

        It may not while it has to be silent, nor more than eight times in a turn.
        """
        self._runs += 1
        if self._runs == MOST_RUNS + 1:
            self._model_failed("too_many_moves")
        return self.may_reply and self._runs <= MOST_RUNS

    def interrupted(self) -> None:
        """The caller barged in: what was not said yet is not said any more."""
        self._interruptions += 1
        self.patience.satisfied()
        self.pieces.cut()

    def spoken(self, piece: Piece, sound: Sound, *, finished: bool) -> None:
        """Report what the caller heard of ``piece``, once: all, or what ``sound`` had of it."""
        if not self.pieces.close(piece):
            return
        heard = len(piece.text) if finished else heard_chars(piece.text, sound)
        now = self.now()
        if piece.is_speech:
            began = sound.began_at or now
            self._later(lambda: self._played(piece, began, now, heard, finished=finished))
        elif piece.text.strip():
            self._later(lambda: self._agent_said(piece, sound.began_at, heard))

    def silenced(self, text: str) -> None:
        """Report what the model said when it had to be silent: it was not played."""
        if text.strip():
            self._later(lambda: self._silenced(text))

    async def use_tool(self, name: str, arguments: object, call_id: str) -> ToolResult:
        """Have the desk decide on a tool call; what the core says then is said."""
        result = await call_of_model(self.desk, name, arguments, call_id)
        await self._follow(result)
        return result

    async def greet(self) -> None:
        """Say the greeting, as words of the agent."""
        if greeting := self.desk.greeting:
            await self.mouth.speak(self.pieces.words(greeting))

    async def follow_news(self) -> None:
        """Carry out and tell the model what becomes known, until the call ends."""
        async for news in self.desk.news():
            self._later(lambda news=news: self._told(news))  # type: ignore[misc]

    async def end(self, reason: str) -> None:
        """The pipeline is over; so is a call of which nobody else has the caller.

        Once the agent has left, only the telephony knows when the call ends.
        """
        if not self._over:
            self._over = True
            self._later(lambda: self._ended(reason))
        await self._courier.finish()

    def _model_failed(self, reason: AgentFailure, detail: str = "") -> None:
        self._later(lambda: self._excused(reason, detail))

    async def _excused(self, reason: AgentFailure, detail: str) -> None:
        """The core says something in place of the model."""
        if self.may_reply:
            await self._follow(await self.desk.agent_failed(reason, detail))

    def _later(self, job: Job) -> None:
        self._courier.send(job)

    async def _begun(self, text: str, began_at: datetime) -> None:
        await self.desk.caller_said(text, began_at=began_at, final=False)

    async def _heard(self, report: Awaitable[DeskTurn]) -> None:
        turn = await report
        await self._follow(turn)
        if turn.text:
            self.context.add_message(_note(turn.text))

    async def _pressed(self, digits: str, at: datetime) -> None:
        """The model reads of keys in the conversation, where it cannot have heard them."""
        await self._heard(self.desk.caller_pressed(digits, began_at=at))
        await self._tell(f"The caller pressed {digits}.", run=self.may_reply)

    async def _reply(self, frame: LLMContextFrame, interruptions: int) -> None:
        if self.may_reply and interruptions == self._interruptions:
            await self.model.run(frame)

    async def _played(
        self, piece: Piece, began: datetime, ended: datetime, heard: int, *, finished: bool
    ) -> None:
        await self.desk.played(
            piece.key, began_at=began, ended_at=ended, heard_chars=heard, finished=finished
        )

    async def _agent_said(self, piece: Piece, began: datetime | None, heard: int) -> None:
        words = piece.text.rstrip()  # voices are given a space after each word
        said = self.desk.agent_said(
            words, began_at=began, heard_chars=min(heard, len(words)), interrupted=piece.cut
        )
        await self._follow(await said)

    async def _silenced(self, text: str) -> None:
        await self._follow(await self.desk.agent_said(text.strip(), heard_chars=0))

    async def _told(self, news: News) -> None:
        await self._follow(news)
        if news.kind == "ended":
            self._over = True
            await self.model.leave()
        elif news.text:
            await self._tell(news.text, run=news.reply_due and self.may_reply)

    async def _follow(self, answer: DeskTurn | ToolResult | News) -> None:
        """Note who may speak, and have said what the core says."""
        self.may_reply, self.state = answer.may_reply, answer.state
        if not self.may_reply or answer.speeches:
            self.patience.satisfied()
        for speech in answer.speeches:
            await self.say(speech)

    async def _tell(self, text: str, *, run: bool) -> None:
        frame = LLMMessagesAppendFrame([_note(text)], run_llm=run)
        frame.interruptible = False
        await self.model.append(frame)

    async def _ended(self, reason: str) -> None:
        if not self.has_left():
            await self.desk.ended(reason)


def _note(text: str) -> LLMContextMessage:
    """A message that is neither the caller's nor the agent's."""
    return {"role": "developer", "content": text}
