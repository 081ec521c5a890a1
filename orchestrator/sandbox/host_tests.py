"""Has the agent of a host take test calls, and waits for what it says."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, Protocol

from hookflash.domain.call.call import Call
from hookflash.orchestrator.ports.host_agent import HostAgent
from hookflash.orchestrator.telemetry.logs import get_logger

REPLY_SECONDS: Final = 10.0
"""How long a test call waits for the host's agent."""
ALONE_SECONDS: Final = 1.0
"""How long it waits if nothing in this process takes test calls; a host may do so elsewhere."""
KEPT: Final = 1_000
"""How many test calls are kept in mind."""
NO_AGENT: Final = (
    "No agent has said anything on this test call. The host runs the agent: give "
    "HostAgent(…, take_test=…) a function, or have the host follow GET /v1/desk/test-calls."
)
FAILED: Final = "The host's agent failed on this test call: {error}. See its log."
logger = get_logger(__name__)


class Desks(Protocol):
    """The methods of the call center that this needs."""

    async def desk(self, call_id: str) -> Any:
        """See ``CallCenter.desk``."""
        ...

    async def until(
        self, call_id: str, condition: Callable[[Call], bool], seconds: float | None = None
    ) -> Call:
        """See ``CallCenter.until``."""
        ...


class HostTests:
    """The test calls of a center whose ``agent`` the host runs, if it does."""

    def __init__(self, center: Desks, agent: object) -> None:
        self._center = center
        self._agent = agent if isinstance(agent, HostAgent) else None
        self._remote = 0
        self._begun: OrderedDict[str, asyncio.Task[None] | None] = OrderedDict()
        self._failed: dict[str, str] = {}

    @contextmanager
    def remote_agent(self) -> Iterator[None]:
        """While an agent elsewhere is told of test calls through this process."""
        self._remote += 1
        try:
            yield
        finally:
            self._remote -= 1

    def begin(self, call_id: str) -> None:
        """Have the host's function take a test call, once."""
        agent = self._agent
        if agent is None or call_id in self._begun:
            return
        task = asyncio.create_task(self._take(call_id, agent)) if agent.take_test else None
        self._begun[call_id] = task
        if len(self._begun) > KEPT:
            oldest, _ = self._begun.popitem(last=False)
            self._failed.pop(oldest, None)

    async def replied(self, call_id: str) -> None:
        """Wait, for a while, until the agent has answered what the caller said last."""
        if self._agent is None:
            return
        taken = self._agent.take_test is not None and call_id not in self._failed
        seconds = REPLY_SECONDS if taken or self._remote else ALONE_SECONDS
        call = await self._center.until(
            call_id, lambda call: call_id in self._failed or _is_answered(call), seconds
        )
        alone = self._agent.take_test is None and not self._remote
        if alone and (wrong := self.note(call)):
            logger.warning("test_call_not_taken", call_id=call_id, fix=wrong)

    def note(self, call: Call) -> str:
        """What is wrong with the host's agent on a test call; empty if nothing is."""
        if call.call_id in self._failed:
            return FAILED.format(error=self._failed[call.call_id])
        own = (line for line in call.lines if line.by == "tool" or not line.standard)
        silent = not any(line.by in ("agent", "tool") for line in own)
        return NO_AGENT if call.hosted and silent else ""

    async def close(self) -> None:
        """Cancel what works on test calls."""
        tasks = [task for task in self._begun.values() if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _take(self, call_id: str, agent: HostAgent) -> None:
        try:
            desk = await self._center.desk(call_id)
            if agent.take_test is not None:
                await agent.take_test(desk)
        except Exception as error:
            logger.exception("test_agent_failed", call_id=call_id)
            self._failed[call_id] = type(error).__name__


def _is_answered(call: Call) -> bool:
    """Whether the caller has heard something since they spoke, or nothing is to be expected."""
    if call.state != "conversing" or call.hang_up_requested:
        return True
    said = next((line for line in reversed(call.lines) if line.by in ("caller", "agent")), None)
    return said is not None and (said.by == "agent" or bool(said.digits))
