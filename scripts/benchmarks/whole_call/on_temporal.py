"""The whole call on Temporal: one workflow per call, signals in, activities out.

As its documentation recommends: signals are handled in order, activities have a timeout and are
retried, and many run in parallel. The sandbox is switched off, because it costs time.
"""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import uuid4

from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from scripts.benchmarks.measuring import Run
from scripts.benchmarks.whole_call import story
from scripts.benchmarks.whole_call.callers import call_again
from scripts.benchmarks.whole_call.inbox import Inbox
from scripts.benchmarks.whole_call.job import Job
from scripts.benchmarks.whole_call.line import Lines
from scripts.benchmarks.whole_call.temporal_server import running_temporal

QUEUE: Final = "calls"
PATIENCE: Final = timedelta(seconds=60)
START: Final = 30.0
"""Seconds within which the server must start."""
Report = tuple[str, str, str]


class Activities:
    """The activities, and the provider that reports."""

    def __init__(self, client: Client, inbox: Inbox) -> None:
        self.lines = Lines()
        self.reports: asyncio.Queue[Report] = asyncio.Queue()
        self._client = client
        self._inbox = inbox

    @activity.defn
    async def say(self, text: str) -> None:
        """Say something to the caller."""
        self.lines.say(_call_id(), text)

    @activity.defn
    async def send_text(self, recipient: str, body: str) -> str:
        """Let the provider send a text, under the ids of workflow and activity."""
        await self.reports.put((_call_id(), "receipt", "delivered"))
        return f"{_call_id()}/{activity.info().activity_id}/{recipient}/{len(body)}"

    @activity.defn
    async def ring(self, phone: str) -> str:
        """Let the provider ring."""
        await self.reports.put((_call_id(), "phone", "answered"))
        return f"{_call_id()}/{activity.info().activity_id}/{phone}"

    @activity.defn
    async def enter(self, entry: dict[str, str]) -> None:
        """Write to the inbox."""
        await self._inbox.enter(_call_id(), entry)

    async def report(self) -> None:
        """Report as the provider."""
        while True:
            call_id, kind, what = await self.reports.get()
            await self._client.get_workflow_handle(call_id).signal(kind, what)


def _call_id() -> str:
    return str(activity.info().workflow_id)


@workflow.defn
class PhoneCall:
    """One call, as the agent's side."""

    def __init__(self) -> None:
        self._heard: list[str] = []
        self._entry = {"contact": "", "text": "", "transfer": ""}

    @workflow.signal
    def caller(self, words: str) -> None:
        """Receive the caller's words."""
        self._heard.append(words)

    @workflow.signal
    def receipt(self, status: str) -> None:
        """Receive a status of the text."""
        self._entry["text"] = status

    @workflow.signal
    def phone(self, status: str) -> None:
        """Receive a status of a phone."""
        self._entry["transfer"] = status

    @workflow.run
    async def run(self, contact: str) -> None:
        """Run the whole call."""
        self._entry["contact"] = contact
        await self._do(Activities.say, story.GREETING)
        asked = False
        while (heard := await self._next()) != "hung up":
            if heard == story.ASK_FOR_TEXT:
                await self._do(Activities.send_text, contact, story.LINK)
                await workflow.wait_condition(lambda: self._entry["text"] != "")
                await self._do(Activities.say, story.DID_IT_ARRIVE)
            elif heard == story.ASK_FOR_DESK:
                asked = True
                await self._do(Activities.say, story.MAY_I_TRANSFER)
            elif heard == story.YES and asked:
                await self._do(Activities.ring, story.DESK_PHONE)
                await workflow.wait_condition(lambda: self._entry["transfer"] != "")
                await self._do(Activities.say, "connected")
        await self._do(Activities.enter, self._entry)

    async def _next(self) -> str:
        await workflow.wait_condition(lambda: bool(self._heard))
        return self._heard.pop(0)

    async def _do(self, what: object, *args: object) -> None:
        await workflow.execute_activity(  # type: ignore[call-overload]
            what, args=args, start_to_close_timeout=PATIENCE
        )


def work(job: Job) -> Run:
    """Play calls for some seconds. Runs in a worker process of its own."""
    folder = Path(job.url.removeprefix("sqlite:///")).parent
    with running_temporal(folder / "temporal.db") as address:
        return asyncio.run(_serve(address, folder, job))


async def _serve(address: str, folder: Path, job: Job) -> Run:
    client = await _connect(address)
    inbox = Inbox(f"sqlite:///{folder}/inbox.db")
    activities = Activities(client, inbox)
    worker = Worker(
        client,
        task_queue=QUEUE,
        workflows=[PhoneCall],
        activities=[activities.say, activities.send_text, activities.ring, activities.enter],
        workflow_runner=UnsandboxedWorkflowRunner(),
        max_cached_workflows=1_000,
        max_concurrent_activities=200,
        max_concurrent_workflow_tasks=200,
    )
    async with worker:
        reporting = asyncio.create_task(activities.report())
        run = await call_again(job, lambda: _play(client, activities.lines))
        reporting.cancel()
    inbox.close()
    return run


async def _connect(address: str) -> Client:
    async with asyncio.timeout(START):
        while True:
            try:
                return await Client.connect(address)
            except (RuntimeError, RPCError):
                await asyncio.sleep(0.1)


async def _play(client: Client, lines: Lines) -> None:
    """Play one call, as the caller."""
    call_id = uuid4().hex
    handle = await client.start_workflow(PhoneCall.run, story.CONTACT, id=call_id, task_queue=QUEUE)
    await lines.heard(call_id, story.GREETING)
    await handle.signal(PhoneCall.caller, story.ASK_FOR_TEXT)
    await lines.heard(call_id, story.DID_IT_ARRIVE)
    await handle.signal(PhoneCall.caller, story.GOT_IT)
    await handle.signal(PhoneCall.caller, story.ASK_FOR_DESK)
    await lines.heard(call_id, story.MAY_I_TRANSFER)
    await handle.signal(PhoneCall.caller, story.YES)
    await lines.heard(call_id, "connected")
    await handle.signal(PhoneCall.caller, "hung up")
    await handle.result()
    lines.hang_up(call_id)
