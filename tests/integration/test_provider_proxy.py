"""A proxy between Hookflash and the provider drops, delays and repeats messages both ways."""

import asyncio
from pathlib import Path

import httpx
import pytest

from hookflash.domain.call.effects import open_effects
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.telemetry.logs import configure_logs
from tests.rig.agent import OFFICE
from tests.rig.between import PASSING, Between
from tests.rig.callers import Acknowledged, Caller, Switchboard
from tests.rig.checks import CHECKS, aftermath
from tests.rig.history import calls_in, unsettled
from tests.rig.phones import Drawn
from tests.rig.plan import SeededPlan
from tests.rig.provider import LATE
from tests.rig.scaled_time import run_scaled
from tests.rig.standin import StandIn
from tests.rig.texting import Promise
from tests.rig.together import Together, together

pytestmark = pytest.mark.slow

SPEED = 15.0
CALLS = 40
AT_A_TIME = 20
LONGEST = 1_200.0
"""Seconds after the last call by which every action is settled or flagged."""
ONCE = ("rings", "hand-overs", "voicemails")
"""Requested only once: the proxy never claims that a request was not processed."""


@pytest.mark.parametrize("promise", ["native", "query"])
def test_nothing_is_lost_or_done_twice_behind_a_bad_proxy(promise: Promise, tmp_path: Path) -> None:
    """Faults 5-7, 13-15, 18: every check of the crash rig holds, and no request is repeated."""
    configure_logs()  # as text: rich tracebacks take longer to draw than a call lasts
    log, ledger = f"sqlite:///{tmp_path / 'log.db'}", tmp_path / "ledger"
    settings = StandIn(ledger, promise=promise, phones=Drawn("proxy"), keeps_keys=True)

    async def main() -> tuple[Acknowledged, Between, Between]:
        async with together(settings, log, SeededPlan("proxy", PASSING)) as there:
            await there.center.apply(OFFICE)
            acknowledged = await hold_calls(there)
            await asyncio.sleep(LATE)
            await settled(log)
            outward, inward = there.proxies
            return acknowledged, outward, inward

    acknowledged, outward, inward = run_scaled(main(), SPEED)
    assert {"lost", "late", "answer_lost", "repeated", "delayed"} <= outward.befell.keys()
    assert {"lost", "late", "answer_lost", "repeated", "delayed"} <= inward.befell.keys()
    once = ONCE if promise == "native" else (*ONCE, "texts")
    assert [ask for ask, times in outward.asked.items() if ask[0] in once and times > 1] == []
    with open_store(log) as store:
        left = aftermath(log, store, ledger, acknowledged)
        assert [wrong for check in CHECKS for wrong in check(left)] == []


async def hold_calls(there: Together) -> Acknowledged:
    """Play ``CALLS`` calls, ``AT_A_TIME`` in parallel."""
    async with httpx.AsyncClient(trust_env=False) as client:
        switchboard = Switchboard([there.address], client)
        turn = asyncio.Semaphore(AT_A_TIME)

        async def call(number: int) -> None:
            async with turn:
                await Caller(switchboard, f"proxy-{number}").call()

        async with asyncio.TaskGroup() as calls:
            for number in range(CALLS):
                calls.create_task(call(number))
        return switchboard.acknowledged


async def settled(log: str) -> None:
    """Wait until every action is settled or flagged; fails after ``LONGEST``."""
    async with asyncio.timeout(LONGEST):
        while await asyncio.to_thread(left_open, log):  # noqa: ASYNC110 - nothing notifies us
            await asyncio.sleep(SPEED)


def left_open(log: str) -> list[str]:
    """The calls with an action that is neither settled nor flagged."""
    with open_store(log) as store:
        calls = calls_in(store).values()
    return [c.call_id for c in calls if c.state != "ended" or open_effects(c) or unsettled(c)]
