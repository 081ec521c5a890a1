"""The outside that the contracts are held to: the simulator, and a host reached over HTTP."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from hookflash.domain.call.effects import RingPhones, SendText
from hookflash.domain.call.events.transfers import Leg
from hookflash.orchestrator.carriers.http_host.host import Host
from hookflash.orchestrator.carriers.http_host.messaging import HttpMessaging
from hookflash.orchestrator.carriers.http_host.telephony import HttpTelephony
from hookflash.orchestrator.carriers.simulator.behaviour import Behaviour, PhoneBehaviour
from hookflash.orchestrator.carriers.simulator.messaging import SimulatedMessaging
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.ports.messaging import Messaging, Offers
from hookflash.orchestrator.ports.reports import Report
from hookflash.orchestrator.ports.telephony import Telephony
from hookflash.orchestrator.system.clock import SystemClock
from hookflash.orchestrator.system.ids import RandomIds
from tests.rig.scaled_time import run_scaled
from tests.rig.standin import SECRET, StandIn, standing_in

SPEED = 40.0
CALL = "harbor.call.0123456789abcdef"
PHONES = {
    "Dana": PhoneBehaviour(does="answer", after=4),
    "Lee": PhoneBehaviour(does="ignore"),
    "Kim": PhoneBehaviour(does="busy"),
}
"""What each phone does."""

Check = Callable[["Reached"], Coroutine[Any, Any, None]]


@dataclass
class Reached:
    """The outside by its ports, and what it has reported: of what, and its status."""

    messaging: Messaging
    telephony: Telephony
    told: list[tuple[str, str]] = field(default_factory=list)


@asynccontextmanager
async def simulator(_: Path) -> AsyncIterator[Reached]:
    """The simulator."""
    clock = SystemClock()
    messaging, telephony = SimulatedMessaging(clock), SimulatedTelephony(clock)
    reached = Reached(messaging, telephony)

    async def tell(_: str, report: Report) -> None:
        said = report.model_dump()
        about = said.get("leg") or said.get("effect_key", "call")
        reached.told.append((about, said.get("status", "ended")))

    messaging.tell = telephony.tell = tell
    telephony.behave(CALL, Behaviour(phones=PHONES))
    yield reached


@asynccontextmanager
async def http_host(folder: Path) -> AsyncIterator[Reached]:
    """A stand-in for a host, over HTTP."""
    told: list[tuple[str, str]] = []

    def tell(kind: str, data: dict[str, Any]) -> None:
        if kind != "call.ended":
            told.append((data.get("leg") or data["effect_key"], data.get("status", "recorded")))

    settings = StandIn(folder / "ledger", promise="native", phones=lambda leg: PHONES[leg.who])
    clock = SystemClock()
    async with (
        standing_in(settings, tell=tell) as url,
        Host(url, SECRET, clock, RandomIds()) as host,
    ):
        offers = Offers(idempotent_seconds=60)
        yield Reached(HttpMessaging(host, clock, offers), HttpTelephony(host, clock), told)


@pytest.fixture(params=[simulator, http_host])
def hold(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Check], None]:
    """Holds a check to one outside, in accelerated time."""
    reach: Callable[[Path], AbstractAsyncContextManager[Reached]] = request.param

    async def main(check: Check) -> None:
        async with reach(tmp_path) as reached:
            await check(reached)

    return lambda check: run_scaled(main(check), SPEED)


def text(key: str, body: str = "https://example.com/book") -> SendText:
    """A text under ``key``."""
    return SendText(
        call_id=CALL,
        effect_key=key,
        attempt=1,
        recipient="+14155550123",
        sender="+14155550100",
        body=body,
    )


def transfer(key: str, *who: str) -> RingPhones:
    """A transfer that rings members' phones."""
    legs = [
        Leg(leg=f"{key}.{n}", who=name, phone=f"+1415555017{n}")
        for n, name in enumerate(who, start=1)
    ]
    return RingPhones(
        call_id=CALL,
        effect_key=key,
        attempt=1,
        caller_id="+14155550123",
        number="+14155550100",
        legs=tuple(legs),
        ring_seconds=30,
    )
