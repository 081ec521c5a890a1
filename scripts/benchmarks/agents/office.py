"""A call center whose host runs the agent, with ports that answer at once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final
from uuid import uuid4

from hookflash import Agent, CallCenter, Desk, HostAgent, Telephony, TelephonyOffers
from scripts.benchmarks.whole_call import story
from scripts.benchmarks.whole_call.instant import InstantMessaging, InstantTelephony

OFFICE: Final = Path(__file__).parent.parent / "whole_call" / "office.yaml"


class Silent(InstantTelephony):
    """Leaves it to the host to play what is said."""

    offers = TelephonyOffers(speaks=False, playback="reports")


@asynccontextmanager
async def opened(
    url: str, telephony: Telephony, agent: Agent | HostAgent
) -> AsyncIterator[CallCenter]:
    """A call center on the log at ``url``; its texts are delivered at once."""
    messaging = InstantMessaging()
    async with CallCenter.open(
        url, telephony=telephony, messaging=messaging, agent=agent
    ) as center:
        messaging.tell = center.report
        await center.apply(OFFICE)
        yield center


async def desk_of(center: CallCenter) -> Desk:
    """The desk of a call that just came in."""
    return await center.desk(to=story.NUMBER, from_=story.CONTACT, provider_call_id=uuid4().hex)
