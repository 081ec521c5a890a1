"""One process that resumes idle live calls, sweeps them, and hears a caller among them."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final

import psutil

from hookflash import CallCenter, Settings
from scripts.benchmarks import history
from scripts.benchmarks.fleet import all_ready
from scripts.benchmarks.measuring import Run
from scripts.benchmarks.meter import Meter, stalls
from scripts.benchmarks.whole_call import story
from scripts.benchmarks.whole_call.hookflash import open_office
from scripts.benchmarks.whole_call.instant import InstantAgent, InstantMessaging, InstantTelephony

LOOK_SECONDS: Final = 0.05
PAUSE_SECONDS: Final = 0.01
"""Between two sentences of the caller: a process that is busy, not one that is overrun."""
LONGER: Final = 5
"""How many times as long as a usual turn each of the two lasts: a sweep comes every two seconds."""
IN_RANGE: Final = 2**31
"""More live calls than anything here has."""


@dataclass(frozen=True)
class Job:
    """``calls`` idle calls in the log at ``url``; listen for ``seconds`` to each of two things."""

    url: str
    calls: int
    seconds: float
    tuned: bool = True


@dataclass(frozen=True)
class Held:
    """What a process went through: ``resume`` until it held every call, then two turns."""

    resume: Run
    sweeps: Run
    hear: Run
    memory: float
    """Bytes by which the process grew for each call."""


def hold(job: Job) -> Held:
    """Hold the calls. Runs in a worker process."""
    all_ready()
    return asyncio.run(_hold(job))


async def _hold(job: Job) -> Held:
    async with open_office("sqlite://") as office:  # what is used first takes longer
        await office.play()
    gc.collect()
    before = psutil.Process().memory_info().rss
    began = time.perf_counter()
    meter = Meter()
    async with _open(job) as center, stalls() as resuming:
        while center.room()[0] < job.calls:  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(LOOK_SECONDS)
        resume = Run(time.perf_counter() - began, [], meter.seconds, resuming.longest)
        gc.collect()
        memory = (psutil.Process().memory_info().rss - before) / job.calls
        await asyncio.sleep(2 * LOOK_SECONDS)
        return Held(resume, await _sweeps(job), await _hears(center, job), memory)


@asynccontextmanager
async def _open(job: Job) -> AsyncIterator[CallCenter]:
    telephony, messaging = InstantTelephony(), InstantMessaging()
    async with CallCenter.open(
        job.url,
        telephony=telephony,
        messaging=messaging,
        agent=InstantAgent(),
        settings=Settings(most_live_calls=IN_RANGE),
        tune_gc=job.tuned,
    ) as center:
        telephony.tell = messaging.tell = center.report
        yield center


async def _sweeps(job: Job) -> Run:
    """Do nothing but sweep, as the process does by itself."""
    meter = Meter()
    async with stalls() as seen:
        await asyncio.sleep(LONGER * job.seconds)
    return Run(LONGER * job.seconds, [], meter.seconds, seen.longest)


async def _hears(center: CallCenter, job: Job) -> Run:
    """One caller after the other says something, on calls that stay live."""
    took: list[float] = []
    meter, number = Meter(), 0
    began = time.perf_counter()
    async with stalls() as seen:
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGER * job.seconds):
                while True:
                    asked = time.perf_counter()
                    await center.hear(history.call_id(number % job.calls), story.ASK_FOR_TEXT)
                    took.append(time.perf_counter() - asked)
                    number += 1
                    await asyncio.sleep(PAUSE_SECONDS)
    return Run(time.perf_counter() - began, took, meter.seconds, seen.longest)
