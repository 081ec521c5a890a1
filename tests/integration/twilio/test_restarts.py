"""A worker is stopped in every state of a call, and another one goes on with it."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from hookflash.domain.call.call import Call
from tests.integration.twilio.office import (
    CALLER,
    DANA,
    SAM,
    Office,
    balancing,
    open_office,
    serving,
)
from tests.rig.skipped_time import run_skipping
from tests.twilio.standin import StandIn, standing_in

pytestmark = pytest.mark.slow

STORY: list[dict[str, Any]] = [
    {"until": "Harbor Dental"},
    {"say": "Can I talk to a person?"},
    {"until": r"connect you\?|transfer you\?|\?", "seconds": 30},
    {"wait": 2},
    {"say": "Yes, please."},
    {"until": r"\?", "seconds": 12},
    {"wait": 1},
    {"say": "Yes, please."},
    {"until": "leave a message", "seconds": 90},
    {"say": "Please call me back."},
    {"wait": 15},
    {"hang_up": True},
]


async def restarted(office: Office, stack: AsyncExitStack, old: AsyncExitStack, log: str) -> None:
    """End one worker, and start another one on the same address."""
    await old.aclose()
    office.center = await stack.enter_async_context(serving(office.twilio, log, office.balancer))


@pytest.mark.parametrize("speech", ["gather", "relay"])
@pytest.mark.parametrize(
    "state", ["conversing", "confirm_transfer", "transferring", "voicemail_fallback"]
)
def test_a_call_goes_on_with_another_worker(tmp_path: Path, state: str, speech: str) -> None:
    """Fault 45: all that the new worker needs is in the log, in URLs, or at Twilio."""
    log = f"sqlite:///{tmp_path / 'log.db'}"

    async def told() -> None:
        async with AsyncExitStack() as stack:
            old = AsyncExitStack()
            office = await old.enter_async_context(
                open_office(
                    tmp_path,
                    speech=speech,
                    accept="answer",
                    log=log,
                    twilio=await stack.enter_async_context(standing_in()),
                    balancer=await stack.enter_async_context(balancing()),
                )
            )
            office.twilio.control.phones({n: {"outcome": "no_answer"} for n in (DANA, SAM)})
            _, call_id = office.called(STORY)
            await office.until(call_id, lambda call: call.state == state)
            await restarted(office, stack, old, log)
            call = await office.over(call_id)
            await asyncio.sleep(5)
            _check(office, call)

    run_skipping(told())


def _check(office: Office, call: Call) -> None:
    assert call.current is not None, [line.text for line in call.lines]
    assert call.current.outcome == "unanswered"
    assert call.voicemail is not None
    assert call.voicemail.status == "recorded"
    heard = office.heard(CALLER)
    assert sum("leave a message" in words for words in heard) == 1
    rung = office.twilio.ledger.read(kind="leg", direction="outbound-dial")
    assert {leg["to"] for leg in rung} == {DANA, SAM}


def test_a_call_that_twilio_does_not_have_any_more_is_interrupted(tmp_path: Path) -> None:
    """Fault 46: it ended while no worker ran, and its callback was lost."""
    log = f"sqlite:///{tmp_path / 'log.db'}"

    async def told() -> None:
        async with AsyncExitStack() as stack:
            twilio: StandIn = await stack.enter_async_context(standing_in())
            old = AsyncExitStack()
            office = await old.enter_async_context(
                open_office(
                    tmp_path,
                    speech="gather",
                    accept="answer",
                    log=log,
                    twilio=twilio,
                    balancer=await stack.enter_async_context(balancing()),
                )
            )
            _, call_id = office.called([{"wait": 300}])
            await office.until(call_id, lambda call: bool(call.lines and not call.speeches))
            await old.aclose()
            for leg in twilio.world.legs.values():
                leg.leave("hangup")
            await asyncio.sleep(30)
            office.center = await stack.enter_async_context(serving(twilio, log, office.balancer))
            call = await office.over(call_id)
            assert "interrupted" in repr(await office.center.events(call_id)), call

    run_skipping(told())
