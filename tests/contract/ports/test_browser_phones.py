"""The browser phone keeps the contracts, with tabs that are connected over WebSockets."""

from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from hookflash.orchestrator.ports.messaging import Messaging
from hookflash.orchestrator.ports.telephony import Telephony
from hookflash.testing import MessagingContract, PhoneBehaviour, ReportTo, TelephonyContract
from tests.contract.ports.browser_phones import browser_phones
from tests.rig.scaled_time import run_scaled

SPEED = 12.0
OUTSIDE = "+12125550143"


class TestBrowserTelephony(TelephonyContract):
    """Tabs ring, and one of them is an outside number."""

    @asynccontextmanager
    async def adapter(self, report: ReportTo) -> AsyncIterator[Telephony]:
        """Open a tab for the caller and each phone."""
        phones = {**self.phones, OUTSIDE: PhoneBehaviour(does="ignore")}
        async with browser_phones(report, phones) as carrier:
            assert carrier.telephony is not None
            yield carrier.telephony

    def run(self, test: Coroutine[Any, Any, None]) -> None:
        """Run in accelerated time."""
        run_scaled(test, SPEED)


class TestBrowserMessaging(MessagingContract):
    """The caller's tab shows texts."""

    @asynccontextmanager
    async def adapter(self, report: ReportTo) -> AsyncIterator[Messaging]:
        """Open a tab for the caller."""
        async with browser_phones(report) as carrier:
            assert carrier.messaging is not None
            yield carrier.messaging

    def run(self, test: Coroutine[Any, Any, None]) -> None:
        """Run in accelerated time."""
        run_scaled(test, SPEED)
