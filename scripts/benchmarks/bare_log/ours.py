"""Hookflash's event log, without commands: each append says at which position it continues."""

import asyncio
import time
from datetime import UTC, datetime
from uuid import uuid4

from hookflash.domain.call.events import CallerSpoke
from hookflash.domain.event import Actor
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import open_store
from scripts.benchmarks.bare_log.workload import STREAM, TEXT, Job
from scripts.benchmarks.fleet import all_ready
from scripts.benchmarks.measuring import Run
from scripts.benchmarks.meter import Meter


def work(job: Job) -> Run:
    """Append for some seconds. Runs in a worker process."""
    return asyncio.run(_append(job))


async def _append(job: Job) -> Run:
    log = EventLog(open_store(job.url))
    await log.append([_event(f"warm.call.{uuid4().hex[:16]}", 1)])
    all_ready()
    latencies: list[float] = []
    meter, begun = Meter(job.url), time.perf_counter()
    await asyncio.gather(
        *(_caller(log, begun + job.seconds, latencies) for _ in range(job.at_once))
    )
    run = Run(time.perf_counter() - begun, latencies, meter.seconds)
    await log.close()
    return run


async def _caller(log: EventLog, until: float, latencies: list[float]) -> None:
    while time.perf_counter() < until:
        stream = f"bench.call.{uuid4().hex[:16]}"
        for position in range(1, STREAM + 1):
            begun = time.perf_counter()
            await log.append([_event(stream, position)])
            latencies.append(time.perf_counter() - begun)


def _event(call_id: str, position: int) -> CallerSpoke:
    return CallerSpoke(
        call_id=call_id,
        position=position,
        at=datetime.now(UTC),
        by=Actor.CALLER,
        cause=f"hear-{position}",
        text=TEXT,
    )
