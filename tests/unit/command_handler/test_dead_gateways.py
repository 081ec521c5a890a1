"""Fault 46: a gateway dies with calls in every state; they end, and nothing is left to do."""

import asyncio

import pytest

from hookflash import (
    Ended,
    LegStatus,
    Recording,
    TextStatus,
)
from hookflash.domain.call.conversation import CallState
from hookflash.domain.call.effects import open_effects
from hookflash.domain.call.timers import pending_timers
from hookflash.domain.event import Actor
from hookflash.testing import in_virtual_time
from tests.unit.command_handler.shift import LIVE, OUTCOMES, Death, die, in_state, shift


@pytest.mark.parametrize("death", ["gateway_lost", "gone"])
@pytest.mark.parametrize("state", LIVE)
def test_a_call_whose_gateway_died_ends_in_every_state(state: CallState, death: Death) -> None:
    """Once; phones are released, nothing is hung up, and nothing is left to wait for."""

    @in_virtual_time
    async def scene() -> None:
        async with shift() as at:
            call = await in_state(at, state)
            await die(at, call, death)
            assert (await at.end(call)).by == Actor.PROVIDER
            assert "hang_up" not in at.line.told
            ended = await at.call(call)
            assert not open_effects(ended)
            assert not pending_timers(ended)
            for transfer in ended.transfers.values():
                assert transfer.outcome == OUTCOMES[state]
                rung = {leg.status for leg in transfer.legs.values() if leg.status != "answered"}
                assert rung <= {"stopped"}
            await die(at, call, death)
            await at.center.report(call, Ended())
            assert (await at.kinds(call)).count("CallEnded") == 1

    scene()


@pytest.mark.parametrize("death", ["gateway_lost", "gone"])
def test_reports_that_come_after_the_death_are_recorded(death: Death) -> None:
    """A phone that is answered is released; a recording comes from another service."""

    @in_virtual_time
    async def scene() -> None:
        async with shift() as at:
            call = await in_state(at, "transferring")
            await die(at, call, death)
            known = await at.call(call)
            leg = next(iter(next(iter(known.transfers.values())).legs))
            before = len(await at.kinds(call))
            await at.center.report(call, LegStatus(leg=leg, status="answered"))
            assert (await at.kinds(call))[before] == "RecipientReleased"
        async with shift() as at:
            call = await in_state(at, "voicemail_fallback")
            await die(at, call, death)
            voicemail = (await at.call(call)).voicemail
            assert voicemail is not None
            report = Recording(effect_key=voicemail.effect_key, recording="r", seconds=3.0)
            await at.center.report(call, report)
            assert (await at.kinds(call))[-1] == "VoicemailRecorded"

    scene()


def test_phones_that_cannot_be_released_are_recorded_and_tried_again() -> None:
    """The call has ended, and stays open until they are."""

    @in_virtual_time
    async def scene() -> None:
        async with shift() as at:
            call = await in_state(at, "transferring")
            at.line.dead = True
            await die(at, call, "gateway_lost")
            assert (await at.call(call)).state == "ended"
            assert await at.phones(call) == {"released"}
            await asyncio.sleep(120)
            assert call in await at.center._runner.open_calls()
            at.line.dead = False
            await at.recovery.sweep()
            await asyncio.sleep(1)
            assert await at.phones(call) == {"stopped"}
            assert call not in await at.center._runner.open_calls()

    scene()


def test_a_text_without_a_receipt_is_settled_after_the_end() -> None:
    """Its carrier is another one."""

    @in_virtual_time
    async def scene() -> None:
        async with shift() as at:
            call = await at.begin("CA1", "Could you text me the link to book?")
            (key,) = (await at.call(call)).texts
            await die(at, call, "gone")
            assert (await at.call(call)).state == "ended"
            await at.center.report(call, TextStatus(effect_key=key, status="delivered"))
            ended = await at.call(call)
            assert ended.texts[key].status == "delivered"
            assert not open_effects(ended)
            assert not pending_timers(ended)

    scene()
