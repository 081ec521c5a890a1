"""Every voice platform keeps the contract."""

from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from hookflash.orchestrator.carriers.http_host.telephony import HttpTelephony
from hookflash.orchestrator.ports.telephony import Telephony, TelephonyOffers
from hookflash.orchestrator.system.clock import SystemClock
from hookflash.testing import ReportTo, TelephonyContract, run_virtually
from tests.contract.ports.adapters import SPEED, http_host, simulated_telephony
from tests.rig.scaled_time import run_scaled


class TestSimulator(TelephonyContract):
    """The simulator."""

    @asynccontextmanager
    async def adapter(self, report: ReportTo) -> AsyncIterator[Telephony]:
        """Open it."""
        yield simulated_telephony(report, self.call_id, self.phones)

    def run(self, test: Coroutine[Any, Any, None]) -> None:
        """Run in virtual time."""
        run_virtually(test)


class TestScreeningSimulator(TestSimulator):
    """The simulator, as a carrier that connects phones by itself and asks before it does."""

    @asynccontextmanager
    async def adapter(self, report: ReportTo) -> AsyncIterator[Telephony]:
        """Open it."""
        yield simulated_telephony(report, self.call_id, self.phones, screening=True)


class TestHttpHost(TelephonyContract):
    """A host over HTTP."""

    @asynccontextmanager
    async def adapter(self, report: ReportTo) -> AsyncIterator[Telephony]:
        """Reach a stand-in."""
        async with http_host(report, self.phones) as host:
            yield HttpTelephony(host, SystemClock(), TelephonyOffers(find_call=True))

    def run(self, test: Coroutine[Any, Any, None]) -> None:
        """Run in accelerated time."""
        run_scaled(test, SPEED)
