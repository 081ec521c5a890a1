"""One call in a session: what is heard, said and decided goes to the desk, and comes back."""

import asyncio
from collections.abc import Coroutine
from datetime import datetime
from typing import Any, Final

from livekit.agents import (
    Agent,
    AgentSession,
    ChatMessage,
    CloseEvent,
    CloseReason,
    ConversationItemAddedEvent,
    SpeechCreatedEvent,
    ToolResult,
    UserInputTranscribedEvent,
)
from livekit.agents.voice import SpeechHandle

from hookflash.domain.call.commands import AgentFailure
from hookflash.domain.event import Actor
from hookflash.orchestrator.agents.desk.desk import Desk
from hookflash.orchestrator.agents.desk.repeated_ids import call_of_model
from hookflash.orchestrator.agents.desk.results import DeskTurn, News
from hookflash.orchestrator.agents.desk.results import ToolResult as Outcome
from hookflash.orchestrator.agents.livekit.generations import Generation, Generations
from hookflash.orchestrator.agents.livekit.heard import Playbacks, at
from hookflash.orchestrator.agents.livekit.speaker import Speaker
from hookflash.orchestrator.agents.livekit.user_turn import UserTurn
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.telemetry.logs import get_logger

LEFT: Final = ("transferring", "dropped", "voicemail_fallback", "ended")
"""States in which the agent has left the call."""
FAREWELL_SECONDS: Final = 10.0
"""Seconds for the last words of an agent that leaves."""
REASONS: Final[dict[CloseReason, tuple[str, Actor]]] = {
    CloseReason.PARTICIPANT_DISCONNECTED: ("caller_hung_up", Actor.CALLER),
    CloseReason.ERROR: ("agent_failed", Actor.AGENT),
}
"""Why a call ends when its session closes; otherwise the host closed it."""

logger = get_logger(__name__)


