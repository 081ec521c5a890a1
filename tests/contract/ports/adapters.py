"""The adapters that the contracts are held to: the simulator, and a host reached over HTTP."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from hookflash.orchestrator.carriers.http_host.host import Host
from hookflash.orchestrator.ports.reports import Report
from hookflash.orchestrator.provider_reports.message import read_message
from hookflash.orchestrator.system.clock import SystemClock
from hookflash.orchestrator.system.ids import RandomIds
from hookflash.testing import (
    Behaviour,
    PhoneBehaviour,
    ReportTo,
    SimulatedMessaging,
    SimulatedTelephony,
    VirtualClock,
)
from tests.rig.standin import SECRET, StandIn, standing_in
from tests.rig.texting import Tell

SPEED = 40.0
"""How much faster time runs for the host, whose sockets need real time."""


def simulated_messaging(report: ReportTo) -> SimulatedMessaging:
    """The simulated carrier, in virtual time."""
    messaging = SimulatedMessaging(VirtualClock(asyncio.get_running_loop()))
    messaging.tell = report
    return messaging


def simulated_telephony(
    report: ReportTo,
    call_id: str,
    phones: Mapping[str, PhoneBehaviour],
    *,
    screening: bool = False,
) -> SimulatedTelephony:
    """The simulated voice platform, in virtual time."""
    clock = VirtualClock(asyncio.get_running_loop())
    telephony = SimulatedTelephony(clock, screening=screening)
    telephony.tell, telephony.screen = report, report.phone_answered
    telephony.behave(call_id, Behaviour(phones=dict(phones)))
    return telephony


def passing_on(report: Callable[[str, Report], Awaitable[None]]) -> Tell:
    """Reads what a host tells as Hookflash reads a webhook, and passes it to ``report``."""
    reporting: set[asyncio.Task[None]] = set()

    async def pass_on(kind: str, data: dict[str, Any]) -> None:
        body = httpx.Response(200, json={"type": kind, "data": data}).content
        message = read_message(body, "")
        assert isinstance(message.report, Report)
        await report(message.call_id, message.report)

    def tell(kind: str, data: dict[str, Any]) -> None:
        task = asyncio.create_task(pass_on(kind, data))
        reporting.add(task)
        task.add_done_callback(reporting.discard)

    return tell


@asynccontextmanager
async def http_host(
    report: ReportTo, phones: Mapping[str, PhoneBehaviour] | None = None
) -> AsyncIterator[Host]:
    """A stand-in for a host, over HTTP; ``phones`` by their number."""
    with TemporaryDirectory() as folder:
        settings = StandIn(
            Path(folder) / "ledger",
            promise="native",
            phones=lambda leg: (phones or {})[leg.phone],
        )
        async with (
            standing_in(settings, tell=passing_on(report)) as url,
            Host(url, SECRET, SystemClock(), RandomIds()) as host,
        ):
            yield host
