"""Assembles and serves the stand-in."""

import asyncio
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hookflash.orchestrator.system.clock import SystemClock
from tests.rig.http import address, serve
from tests.rig.ledger import Ledger
from tests.rig.phones import Behave, Drawn, Phones
from tests.rig.plan import ListedPlan, Plan
from tests.rig.process import redirect_output
from tests.rig.provider import Provider
from tests.rig.reporter import Reporter
from tests.rig.scaled_time import run_scaled
from tests.rig.texting import Promise, Tell, Texting

SECRET = "whsec_aG9va2ZsYXNoIHJpZyBzZWNyZXQ="  # noqa: S105 - a test secret
"""Shared by a stand-in and its clients."""


@dataclass(frozen=True)
class StandIn:
    """The settings of a stand-in."""

    ledger: Path
    plan: Plan = field(default_factory=lambda: ListedPlan({}))
    promise: Promise = "query"
    secret: str = SECRET
    phones: Behave = field(default_factory=lambda: Drawn("0"))
    keeps_keys: bool = False
    """Whether the stand-in treats a repeated key as the same request."""
    plays: bool = False
    """Whether the stand-in answers a request to speak only once the words were played."""
    offers: dict[str, Any] | None = None
    """What it answers to ``GET /offers``; None: 404."""


@asynccontextmanager
async def standing_in(
    settings: StandIn, *, tell: Tell | None = None, report_to: Sequence[str] = (), port: int = 0
) -> AsyncIterator[str]:
    """Serve a stand-in; yields its address. It reports to ``addresses`` or to ``tell``."""
    ledger = Ledger(settings.ledger)
    reporter = Reporter(report_to, settings.secret, settings.plan, ledger)
    tell = tell or reporter.tell
    provider = Provider(
        settings.secret,
        settings.plan,
        ledger,
        Texting(settings.promise, ledger, tell),
        Phones(settings.phones, SystemClock(), ledger, tell, plays=settings.plays),
        keeps_keys=settings.keeps_keys,
        offers=settings.offers,
    )
    server = await serve(provider.handle, port)
    try:
        yield address(server)
    finally:
        server.close()
        await reporter.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        ledger.close()


def run_stand_in(
    settings: StandIn, report_to: Sequence[str], port: int, speed: float, output: Path
) -> None:
    """Serve a stand-in until SIGTERM; the process's main function."""
    redirect_output(output)
    run_scaled(_stand_in(settings, report_to, port), speed)


async def _stand_in(settings: StandIn, report_to: Sequence[str], port: int) -> None:
    told_to_stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told_to_stop.set)
    async with standing_in(settings, report_to=report_to, port=port):
        await told_to_stop.wait()
