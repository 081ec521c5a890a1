"""The whole call on Hookflash: the call center as a host embeds it."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

from hookflash.orchestrator.call_center import CallCenter
from scripts.benchmarks.fleet import all_ready
from scripts.benchmarks.measuring import Run
from scripts.benchmarks.whole_call import story
from scripts.benchmarks.whole_call.instant import InstantAgent, InstantMessaging, InstantTelephony
from scripts.benchmarks.whole_call.job import Job

OFFICE = Path(__file__).with_name("office.yaml")


@asynccontextmanager
async def open_office(url: str) -> AsyncIterator["Office"]:
    """A call center on the log at ``url``, with ports that answer instantly."""
    telephony, messaging = InstantTelephony(), InstantMessaging()
    opened = CallCenter.open(url, telephony=telephony, messaging=messaging, agent=InstantAgent())
    async with opened as center:
        telephony.tell = messaging.tell = center.report
        await center.apply(OFFICE)
        yield Office(center)


class Office:
    """Plays calls, each until the inbox shows it."""

    def __init__(self, center: CallCenter) -> None:
        self.center = center

    async def play(self) -> None:
        """Play one call."""
        center = self.center
        call_id = await center.receive_call(
            to=story.NUMBER, from_=story.CONTACT, provider_call_id=uuid4().hex
        )
        await center.answer(call_id)
        await center.hear(call_id, story.ASK_FOR_TEXT)
        await center.hear(call_id, story.GOT_IT)
        await center.hear(call_id, story.ASK_FOR_DESK)
        await center.hear(call_id, story.YES)
        await center.until(call_id, lambda call: call.state == "dropped")
        await center.end(call_id)
        await center.caught_up()


def work(job: Job) -> Run:
    """Play calls for some seconds. Runs in a worker process of its own."""
    return asyncio.run(_serve(job))


async def _serve(job: Job) -> Run:
    async with open_office(job.url) as office:
        await office.play()
        all_ready()
        latencies: list[float] = []
        begun = time.perf_counter()
        callers = (_caller(office, begun + job.seconds, latencies) for _ in range(job.at_once))
        await asyncio.gather(*callers)
        return Run(time.perf_counter() - begun, latencies)


async def _caller(office: Office, until: float, latencies: list[float]) -> None:
    while (begun := time.perf_counter()) < until:
        await office.play()
        latencies.append(time.perf_counter() - begun)
