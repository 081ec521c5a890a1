"""An agent that hangs, breaks, has nothing to say, or does not stop, as the story says."""

import asyncio

from hookflash.orchestrator.agents.scripted import ScriptedAgent
from hookflash.orchestrator.ports.agent import Move, Say, Turn
from tests.simulation.carrier import FOREVER, Carrier, Die

BABBLE = 10
"""Moves that an agent makes which does not stop: more than a turn has."""


class FaultyAgent:
    """The scripted agent of one worker, with the faults of the story."""

    label = ScriptedAgent.label

    def __init__(self, carrier: Carrier, die: Die) -> None:
        self._carrier = carrier
        self._die = die
        self._scripted = ScriptedAgent()
        self._babbles = 0
        self._hanging: dict[asyncio.Task[object], float | None] = {}

    async def next_move(self, turn: Turn) -> Move | None:
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
        return await self._scripted.next_move(turn)

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
