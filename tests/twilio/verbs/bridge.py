"""Two legs that hear each other."""

import asyncio
from typing import Any

from tests.twilio.leg import Key, Leg, Words


async def bridge(caller: Leg, called: Leg, *, limit: float, star: bool) -> None:
    """Connect two legs until one is gone or taken elsewhere, or ``limit`` seconds passed.

    With ``star``, the caller's star key ends it too.
    """
    caller.ledger.write("bridged", call=caller.sid, with_call=called.sid, far=called.far)
    pumps = [
        asyncio.create_task(_pump(caller, called, star=star)),
        asyncio.create_task(_pump(called, caller, star=False)),
    ]
    ends: set[asyncio.Future[Any]] = {*pumps, caller.gone, called.gone}
    if called.program:
        ends.add(called.program)
    try:
        await asyncio.wait(ends, timeout=limit, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for pump in pumps:
            pump.cancel()
        await asyncio.gather(*pumps, return_exceptions=True)
        caller.ledger.write("bridge_ended", call=caller.sid, with_call=called.sid)


async def _pump(speaker: Leg, hearer: Leg, *, star: bool) -> None:
    with speaker.listening() as ear:
        while True:
            match await ear.get():
                case Words(text=text, began=began, final=True):
                    await hearer.hears(text, began)
                case Key(digit="*") if star:
                    return
                case _:
                    pass
