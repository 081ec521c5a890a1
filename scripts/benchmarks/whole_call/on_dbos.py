"""The whole call on DBOS: one workflow per call, one step per outside action.

As its documentation recommends: asynchronous workflows, messages by ``send`` and ``recv``, steps
made idempotent by their keys. Its system database syncs every commit. PostgreSQL notifies it; on
SQLite it polls, as often as it may.
"""

import asyncio
from typing import Any, Final
from uuid import uuid4

from dbos import DBOS, DBOSConfig, SetWorkflowID

from scripts.benchmarks.measuring import Run
from scripts.benchmarks.whole_call import story
from scripts.benchmarks.whole_call.callers import call_again
from scripts.benchmarks.whole_call.inbox import CONNECTIONS, Inbox
from scripts.benchmarks.whole_call.job import Job
from scripts.benchmarks.whole_call.line import Lines

POLLING: Final = 0.005
"""Seconds. With the default of one second, every message would wait that long."""
PATIENCE: Final = 60.0
Report = tuple[str, str, str]


class Outside:
    """What steps use: the caller's line, the providers, the inbox's database."""

    lines: Lines
    reports: "asyncio.Queue[Report]"
    inbox: Inbox


def work(job: Job) -> Run:
    """Play calls for some seconds. Runs in a worker process of its own."""
    return asyncio.run(_serve(job))


async def _serve(job: Job) -> Run:
    url = job.url.replace("postgresql://", "postgresql+psycopg://")
    Outside.lines, Outside.reports = Lines(), asyncio.Queue()
    Outside.inbox = Inbox(url.replace("log.db", "inbox.db"))
    config: DBOSConfig = {
        "name": "calls",
        "system_database_url": url,
        "sys_db_pool_size": CONNECTIONS,
        "log_level": "ERROR",
        "notification_listener_polling_interval_sec": POLLING,
    }
    DBOS(config=config)
    DBOS.launch()
    reporting = asyncio.create_task(_report())
    run = await call_again(job, _play)
    reporting.cancel()
    DBOS.destroy()
    Outside.inbox.close()
    return run


async def _play() -> None:
    """Play one call, as the caller."""
    call_id, lines = uuid4().hex, Outside.lines
    with SetWorkflowID(call_id):
        handle = await DBOS.start_workflow_async(phone_call, story.CONTACT)
    await lines.heard(call_id, story.GREETING)
    await DBOS.send_async(call_id, story.ASK_FOR_TEXT, "caller")
    await lines.heard(call_id, story.DID_IT_ARRIVE)
    await DBOS.send_async(call_id, story.GOT_IT, "caller")
    await DBOS.send_async(call_id, story.ASK_FOR_DESK, "caller")
    await lines.heard(call_id, story.MAY_I_TRANSFER)
    await DBOS.send_async(call_id, story.YES, "caller")
    await lines.heard(call_id, "connected")
    await DBOS.send_async(call_id, "hung up", "caller")
    await handle.get_result()
    lines.hang_up(call_id)


@DBOS.workflow()
async def phone_call(contact: str) -> None:
    """Play one call, as the agent's side."""
    entry: dict[str, Any] = {"contact": contact, "text": "", "transfer": ""}
    await say(story.GREETING)
    asked = False
    while (heard := await DBOS.recv_async("caller", PATIENCE)) not in (None, "hung up"):
        if heard == story.ASK_FOR_TEXT:
            await send_text(contact, story.LINK)
            entry["text"] = await DBOS.recv_async("receipt", PATIENCE)
            await say(story.DID_IT_ARRIVE)
        elif heard == story.ASK_FOR_DESK:
            asked = True
            await say(story.MAY_I_TRANSFER)
        elif heard == story.YES and asked:
            await ring(story.DESK_PHONE)
            entry["transfer"] = await DBOS.recv_async("phone", PATIENCE)
            await say("connected")
    await enter(entry)


@DBOS.step()
async def say(text: str) -> None:
    """Say something to the caller."""
    Outside.lines.say(str(DBOS.workflow_id), text)


@DBOS.step()
async def send_text(recipient: str, body: str) -> str:
    """Let the provider send a text, under the ids of workflow and step."""
    key = f"{DBOS.workflow_id}/{DBOS.step_id}/{recipient}/{len(body)}"
    await Outside.reports.put((str(DBOS.workflow_id), "receipt", "delivered"))
    return key


@DBOS.step()
async def ring(phone: str) -> str:
    """Let the provider ring."""
    await Outside.reports.put((str(DBOS.workflow_id), "phone", "answered"))
    return f"{DBOS.workflow_id}/{DBOS.step_id}/{phone}"


@DBOS.step()
async def enter(entry: dict[str, Any]) -> None:
    """Write to the inbox."""
    await Outside.inbox.enter(str(DBOS.workflow_id), entry)


async def _report() -> None:
    """Report as the provider, outside of any workflow."""
    while True:
        call_id, topic, what = await Outside.reports.get()
        await DBOS.send_async(call_id, what, topic)
