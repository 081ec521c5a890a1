"""Workers and a stand-in in separate processes under load; some are killed, some paused."""

import asyncio
import signal
import time
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from secrets import token_bytes

import httpx

from hookflash.domain.call.effects import open_effects
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.log.store import open_store
from tests.rig.agent import OFFICE
from tests.rig.callers import Caller, Switchboard
from tests.rig.dying import Death
from tests.rig.history import calls_in, unsettled
from tests.rig.phones import Behave, Drawn
from tests.rig.plan import Plan, SeededPlan
from tests.rig.process import Slot
from tests.rig.provider import LATE
from tests.rig.scaled_time import ScaledClock
from tests.rig.standin import StandIn, run_stand_in
from tests.rig.texting import Promise
from tests.rig.worker import WorkerSettings, run_worker
from tests.servers.ports import free_ports

QUIET = 1_800.0
"""Seconds after the last call until everything is settled or flagged, at most."""
PAUSED, AT_WORK = 0.1, 0.9
"""The share of pauses among disturbances, and of kills that hit a busy worker."""
DRAIN = 60.0
"""Real seconds that a worker may take to stop after SIGTERM."""


@dataclass(frozen=True)
class RigSettings:
    """The settings of a run."""

    log: str
    folder: Path
    seed: str = "1"
    workers: int = 3
    callers: int = 24
    speed: float = 10.0
    promise: Promise = "query"
    plan: Plan | None = None
    phones: Behave | None = None
    deaths: Mapping[int, Death] = field(default_factory=dict)
    """Workers that die at an exact point, by number; only once, not after a restart."""


@dataclass
class Rig:
    """A running rig; the time of its loop is scaled like that of every process."""

    settings: RigSettings
    workers: list[Slot]
    addresses: list[str]
    client: httpx.AsyncClient
    switchboard: Switchboard
    kills: int = 0
    pauses: int = 0
    calls: set[str] = field(default_factory=set)
    _calling: bool = True
    _number: int = 0

    @property
    def ledger(self) -> Path:
        """The stand-in's ledger file."""
        return self.settings.folder / "ledger.jsonl"

    async def keep_calling(self) -> None:
        """Keep this many callers calling until :meth:`stop_calling`."""
        async with asyncio.TaskGroup() as callers:
            for _ in range(self.settings.callers):
                callers.create_task(self._call_again_and_again())

    def stop_calling(self) -> None:
        """Begin no new calls."""
        self._calling = False

    async def call(self, number: int) -> str:
        """Play one call to its end."""
        call = await Caller(self.switchboard, f"{self.settings.seed}-{number}").call()
        self.calls.add(call)
        return call

    async def really_sleep(self, seconds: float) -> None:
        """Sleep in unscaled seconds."""
        await asyncio.sleep(seconds * self.settings.speed)

    async def kill(self, kills: int, told: Callable[[int], None] = lambda _: None) -> None:
        """Kill workers at random moments and restart them; sometimes pause one instead."""
        draw = Random(f"kill {self.settings.seed}")  # noqa: S311 - it has to be repeatable
        while self.kills < kills:
            await self.really_sleep(draw.uniform(0.1, 0.7))
            chosen = draw.randrange(len(self.workers))
            worker = self.workers[chosen]
            if draw.random() < PAUSED:
                await self.pause(worker, draw.uniform(0.5, 1.5))
                continue
            if draw.random() < AT_WORK:
                await self.switchboard.served(chosen)
            worker.kill()
            self.start(chosen)
            self.kills += 1
            told(self.kills)

    async def up(self, number: int) -> None:
        """Wait until a worker accepts connections."""
        host, _, port = self.addresses[number].removeprefix("http://").partition(":")
        while True:
            try:
                _, writer = await asyncio.open_connection(host, int(port))
            except OSError:
                await self.really_sleep(0.02)
            else:
                writer.close()
                return

    async def all_at_work(self) -> None:
        """Wait until every worker has done something from now on."""
        for number in range(len(self.workers)):
            self.switchboard.begin(number)
            await self.switchboard.served(number)

    def start(self, number: int) -> None:
        """Start the worker with this number."""
        self.switchboard.begin(number)
        self.workers[number].start()

    async def restart(self, number: int) -> int | None:
        """Stop a worker and start it again; returns its exit code."""
        worker = self.workers[number]
        worker.send(signal.SIGTERM)
        await asyncio.to_thread(worker.join, DRAIN)
        ended = worker.exit_code
        worker.kill()
        self.start(number)
        return ended

    async def pause(self, worker: Slot, seconds: float) -> None:
        """Pause a worker for real seconds."""
        worker.send(signal.SIGSTOP)
        await self.really_sleep(seconds)
        worker.send(signal.SIGCONT)
        self.pauses += 1

    async def until_stopped(self, worker: Slot) -> None:
        """Wait until a worker is stopped by a signal."""
        while not worker.stopped:
            await self.really_sleep(0.02)

    async def settle(self) -> list[str]:
        """Wait until nothing is left to do; returns the calls that stay open too long."""
        await asyncio.sleep(LATE)
        deadline = asyncio.get_running_loop().time() + QUIET
        while open_calls := await asyncio.to_thread(self._open_calls):
            if asyncio.get_running_loop().time() > deadline:
                break
            await self.really_sleep(0.5)
        return open_calls

    async def drain(self) -> list[int | None]:
        """Stop every worker; returns their exit codes."""
        for worker in self.workers:
            worker.send(signal.SIGTERM)
        for worker in self.workers:
            await asyncio.to_thread(worker.join, DRAIN)
        return [worker.exit_code for worker in self.workers]

    def _open_calls(self) -> list[str]:
        with open_store(self.settings.log) as store:
            calls = calls_in(store)
        return [
            call.call_id
            for call in calls.values()
            if call.state != "ended" or open_effects(call) or unsettled(call)
        ]

    async def _call_again_and_again(self) -> None:
        while self._calling:
            self._number += 1
            await self.call(self._number)


