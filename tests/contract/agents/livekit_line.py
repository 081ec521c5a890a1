"""A LiveKit telephony at a stand-in, and a call center that notes what it reports."""

from collections.abc import Awaitable, Callable

from hookflash.domain.call.effects import HandOver, RingPhones
from hookflash.domain.call.events.transfers import Leg
from hookflash.livekit import LiveKitTelephony
from hookflash.orchestrator.ports.reports import LegStatus, Report
from hookflash.orchestrator.ports.telephony import Verdict
from hookflash.testing import PhoneBehaviour
from tests.contract.agents.livekit_server import LiveKitServer, livekit_api, livekit_server
from tests.rig.scaled_time import run_scaled

SPEED = 8.0
"""How much faster time runs; the stand-in's sockets need real time."""
ABOUT = {"call_id": "office.call.1", "workspace": "office", "provider_call_id": "room-1"}
DANA, SAM = "+14155550171", "+14155550172"
TRUNK = "ST_trunk"


class Center:
    """Stands for the call center: notes reports, and lets the first phone win."""

    def __init__(self) -> None:
        self.reports: list[Report] = []
        self.winner = ""

    async def report(self, call_id: str, report: Report) -> None:
        """Note it."""
        assert call_id == ABOUT["call_id"]
        self.reports.append(report)

    async def phone_answered(self, call_id: str, leg: str, of: int | None = None) -> Verdict:
        """The first one wins."""
        assert (call_id, bool(of)) == (ABOUT["call_id"], True)
        self.winner = self.winner or leg
        return "bridge" if leg == self.winner else "release"

    def of(self, leg: str) -> list[tuple[str, str, str]]:
        """What was reported of a phone: status, reason and code."""
        return [
            (one.status, one.reason if one.status == "unavailable" else "", one.code)
            for one in self.reports
            if isinstance(one, LegStatus) and one.leg == leg
        ]


Check = Callable[[LiveKitServer, LiveKitTelephony, Center], Awaitable[None]]


def on_livekit(check: Check, **phones: PhoneBehaviour) -> None:
    """Run a check against a stand-in whose room-1 has a caller."""

    async def main() -> None:
        named = {"dana": DANA, "sam": SAM}
        behaviour = {named[name]: phone for name, phone in phones.items()}
        async with livekit_server(behaviour) as server, livekit_api(server.url) as api:
            server.enter("room-1", "caller")
            center = Center()
            telephony = LiveKitTelephony(api, TRUNK)
            telephony.connect(center)
            await check(server, telephony, center)
            await telephony.close()

    run_scaled(main(), SPEED)


def ring(*numbers: str, seconds: int = 5) -> RingPhones:
    """A transfer to some phones."""
    return RingPhones(
        **ABOUT,
        effect_key="key",
        attempt=1,
        caller_id="+14155550199",
        number="+14155550100",
        legs=tuple(
            Leg(leg=f"key.{n}", who="Dana", phone=one, address=f"tel:{one}")
            for n, one in enumerate(numbers, start=1)
        ),
        ring_seconds=seconds,
    )


def hand_over(number: str = DANA) -> HandOver:
    """A transfer to an external number."""
    destination = Leg(leg="key.1", who=number, phone=number, address=f"tel:{number}")
    return HandOver(
        **ABOUT,
        effect_key="key",
        attempt=1,
        caller_id=None,
        number="+14155550100",
        destination=destination,
    )
