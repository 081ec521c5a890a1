"""Rings phones, and lets the far end act once it is connected."""

import asyncio
from contextlib import suppress
from typing import Any

from tests.twilio.leg import HungUp, Leg
from tests.twilio.parties import Phone, Step
from tests.twilio.world import World

REFUSALS = {"busy": "busy", "decline": "busy", "failed": "failed"}


async def live(leg: Leg, steps: tuple[Step, ...]) -> None:
    """Play the script of the far end once the leg is connected."""
    with suppress(HungUp):
        await leg.here(leg.picked_up.wait())
        await leg.here(leg.act(steps))


async def ring(world: World, leg: Leg, timeout: float) -> bool:  # noqa: ASYNC109 - of the ringing
    """Ring the far end for at most ``timeout`` seconds; returns whether it answered."""
    phone = world.phones.next(leg.to)
    world.move(leg, "initiated")
    await asyncio.sleep(0)
    if phone.outcome != "failed" and not leg.gone.done():
        world.move(leg, "ringing")
    try:
        async with asyncio.timeout(timeout):
            await leg.here(_decision(phone))
    except HungUp:
        return False
    except TimeoutError:
        leg.leave("no-answer")
        return False
    if phone.outcome in REFUSALS:
        leg.leave(REFUSALS[phone.outcome])
        return False
    answer(world, leg, phone)
    return True


async def _decision(phone: Phone) -> None:
    if phone.outcome == "no_answer":
        await asyncio.get_running_loop().create_future()
    await asyncio.sleep(phone.ring)


def answer(world: World, leg: Leg, phone: Phone) -> None:
    """The far end answers, and plays its script."""
    leg.answered_by = "machine_start" if phone.outcome == "voicemail" else "human"
    world.move(leg, "in-progress")
    world.tasks.start(live(leg, phone.acts()))


async def end_with(leg: Leg, program: "asyncio.Task[Any]") -> None:
    """End ``leg`` with ``program``, unless it performs something else by then."""
    await asyncio.wait({program})
    if leg.program is program:
        leg.leave("completed")