@asynccontextmanager
async def running_rig(settings: RigSettings) -> AsyncIterator[Rig]:
    """Start everything, and stop everything at the end."""
    begun = time.time()
    # Unique to this run, so that concurrent runs do not interfere.
    secret = f"whsec_{b64encode(token_bytes()).decode()}"
    clock = ScaledClock(settings.speed, begun)
    async with CallCenter.open(settings.log, clock=clock, simulate=False) as center:
        await center.apply(OFFICE)
    provider_port, *ports = free_ports(settings.workers + 1)
    addresses = [f"http://127.0.0.1:{port}" for port in ports]
    workers = [
        Slot(
            run_worker,
            WorkerSettings(
                log=settings.log,
                provider=f"http://127.0.0.1:{provider_port}",
                secret=secret,
                port=port,
                promise=settings.promise,
                speed=settings.speed,
                begun=begun,
                output=settings.folder / f"worker-{number}.log",
                death=settings.deaths.get(number),
            ),
        )
        for number, port in enumerate(ports)
    ]
    stand_in = StandIn(
        settings.folder / "ledger.jsonl",
        plan=settings.plan or SeededPlan(settings.seed),
        promise=settings.promise,
        secret=secret,
        phones=settings.phones or Drawn(settings.seed),
        plays=True,
    )
    output = settings.folder / "stand-in.log"
    provider = Slot(run_stand_in, stand_in, addresses, provider_port, settings.speed, output)
    slots = [provider, *workers]
    async with httpx.AsyncClient(trust_env=False) as client:
        try:
            for slot in slots:
                slot.start()
            yield Rig(settings, workers, addresses, client, Switchboard(addresses, client))
        except BaseException as error:
            error.add_note(_last_words(settings.folder))
            raise
        finally:
            for slot in slots:
                slot.kill()


def _last_words(folder: Path) -> str:
    """Return the end of each process's output."""
    printed = {path.name: path.read_text().splitlines() for path in sorted(folder.glob("*.log"))}
    return "\n".join(line for name, lines in printed.items() for line in (name, *lines[-20:]))
