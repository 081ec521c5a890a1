"""A branch office on Twilio: a stand-in, a balancer, and two places for ``hookflash serve``."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx

from hookflash import CallCenter
from hookflash.domain.call.call import Call
from hookflash.domain.call.identity import call_id
from hookflash.domain.event import Event
from hookflash.orchestrator.log.store import open_store
from tests.integration.twilio.office import (
    CALLER,
    DOCUMENT,
    HOOKS,
    OFFICE,
    Balancer,
    balancing,
    secrets_of,
)
from tests.rig.dying import Death
from tests.rig.history import calls_in
from tests.rig.process import Slot
from tests.rig.scaled_time import ScaledClock
from tests.rig.twilio.served import ServeSettings, run_serve
from tests.servers.ports import free_ports
from tests.twilio.standin import HOST, StandIn, standing_in

REPEAT = "#rc=3&rp=5xx,ct,rt"
LONGEST = 300.0
"""Seconds that a call may take."""
LATE = 25.0
"""Seconds after a call in which recordings, receipts and transcripts still come."""


@dataclass(frozen=True)
class BranchSettings:
    """How the agent hears, how members accept, what keeps the log, and how a process dies."""

    folder: Path
    log: str
    death: Death | None
    standby: bool = True
    """Whether the second process was started before, and sleeps until the first has died."""
    speech: str = "gather"
    accept: str = "answer"
    speed: float = 8.0


@dataclass
class Branch:
    """A running branch office."""

    settings: BranchSettings
    twilio: StandIn
    balancer: Balancer
    first: Slot
    second: Slot
    ports: tuple[int, int]

    async def play(self, steps: list[dict[str, Any]]) -> str:
        """Let somebody call, start the second process once the first died; returns our id."""
        leg = self.twilio.control.call(CALLER, OFFICE, steps)
        taking_over = asyncio.create_task(self._take_over())
        try:
            async with asyncio.timeout(LONGEST):
                while not leg.over:  # noqa: ASYNC110 - the leg tells of its end to the host only
                    await asyncio.sleep(0.5)
            await asyncio.sleep(LATE)
        finally:
            taking_over.cancel()
        return call_id("harbor-dental", leg.sid)

    async def _take_over(self) -> None:
        while self.first.alive:  # noqa: ASYNC110 - a process tells nobody that it died
            await asyncio.sleep(0.05)
        self.balancer.lead_to(0)
        if self.second.alive:
            self.second.send(signal.SIGCONT)
        else:
            self.second.start()
        await self.up(1)

    async def up(self, number: int) -> None:
        """Wait until a process answers, and lead connections to it."""
        port = self.ports[number]
        async with httpx.AsyncClient(trust_env=False, timeout=LONGEST) as http:
            while True:
                try:
                    await http.get(f"http://{HOST}:{port}/v1/health")
                except httpx.TransportError:
                    await asyncio.sleep(0.2)
                else:
                    self.balancer.lead_to(port)
                    return

    def call(self, call_id: str) -> Call:
        """The call from the log."""
        with open_store(self.settings.log) as store:
            return calls_in(store)[call_id]

    def events(self, call_id: str) -> list[Event]:
        """The events of the call."""
        with open_store(self.settings.log) as store:
            return list(store.read_stream(call_id))


@asynccontextmanager
async def open_branch(settings: BranchSettings) -> AsyncIterator[Branch]:
    """Start everything, and stop everything at the end; nothing may crash in the stand-in."""
    settings.folder.mkdir(parents=True, exist_ok=True)
    begun = time.time()
    async with standing_in(begun=begun) as twilio, balancing() as balancer:
        await _set_up(settings, twilio, balancer, begun)
        ports = free_ports(2)
        options = ServeSettings(
            log=settings.log,
            port=ports[0],
            public_url=f"http://{HOST}:{balancer.port}",
            twilio=twilio.url,
            environment=secrets_of(twilio.world.account),
            speed=settings.speed,
            begun=begun,
            output=settings.folder / "first.log",
            recordings=settings.folder / "recordings",
            death=settings.death,
        )
        after = replace(options, port=ports[1], output=settings.folder / "second.log", death=None)
        slots = Slot(run_serve, options), Slot(run_serve, after)
        branch = Branch(settings, twilio, balancer, *slots, (ports[0], ports[1]))
        try:
            branch.first.start()
            if settings.standby:
                branch.second.start()
                await branch.up(1)
                branch.second.send(signal.SIGSTOP)
            await branch.up(0)
            yield branch
            assert twilio.world.tasks.crashes == []
        finally:
            for slot in slots:
                slot.kill()


async def _set_up(
    settings: BranchSettings, twilio: StandIn, balancer: Balancer, begun: float
) -> None:
    hooks = f"http://{HOST}:{balancer.port}{HOOKS}"
    twilio.control.number(
        OFFICE,
        voice_url=f"{hooks}/voice{REPEAT}",
        sms_url=f"{hooks}/text{REPEAT}",
        status_callback=f"{hooks}/ended{REPEAT}",
    )
    document = settings.folder / "office.yaml"
    document.write_text(
        DOCUMENT.format(
            account=twilio.world.account.sid,
            speech=settings.speech,
            accept=settings.accept,
            more="",
        )
    )
    clock = ScaledClock(settings.speed, begun)
    async with CallCenter.open(settings.log, clock=clock, simulate=False) as center:
        await center.apply(document)
