"""The whole call on Hookflash: the call center as a host embeds it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Final
from uuid import uuid4

from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.log.store import open_store
from scripts.benchmarks.measuring import Run
from scripts.benchmarks.whole_call import story
from scripts.benchmarks.whole_call.callers import call_again
from scripts.benchmarks.whole_call.instant import (
    EstimatingTelephony,
    InstantAgent,
    InstantMessaging,
    InstantTelephony,
    ReportingTelephony,
)
from scripts.benchmarks.whole_call.job import Job

OFFICE: Final = Path(__file__).with_name("office.yaml")
PLAYED: Final = 14.0
"""Seconds after which all words of the agent were played, at the estimated pace of speech."""
FIRST: Final = 100
"""Events from the log's beginning, in which the first call is complete."""


@asynccontextmanager
async def open_office(
    url: str, telephony: InstantTelephony | None = None
) -> AsyncIterator["Office"]:
    """A call center on the log at ``url``, with ports that answer instantly."""
    telephony, messaging = telephony or InstantTelephony(), InstantMessaging()
    opened = CallCenter.open(url, telephony=telephony, messaging=messaging, agent=InstantAgent())
    async with opened as center:
        telephony.tell = messaging.tell = center.report
        await center.apply(OFFICE)
        yield Office(center)


class Office:
    """Plays calls, each until the inbox shows it."""

    def __init__(self, center: CallCenter) -> None:
        self.center = center

    async def play(self, played: float = 0.0) -> None:
        """Play one call; the caller says yes ``played`` seconds after the question."""
        center = self.center
        call_id = await center.receive_call(
            to=story.NUMBER, from_=story.CONTACT, provider_call_id=uuid4().hex
        )
        await center.answer(call_id)
        await center.hear(call_id, story.ASK_FOR_TEXT)
        await center.hear(call_id, story.GOT_IT)
        await center.hear(call_id, story.ASK_FOR_DESK)
        await asyncio.sleep(played)
        await center.hear(call_id, story.YES)
        await center.until(call_id, lambda call: call.state == "dropped")
        await center.end(call_id)
        await center.caught_up()


def work(job: Job) -> Run:
    """Play calls for some seconds. Runs in a worker process of its own."""
    return asyncio.run(_serve(job, InstantTelephony()))


def work_reporting(job: Job) -> Run:
    """The same with a telephony that reports what the caller heard."""
    return asyncio.run(_serve(job, ReportingTelephony()))


def work_estimating(job: Job) -> Run:
    """The same where nothing tells what was heard, so that the caller says yes later."""
    return asyncio.run(_serve(job, EstimatingTelephony(), PLAYED))


async def _serve(job: Job, telephony: InstantTelephony, played: float = 0.0) -> Run:
    async with open_office(job.url, telephony) as office:
        return await call_again(job, partial(office.play, played))


def events_of_a_call(url: str) -> int:
    """The number of events of the first call in the log at ``url``."""
    with open_store(url) as store:
        calls = [e.stream for _, e in store.read_log(0, FIRST) if isinstance(e, CallEvent)]
    return calls.count(calls[0])
