"""Serves a stand-in on loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from tests.twilio import control
from tests.twilio.account import Account
from tests.twilio.control import Control
from tests.twilio.ledger import Ledger
from tests.twilio.rest import app as rest
from tests.twilio.world import World

HOST = "127.0.0.1"
BEGUN = 1_790_000_000.0
"""The time of day at which a stand-in begins, unless told otherwise: Unix time in seconds."""


@dataclass(frozen=True)
class StandIn:
    """A running stand-in: its address, what it holds, and what a test may do with it."""

    url: str
    world: World
    control: Control

    @property
    def ledger(self) -> Ledger:
        """Everything that happened."""
        return self.world.ledger


@asynccontextmanager
async def standing_in(
    account: Account | None = None, *, port: int = 0, begun: float = BEGUN
) -> AsyncIterator[StandIn]:
    """Serve a stand-in for ``account``; time passes at the speed of the event loop."""
    world = World(account or Account(), begun)
    orders = Control(world)
    app = web.Application()
    rest.add_routes(app, world)
    control.add_routes(app, orders)
    runner = web.AppRunner(app, access_log=None, handler_cancellation=False)
    await runner.setup()
    try:
        site = web.TCPSite(runner, HOST, port)
        await site.start()
        world.base = f"http://{HOST}:{runner.addresses[0][1]}"
        yield StandIn(world.base, world, orders)
    finally:
        await world.close()
        await runner.cleanup()
