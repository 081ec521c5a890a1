"""A call on a stage whose agent the host runs at a desk."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from hookflash.domain.call.effects import Speech
from hookflash.orchestrator.agents.desk.desk import Desk
from hookflash.orchestrator.assembly import simulate
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.ports.host_agent import HostAgent
from hookflash.orchestrator.ports.telephony import TelephonyOffers
from hookflash.orchestrator.testing.agent_stage import CHARACTERS_A_SECOND
from hookflash.orchestrator.testing.contracts.agent_scenes import CALLER, NUMBER, OFFICE, QUESTION
from hookflash.orchestrator.testing.scripted_model import (
    ModelFailed,
    ModelReply,
    ScriptedModel,
)
from hookflash.orchestrator.workspaces.file.workspace_file import workspace_in

MOST_REPLIES: Final = 8
PATIENCE_SECONDS: Final = 20.0
"""How long the host waits for its model."""
SILENCE_SECONDS: Final = 0.5
"""So long after the last word everything that follows is done."""


@dataclass
class DeskStage:
    """A call of a host that plays what is said by itself, for ``AgentContract.stage``.

    It asks its model in a plain loop. Define :meth:`model_turn` for another host: it gets the
    model's replies with :meth:`reply`, and tells the caller with :meth:`say` and :meth:`play`.
    """

    center: CallCenter
    desk: Desk
    model: ScriptedModel = field(default_factory=ScriptedModel)
    heard: list[str] = field(default_factory=list)
    _interruption: tuple[str, float] | None = None
    _tools: int = 0

    @property
    def call_id(self) -> str:
        """The call."""
        return self.desk.call_id

    def model_replies(self, *replies: ModelReply) -> None:
        """What the model answers from now on."""
        self.model.will_reply(*replies)

    async def greet(self) -> None:
        """Say the greeting."""
        await self.say(self.desk.greeting)

    async def caller_says(self, text: str) -> None:
        """Report the words, play what the core says, and let the model answer."""
        began_at = self.center.now()
        turn = await self.desk.caller_said(text, began_at=began_at)
        await self.play(turn.speeches)
        if turn.may_reply:
            await self.model_turn(text)

    async def caller_interrupts(self, text: str, seconds: float) -> None:
        """Wait for the question."""
        self._interruption = text, seconds

    async def caller_hangs_up(self) -> None:
        """Report the end."""
        await self.desk.ended()
        await asyncio.sleep(SILENCE_SECONDS)

    async def model_turn(self, heard: str) -> None:
        """Ask the model until it is done, after the caller said ``heard``."""
        del heard
        for _ in range(MOST_REPLIES):
            with suppress(ModelFailed, TimeoutError):
                if not await self._carry_out(await self.reply()):
                    return
                continue
            return

    async def reply(self) -> ModelReply:
        """The model's next reply. Raises :class:`ModelFailed`, and ``TimeoutError`` after 20 s."""
        return await asyncio.wait_for(self.model.reply(), PATIENCE_SECONDS)

    async def _carry_out(self, reply: ModelReply) -> bool:
        """Say the words and use the tools of a reply; returns whether the model is asked again."""
        if reply.words:
            await self.say(reply.words)
        for tool in reply.tools:
            self._tools += 1
            known = tool.id or f"tool-{self._tools}"
            result = await self.desk.call_tool(tool.name, tool.arguments, id=known)
            await self.play(result.speeches)
            if not result.may_reply:
                return False
        return bool(reply.tools)

    async def say(self, words: str) -> None:
        """Say the model's words, and report them once they were heard."""
        began_at = self.center.now()
        await asyncio.sleep(len(words) / CHARACTERS_A_SECOND)
        self.heard.append(words)
        await self.desk.agent_said(words, began_at=began_at, heard_chars=len(words))

    async def play(self, speeches: tuple[Speech, ...]) -> None:
        """Play what the core says, and report what was heard."""
        for speech in speeches:
            asks = speech.text == QUESTION
            words, after = self._interruption if asks and self._interruption else ("", 0.0)
            seconds = len(speech.text) / CHARACTERS_A_SECOND
            cut = bool(words) and after < seconds
            began_at = self.center.now()
            await asyncio.sleep(after if cut else seconds)
            chars = int(after * CHARACTERS_A_SECOND) if cut else len(speech.text)
            self.heard.append(speech.text[:chars])
            await self.desk.played(
                speech.id,
                began_at=began_at,
                ended_at=self.center.now(),
                heard_chars=chars,
                finished=not cut,
            )
            if words:
                self._interruption = None
                spoken_at = began_at + timedelta(seconds=after)
                await asyncio.sleep(max(0.0, after - seconds))
                turn = await self.desk.caller_said(words, began_at=spoken_at)
                await self.play(turn.speeches)


@asynccontextmanager
async def desk_stage(
    made: Callable[[CallCenter, Desk], DeskStage] = DeskStage,
) -> AsyncIterator[DeskStage]:
    """A call that the host's agent has answered and greeted, in virtual time.

    ``made`` makes the stage of a desk that was just opened: a subclass of ``DeskStage``.
    """
    store = open_store("sqlite://")
    simulation = simulate("sqlite://", store, 1, agent=HostAgent("A scripted model"))
    center = simulation.center
    simulation.telephony.offers = TelephonyOffers(speaks=False, playback="reports")
    await center.apply(workspace_in(OFFICE.encode(), "office.yaml"))
    stage = made(center, await center.desk(to=NUMBER, from_=CALLER, provider_call_id="CA1"))
    await stage.greet()
    yield stage
    simulation.telephony.tell = simulation.messaging.tell = None
    await simulation.close()
