"""An agent that hangs, breaks, streams, has nothing to say, or does not stop, as the story says."""

import asyncio
from collections.abc import AsyncIterator
from random import Random

from hookflash.orchestrator.agents.scripted import ScriptedAgent
from hookflash.orchestrator.ports.agent import Moves, Say, Turn, UseTool
from tests.simulation.carrier import FOREVER, Carrier, Die

BABBLE = 10
"""Moves that an agent makes which does not stop: more than a turn has."""
MORE = (
    (Say(text="By the way, we have parking."),),
    (UseTool(tool="transfer_call_2"), Say(text="Please hold the line.")),
    (UseTool(tool="send_sms_1"), UseTool(tool="transfer_call_2")),
    (Say(text="One moment."), UseTool(tool="no_such_tool"), Say(text="That did not work.")),
    tuple(Say(text=f"And point {n}.") for n in range(BABBLE)),
)
"""What it does beside its own move, in one batch."""


class FaultyAgent:
    """The scripted agent of one worker, with the faults of the story."""

    label = ScriptedAgent.label

    def __init__(self, carrier: Carrier, die: Die) -> None:
        self._carrier = carrier
        self._die = die
        self._scripted = ScriptedAgent()
        self._babbles = 0
        self._hanging: dict[asyncio.Task[object], float | None] = {}
        self._lot = Random(f"pieces/{carrier.story.seed}")  # noqa: S311 - it has to be repeatable

    async def next_move(self, turn: Turn) -> Moves:
        """The scripted agent's move, unless the story has another idea."""
        self._supersede()
        fault = self._carrier.fault("agent")
        how = fault.how if fault else ""
        if how == "babble":
            self._babbles = BABBLE
        if how == "die":
            self._die(0.0)
        if how in ("hang", "die"):
            await self._hang()
        if how == "raise":
            raise ValueError("the model is confused")
        if how == "silent":
            return None
        if self._babbles:
            self._babbles -= 1
            return Say(text="And another thing.")
        move = await self._scripted.next_move(turn)
        if how == "several":
            return ((move,) if move else ()) + self._lot.choice(MORE)
        if isinstance(move, Say) and self._carrier.story.streamed:
            return move.model_copy(update={"text": self._stream(str(move.text), how)})
        return move

    async def _stream(self, text: str, how: str) -> AsyncIterator[str]:
        """``text`` in pieces; with a fault only the first half of it."""
        words = text.split(" ")
        last = len(words) // 2 if how in ("break_off", "stall") else len(words)
        at = 0
        while at < last:
            await asyncio.sleep(self._lot.choice((0.0, 0.02, 0.2)))
            size = min(self._lot.randint(1, 5), last - at)
            yield " ".join(words[at : at + size]) + (" " if at + size < len(words) else "")
            at += size
        if how == "break_off":
            raise ConnectionError("the model is gone")
        if how == "stall":
            await self._hang()

    def _supersede(self) -> None:
        now = asyncio.get_running_loop().time()
        for task, superseded in self._hanging.items():
            self._hanging[task] = now if superseded is None else superseded

    async def _hang(self) -> None:
        now = asyncio.get_running_loop().time
        task = asyncio.current_task()
        assert task is not None
        self._hanging[task] = None
        try:
            await asyncio.sleep(FOREVER)
        finally:
            superseded = self._hanging.pop(task)
            if superseded is not None and now() > superseded:
                self._carrier.broken.append("a superseded turn thinks on")
