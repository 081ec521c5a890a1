"""Hookflash: load, decide, append through the group-commit writer."""

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import uuid4

from hookflash.domain.call.commands import AnswerCall, Command, HearCaller, ReceiveCall
from hookflash.domain.job.action import Destination, SavedAction, SendSms, TransferCall
from hookflash.orchestrator.log.batch import Append, Outcome
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import Store, open_store
from hookflash.orchestrator.runtime.command_handler import CommandHandler
from scripts.benchmarks.commands.workload import (
    AGENT,
    BOOKING,
    CONTACT,
    GREETING,
    LINES,
    NUMBER,
    SAYING,
    VOICEMAIL,
    Job,
)
from scripts.benchmarks.fleet import all_ready
from scripts.benchmarks.measuring import Run
from scripts.benchmarks.meter import Meter

INBOX = Destination(kind="inbox", name="Scheduling")
ACTIONS = (
    SavedAction(tool="send_sms_1", job="Booking", version=1, action=SendSms(body=BOOKING)),
    SavedAction(
        tool="transfer_call_2", job="Booking", version=1, action=TransferCall(destination=INBOX)
    ),
)


def work(job: Job) -> tuple[Run, list[int]]:
    """Serve callers for some seconds; also returns the number of events in each commit."""
    return asyncio.run(_serve(job))


def prefix(worker: int) -> str:
    """The prefix of the ids of one worker's calls."""
    return f"harbor-dental.call.{worker:02x}"


async def _serve(job: Job) -> tuple[Run, list[int]]:
    store = open_store(job.url)
    sizes = _note_commits(store)
    log = EventLog(store)
    calls = CommandHandler(log)
    await _one_call(calls, f"{prefix(job.worker)}-warm", [])
    sizes.clear()
    latencies: list[float] = []
    all_ready()
    meter, begun = Meter(job.url, alone=job.worker > 0), time.perf_counter()
    callers = (_caller(calls, job, begun + job.seconds, latencies) for _ in range(job.at_once))
    await asyncio.gather(*callers)
    run = Run(time.perf_counter() - begun, latencies, meter.seconds)
    await log.close()
    return run, sizes


def _note_commits(store: Store) -> list[int]:
    sizes: list[int] = []
    commit, commit_now = store.commit, store.commit_now

    def noting(appends: Sequence[Append]) -> list[Outcome]:
        sizes.append(sum(map(len, appends)))
        return commit(appends)

    def noting_now(append: Append) -> Outcome | None:
        outcome = commit_now(append)
        if outcome is not None:
            sizes.append(len(append))
        return outcome

    store.commit = noting  # type: ignore[method-assign]
    store.commit_now = noting_now  # type: ignore[method-assign]
    return sizes


async def _caller(calls: CommandHandler, job: Job, until: float, latencies: list[float]) -> None:
    while time.perf_counter() < until:
        await _one_call(calls, f"{prefix(job.worker)}{uuid4().hex[:14]}", latencies, until)


async def _one_call(
    calls: CommandHandler, call_id: str, latencies: list[float], until: float = float("inf")
) -> None:
    for number in range(LINES + 2):
        begun = time.perf_counter()
        if begun >= until:
            break
        await calls.handle(call_id, lambda _, number=number: _command(call_id, number))  # type: ignore[misc]
        latencies.append(time.perf_counter() - begun)


def _command(call_id: str, number: int) -> Command:
    at = datetime.now(UTC)
    if number == 0:
        return _received(call_id, at)
    if number == 1:
        return AnswerCall(id=f"answer/{call_id}", at=at, agent=AGENT)
    return HearCaller(id=f"hear-{number}", at=at, text=SAYING)


def _received(call_id: str, at: datetime) -> ReceiveCall:
    return ReceiveCall(
        id=f"received/{call_id}",
        at=at,
        call_id=call_id,
        provider_call_id=call_id.rpartition(".")[2],
        contact=CONTACT,
        number=NUMBER,
        agent_name=AGENT,
        greeting=GREETING,
        voicemail_greeting=VOICEMAIL,
        actions=ACTIONS,
        jobs=(("Booking", 1),),
    )
