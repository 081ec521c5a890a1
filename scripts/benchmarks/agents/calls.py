"""Plays calls on a framework, and measures each turn: CPU time, and time to the first word."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Final, Protocol

from scripts.benchmarks.agents.dialog import TURNS
from scripts.benchmarks.fleet import all_ready
from scripts.benchmarks.measuring import Run

QUIET_SECONDS: Final = 0.03
"""Wait after each turn, so that what follows from it (reports, views) is counted with it."""


class LiveCall(Protocol):
    """A call on which the agent has greeted."""

    async def say(self, words: str) -> float:
        """Say ``words``; returns once they are answered.

        The answer is the time at which the first word of the reply came.
        """
        ...


Calls = Callable[[], AbstractAsyncContextManager[LiveCall]]
"""Begins a call, and ends it."""
Framework = Callable[[str], AbstractAsyncContextManager[Calls]]
"""Opens what the calls need, with the log at a URL; a bare framework has none."""


@dataclass(frozen=True)
class Job:
    """Play calls on ``framework`` for ``seconds``, but at least one."""

    framework: Framework
    url: str
    seconds: float


@dataclass
class Measured:
    """The CPU seconds, and the seconds to the first word, of each turn, by its kind."""

    cpu: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    first_word: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def runs(self, name: str) -> dict[str, Run]:
        """What was measured, as runs of ``name``: each kind and all together."""
        return {
            **_runs(f"{name}: CPU", self.cpu),
            **_runs(f"{name}: first word", self.first_word),
        }


def work(job: Job) -> Measured:
    """Play calls one after the other. Runs in a worker process of its own."""
    return asyncio.run(_serve(job))


async def _serve(job: Job) -> Measured:
    async with job.framework(job.url) as calls:
        await _play(calls, Measured())  # what is built on first use
        all_ready()
        measured, until = Measured(), time.monotonic() + job.seconds
        while not measured.cpu or time.monotonic() < until:
            await _play(calls, measured)
        return measured


async def _play(calls: Calls, measured: Measured) -> None:
    async with calls() as call:
        await asyncio.sleep(QUIET_SECONDS)
        for turn in TURNS:
            cpu, begun = time.process_time(), time.perf_counter()
            first = await call.say(turn.words)
            await asyncio.sleep(QUIET_SECONDS)
            measured.cpu[turn.kind].append(time.process_time() - cpu)
            measured.first_word[turn.kind].append(first - begun)


def _runs(what: str, seconds: dict[str, list[float]]) -> dict[str, Run]:
    everything = [one for some in seconds.values() for one in some]
    parts = {**seconds, "all": everything}
    return {f"{what}: {kind}": Run(sum(some), some) for kind, some in parts.items()}
