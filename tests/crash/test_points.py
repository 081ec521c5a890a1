"""A worker dies at one exact point of the effect protocol, and another one resumes the call.

The points (docs/explanation/effects.md): before the attempt is recorded, after it, after the
provider took the request, after its answer is recorded.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from hookflash.domain.call.call import Call
from hookflash.orchestrator.carriers.simulator.behaviour import PhoneBehaviour
from tests.rig.dying import Death
from tests.rig.phones import Alike
from tests.rig.plan import ListedPlan
from tests.rig.rig import RigSettings, running_rig
from tests.rig.scaled_time import run_scaled
from tests.rig.single import SingleCall

SPEED = 8.0
RINGING = 2.5
"""Slow enough for a busy machine to resume a call before its phones time out."""
NO_RECEIPTS = ListedPlan({"text.status": ["dropped"] * 10})
"""So that the provider must be searched."""
KNOWN, UNKNOWN = ("accepted", "sent", "delivered"), ("queued", "unknown")
"""The statuses that a text may have; how soon the answer is found does not matter here."""
SILENT_PHONES = Alike(PhoneBehaviour(does="ignore"))

Talk = Callable[[SingleCall], Awaitable[Call]]


def lead(talk: Talk, death: Death, folder: Path, speed: float = SPEED) -> tuple[Call, SingleCall]:
    """Play one call on a worker that dies, beside another one."""
    settings = RigSettings(
        log=f"sqlite:///{folder / 'log.db'}",
        folder=folder,
        workers=2,
        speed=speed,
        plan=NO_RECEIPTS,
        phones=SILENT_PHONES,
        deaths={0: death},
    )

    async def main() -> tuple[Call, SingleCall]:
        async with running_rig(settings) as rig:
            single = SingleCall(rig)
            await single.begin(0)
            await rig.up(1)
            return await talk(single), single

    return run_scaled(main(), speed)


async def ask_for_a_text(single: SingleCall) -> Call:
    """Ask for a text, and wait until its outcome is known or it is flagged."""
    await single.say(0, "Could you text me the link?")

    def known(call: Call) -> bool:
        return any(t.effect in ("accepted", "settled") or t.flagged for t in call.texts.values())

    return await single.until(known)


async def ask_for_a_transfer(single: SingleCall) -> Call:
    """Ask for Dana, agree, and wait for the voicemail after she does not answer."""
    await single.say(0, "I'd like to talk to dana")
    await single.say(0, "yes please")
    return await single.until(lambda call: call.voicemail is not None)


@pytest.mark.parametrize(
    ("death", "taken"),
    [
        (Death("before", "SmsAttempted"), 1),
        (Death("after", "SmsAttempted"), 0),
        (Death("before", "SmsAccepted"), 1),
        (Death("after", "SmsAccepted"), 1),
    ],
    ids=lambda value: f"{value.when} {value.event}" if isinstance(value, Death) else None,
)
def test_a_text_is_sent_once_at_most(death: Death, taken: int, tmp_path: Path) -> None:
    """Faults 1, 2, 3, 4: sent by the next worker, found by a search, or flagged; never twice."""
    call, single = lead(ask_for_a_text, death, tmp_path)
    (text,) = call.texts.values()
    assert len(single.ledger("text")) == taken
    assert text.status in (KNOWN if taken else UNKNOWN)
    assert text.flagged == (not taken)


@pytest.mark.parametrize(
    ("death", "rung"),
    [
        (Death("before", "TransferAttempted"), {0, 1}),  # none if resumed after the ring timeout
        (Death("after", "TransferAttempted"), {0}),
        (Death("before", "TransferAccepted"), {1}),
        (Death("after", "TransferAccepted"), {1}),
    ],
    ids=lambda value: f"{value.when} {value.event}" if isinstance(value, Death) else None,
)
def test_a_phone_is_rung_once_at_most(death: Death, rung: set[int], tmp_path: Path) -> None:
    """Faults 1, 2, 3, 4: the caller gets to voicemail in the end, and no phone rings twice."""
    call, single = lead(ask_for_a_transfer, death, tmp_path, RINGING)
    (transfer,) = call.transfers.values()
    assert transfer.outcome == "unanswered"
    assert len(single.ledger("rung")) in rung
