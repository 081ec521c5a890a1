"""A worker that is stopped for longer than every timer, and wakes up when others have gone on."""

import signal
from pathlib import Path

from hookflash.domain.call.call import Call
from hookflash.orchestrator.adapters.simulator.behaviour import PhoneBehaviour
from tests.rig.dying import Death
from tests.rig.phones import Alike
from tests.rig.rig import Rig, RigSettings, running_rig
from tests.rig.scaled_time import run_scaled
from tests.rig.single import SingleCall

SPEED = 20.0
AWAKE = 10.0
"""Seconds in which a worker that woke up has done whatever it was about to do."""


def settings(folder: Path, stopped: Death) -> RigSettings:
    """Two workers; the first of them is stopped at a point."""
    return RigSettings(
        log=f"sqlite:///{folder / 'log.db'}",
        folder=folder,
        workers=2,
        speed=SPEED,
        phones=Alike(PhoneBehaviour(does="ignore")),
        deaths={0: stopped},
    )


async def wake(rig: Rig) -> None:
    """Have the stopped worker go on, and wait until it has."""
    rig.workers[0].send(signal.SIGCONT)
    await rig.up(0)
    await rig.really_sleep(AWAKE / SPEED)


def test_a_worker_that_wakes_up_does_not_text_again(tmp_path: Path) -> None:
    """FAULTS 20: stopped before its attempt was recorded; its append loses, it does not send."""

    async def main() -> list[dict[str, object]]:
        stopped = Death("before", "SmsAttempted", by=signal.SIGSTOP)
        async with running_rig(settings(tmp_path, stopped)) as rig:
            single = SingleCall(rig)
            await single.begin(0)
            await rig.up(1)
            await single.say_unheard(0, "Could you text me the link?")
            await single.until(lambda call: any(t.provider_id for t in call.texts.values()))
            await wake(rig)
            return single.ledger("text")

    assert len(run_scaled(main(), SPEED)) == 1


def test_a_worker_that_wakes_up_does_not_ring_for_a_caller_who_has_gone(tmp_path: Path) -> None:
    """FAULTS 20: stopped after its attempt was recorded, until others had sent to voicemail."""

    async def main() -> tuple[Call, list[dict[str, object]]]:
        stopped = Death("after", "TransferAttempted", by=signal.SIGSTOP)
        async with running_rig(settings(tmp_path, stopped)) as rig:
            single = SingleCall(rig)
            await single.begin(0)
            await rig.up(1)
            await single.say(0, "I'd like to talk to dana")
            await single.say_unheard(0, "yes please")
            call = await single.until(lambda call: call.voicemail is not None)
            await wake(rig)
            return call, single.ledger("rung")

    call, rung = run_scaled(main(), SPEED)
    assert [transfer.outcome for transfer in call.transfers.values()] == ["unanswered"]
    assert rung == []