class SessionCall:
    """Connects a desk with the session that runs its call.

    It reports in tasks of its own, so that what the session cancels is reported all the same.
    """

    def __init__(self, desk: Desk, agent: Agent, session: AgentSession[Any], clock: Clock) -> None:
        self._desk = desk
        self._agent = agent
        self._session = session
        self._may_reply = True
        self._left = False
        self._tasks: set[asyncio.Task[Any]] = set()
        self._playbacks = Playbacks()
        self._speaker = Speaker(desk, session, clock, self._playbacks, self._start)
        self._generations = Generations(desk, self._playbacks)
        self._turn = UserTurn(session, clock, self._partly_heard, self._start)
        self._heard: dict[str, asyncio.Task[DeskTurn]] = {}
        self._news: asyncio.Task[None] | None = None

    @property
    def may_reply(self) -> bool:
        """Whether the model may speak now."""
        return self._may_reply and not self._left

    def begin(self) -> None:
        """Follow the session and the news of the call."""
        session = self._session
        session.on("user_input_transcribed", self._transcribed)
        session.on("conversation_item_added", self._item_added)
        session.on("speech_created", self._speech_created)
        session.on("close", self._closed)
        self._news = self._start(self._follow_news())

    async def heard(self, messages: list[ChatMessage]) -> str:
        """Have the caller's words judged that were not yet; returns what the model is told."""
        told = [
            (await asyncio.shield(task)).text
            for task in [self._hear(message) for message in messages]
        ]
        return "\n".join(filter(None, told))

    def known(self, messages: list[ChatMessage]) -> list[ChatMessage]:
        """Those among the caller's messages that were not reported yet."""
        return [
            one
            for one in messages
            if one.role == "user" and one.text_content and one.id not in self._heard
        ]

    def press(self, digit: str) -> None:
        """The caller pressed a key."""
        self._start(self._pressed(digit))

    async def _pressed(self, digit: str) -> None:
        await self._speaker.stop()
        turn = await self._desk.caller_pressed(digit)
        self._apply(turn)
        if turn.may_reply and not turn.speeches:
            self._session.generate_reply(
                instructions=f"The caller pressed {digit} on the keypad. {turn.text}"
            )

    async def tool_called(self, name: str, arguments: dict[str, object], given: str) -> ToolResult:
        """Have a tool call decided. Nothing is awaited here that waits for the speech around it."""
        outcome = await call_of_model(self._desk, name, arguments, given)
        self._apply(outcome)
        return ToolResult(outcome.text, reply_required=self.may_reply)

    def generating(self, *, tools_barred: bool) -> Generation:
        """The model begins a reply; ``tools_barred``: the session ignores further tool calls."""
        return self._generations.begin(tools_barred=tools_barred)

    async def generated(self, generation: Generation) -> None:
        """A reply is generated, or was cancelled."""
        generation.over = True
        await asyncio.shield(self._start(self._report_dropped(generation)))

    async def failed(self, reason: AgentFailure, detail: str) -> None:
        """The model made no usable reply: the core says something instead."""
        self._apply(await self._desk.agent_failed(reason, detail))

    def greet(self) -> None:
        """Say the greeting, as the agent's own words."""
        if self._desk.greeting:
            self._session.say(self._desk.greeting, allow_interruptions=True)

    def _hear(self, message: ChatMessage) -> "asyncio.Task[DeskTurn]":
        if message.id not in self._heard:
            self._heard[message.id] = self._start(self._report_heard(message))
        return self._heard[message.id]

    async def _report_heard(self, message: ChatMessage) -> DeskTurn:
        began = at(message.metrics.get("started_speaking_at")) or self._turn.began_at
        self._turn.committed()
        await self._speaker.stop()
        turn = await self._desk.caller_said(
            message.text_content or "", id=f"livekit/{message.id}", began_at=began
        )
        self._apply(turn)
        return turn

    async def _partly_heard(self, text: str, began_at: datetime | None) -> None:
        await self._desk.caller_said(text, began_at=began_at, final=False)

    async def _report_dropped(self, generation: Generation) -> None:
        if (turn := await self._generations.dropped(generation)) is not None:
            self._apply(turn)

    async def _report_played(self, item: ChatMessage) -> None:
        self._apply(await self._generations.played(item))

    async def _report_unheard(self, handle: SpeechHandle) -> None:
        for turn in await self._generations.unheard(handle):
            self._apply(turn)

    async def _follow_news(self) -> None:
        async for news in self._desk.news():
            try:
                await self._tell(news)
            except RuntimeError as error:  # the session closes
                logger.debug("livekit_news_untold", call_id=self._desk.call_id, error=repr(error))

    async def _tell(self, news: News) -> None:
        self._apply(news)
        if self._left:
            return
        if not news.speeches:
            context = self._agent.chat_ctx.copy()
            context.add_message(role="system", content=news.text)
            await self._agent.update_chat_ctx(context, exclude_invalid_function_calls=False)
        if news.reply_due and self.may_reply:
            self._session.generate_reply()

    def _apply(self, said: DeskTurn | Outcome | News) -> None:
        """Obey what the desk says: play its words, keep silent, or leave."""
        self._may_reply = said.may_reply
        leaves = said.state in LEFT
        self._speaker.play(said.speeches, interruptible=not leaves)
        if leaves and not self._left:
            self._left = True
            self._start(self._leave())

    async def _leave(self) -> None:
        """Close the session after the core's last words; the caller stays in the room."""
        try:
            async with asyncio.timeout(FAREWELL_SECONDS):
                await self._speaker.finished()
        except TimeoutError:
            logger.warning("livekit_farewell_cut", call_id=self._desk.call_id)
        self._session.shutdown(drain=False)

    def _transcribed(self, event: UserInputTranscribedEvent) -> None:
        self._turn.transcribed(event.transcript, final=event.is_final)

    def _item_added(self, event: ConversationItemAddedEvent) -> None:
        item = event.item
        if not isinstance(item, ChatMessage) or not item.text_content:
            return
        if item.role == "user":
            self._hear(item)
        elif item.role == "assistant" and not self._speaker.owns(item):
            self._start(self._report_played(item))

    def _speech_created(self, event: SpeechCreatedEvent) -> None:
        self._playbacks.follow(self._session)
        if event.source != "say":
            handle = event.speech_handle
            self._generations.expects(handle)
            handle.add_done_callback(self._reply_over)
        self._turn.speaks(event.speech_handle)

    def _reply_over(self, handle: SpeechHandle) -> None:
        self._start(self._report_unheard(handle))

    def _closed(self, event: CloseEvent) -> None:
        self._turn.close()
        if self._news is not None:
            self._news.cancel()
        if not self._left:
            reason, by = REASONS.get(event.reason, ("agent_closed", Actor.AGENT))
            self._start(self._report_ended(reason, by))

    async def _report_ended(self, reason: str, by: Actor) -> None:
        """Report the end after everything that came before it."""
        mine = asyncio.current_task()
        if others := [task for task in self._heard.values() if task is not mine]:
            await asyncio.wait(others)
        await self._desk.ended(reason, by)

    def _start(self, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    def _finished(self, task: "asyncio.Task[Any]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("livekit_report_failed", call_id=self._desk.call_id, error=repr(error))
