"""Runs once, before workers are forked, everything that is slow the first time."""

import asyncio

import httpx

from hookflash.orchestrator.call_center import CallCenter
from tests.rig.agent import OFFICE, LiteralAgent


async def _take_a_call() -> None:
    async with httpx.AsyncClient(), CallCenter.open("sqlite://", agent=LiteralAgent()) as center:
        await center.apply(OFFICE)
        call = await center.receive_call(to="+14155550100", from_="+14155550123")
        await center.answer(call)
        await center.end(call)


asyncio.run(_take_a_call())
