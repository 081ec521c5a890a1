"""A call center, its provider and the proxies between them, all in one event loop."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.carriers.http_host.host import Host
from hookflash.orchestrator.carriers.http_host.messaging import HttpMessaging
from hookflash.orchestrator.carriers.http_host.telephony import HttpTelephony
from hookflash.orchestrator.system.clock import SystemClock
from hookflash.orchestrator.system.ids import RandomIds
from tests.rig.agent import LiteralAgent
from tests.rig.between import Between
from tests.rig.http import address, serve
from tests.rig.phones import PLAYBACK
from tests.rig.plan import Plan
from tests.rig.standin import SECRET, StandIn, standing_in
from tests.rig.worker import OFFERS, Front
from tests.servers.ports import free_ports


@dataclass(frozen=True)
class Together:
    """A call center that drives a stand-in over HTTP and receives its reports."""

    center: CallCenter
    address: str
    """The URL for callers and reports."""
    proxies: tuple[Between, ...]
    """The proxies for requests and for reports."""


@asynccontextmanager
async def together(
    settings: StandIn, log: str, passing: Plan | None = None
) -> AsyncIterator[Together]:
    """Start everything. With a plan for ``passing``, there is a proxy in each direction."""
    clock = SystemClock()
    (port,) = free_ports(1)
    here = f"http://127.0.0.1:{port}"
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        inward = await enter(_between(here, passing)) if passing else None
        reports = here if inward is None else inward[1]
        url = await enter(standing_in(settings, report_to=[reports]))
        outward = await enter(_between(url, passing)) if passing else None
        host = await enter(Host(outward[1] if outward else url, SECRET, clock, RandomIds()))
        center = await enter(
            CallCenter.open(
                log,
                telephony=HttpTelephony(host, clock, PLAYBACK),
                messaging=HttpMessaging(host, clock, OFFERS[settings.promise]),
                agent=LiteralAgent(),
            )
        )
        server = await serve(Front(center, SECRET).handle, port)
        stack.callback(server.close)
        proxies = tuple(proxy for proxy, _ in filter(None, (outward, inward)))
        yield Together(center, here, proxies)


@asynccontextmanager
async def _between(upstream: str, plan: Plan) -> AsyncIterator[tuple[Between, str]]:
    proxy = Between(upstream, plan)
    server = await serve(proxy.handle)
    try:
        yield proxy, address(server)
    finally:
        server.close()
        await proxy.close()
