"""Callers that call again and again for some seconds: the same for every contender."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from scripts.benchmarks.fleet import all_ready
from scripts.benchmarks.measuring import Run
from scripts.benchmarks.meter import Meter, stalls
from scripts.benchmarks.whole_call.job import Job

Play = Callable[[], Awaitable[None]]
"""Plays one call to its end."""


async def call_again(job: Job, play: Play) -> Run:
    """Play one call to warm up, then ``job.at_once`` in parallel until ``job.seconds`` are over.

    Calls that have begun by then are played to their end, and counted.
    """
    await play()
    all_ready()
    latencies: list[float] = []
    async with stalls() as watched:
        meter, begun = Meter(job.url, alone=job.worker > 0), time.perf_counter()
        callers = (_caller(play, begun + job.seconds, latencies) for _ in range(job.at_once))
        await asyncio.gather(*callers)
        return Run(time.perf_counter() - begun, latencies, meter.seconds, watched.longest)


async def _caller(play: Play, until: float, latencies: list[float]) -> None:
    while (begun := time.perf_counter()) < until:
        await play()
        latencies.append(time.perf_counter() - begun)
