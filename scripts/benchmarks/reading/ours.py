"""Reading as the call center does: calls into its cache, the log as a follower."""

import asyncio
import time
from collections.abc import Iterator

from hookflash.domain.call.call import Call
from hookflash.domain.call.events import CallEvent
from hookflash.domain.call.evolve import evolve
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.runtime.command_handler import CommandHandler
from scripts.benchmarks.fleet import all_ready
from scripts.benchmarks.measuring import Run
from scripts.benchmarks.reading.job import Job

AT_ONCE = 64


def load_one_by_one(job: Job) -> Run:
    """Load some calls, one after the other."""
    return asyncio.run(_load(job, 1))


def load_at_once(job: Job) -> Run:
    """Load some calls, 64 in parallel."""
    return asyncio.run(_load(job, AT_ONCE))


def scan(job: Job) -> Run:
    """Fold every call of the log, event by event."""
    return asyncio.run(_scan(job))


async def _load(job: Job, at_once: int) -> Run:
    log = EventLog(open_store(job.url))
    calls = CommandHandler(log)
    wanted = iter(job.some())
    latencies: list[float] = []
    await calls.load("harbor-dental.call.none")
    all_ready()
    begun = time.perf_counter()
    await asyncio.gather(*(_loader(calls, wanted, latencies) for _ in range(at_once)))
    seconds = time.perf_counter() - begun
    await log.close()
    return Run(seconds, latencies)


async def _loader(calls: CommandHandler, wanted: Iterator[str], latencies: list[float]) -> None:
    for call_id in wanted:
        begun = time.perf_counter()
        await calls.load(call_id)
        latencies.append(time.perf_counter() - begun)


async def _scan(job: Job) -> Run:
    log = EventLog(open_store(job.url))
    calls: dict[str, Call] = {}
    count, last = 0, await log.last_position()
    all_ready()
    begun = time.perf_counter()
    async for batch in log.batches():
        for _, event in batch:
            if isinstance(event, CallEvent):
                count += 1
                stream = event.call_id
                evolve(calls.get(stream) or calls.setdefault(stream, Call(stream)), event)
        if batch[-1][0] >= last:
            break
    seconds = time.perf_counter() - begun
    await log.close()
    return Run(seconds, [0.0] * count)
