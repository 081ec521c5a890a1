"""A worker dies at one exact point of the effect protocol, and another one resumes the call.

The points (docs/explanation/effects.md): before the attempt is recorded, after it, after the
provider took the request, after its answer is recorded.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

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
Played = tuple[Call, SingleCall]


def play_all(
    talk: Talk, deaths: Iterable[Death], folder: Path, speed: float = SPEED
) -> dict[Death, Played]:
    """Play one call per death, all at the same time: they mostly wait for the other worker."""

    async def main() -> dict[Death, Played]:
        async with asyncio.TaskGroup() as group:
            tasks = {
                death: group.create_task(play(talk, rig_for(death, folder / str(number), speed)))
                for number, death in enumerate(deaths)
            }
        return {death: task.result() for death, task in tasks.items()}

    return run_scaled(main(), speed)


def rig_for(death: Death, folder: Path, speed: float) -> RigSettings:
    """Two workers; the first of them dies."""
    folder.mkdir()
    return RigSettings(
        log=f"sqlite:///{folder / 'log.db'}",
        folder=folder,
        workers=2,
        speed=speed,
        plan=NO_RECEIPTS,
        phones=SILENT_PHONES,
        deaths={0: death},
    )


async def play(talk: Talk, settings: RigSettings) -> Played:
    """Play one call on the worker that dies."""
    async with running_rig(settings) as rig:
        single = SingleCall(rig)
        await single.begin(0)
        await rig.up(1)
        return await talk(single), single


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


def test_a_text_is_sent_once_at_most(tmp_path: Path) -> None:
    """Faults 1, 2, 3, 4: sent by the next worker, found by a search, or flagged; never twice."""
    taken = {
        Death("before", "SmsAttempted"): 1,
        Death("after", "SmsAttempted"): 0,
        Death("before", "SmsAccepted"): 1,
        Death("after", "SmsAccepted"): 1,
    }
    played = play_all(ask_for_a_text, taken, tmp_path)
    assert {death: len(single.ledger("text")) for death, (_, single) in played.items()} == taken
    for death, (call, _) in played.items():
        (text,) = call.texts.values()
        assert text.status in (KNOWN if taken[death] else UNKNOWN), death
        assert text.flagged == (not taken[death]), death


def test_a_phone_is_rung_once_at_most(tmp_path: Path) -> None:
    """Faults 1, 2, 3, 4: the caller gets to voicemail in the end, and no phone rings twice."""
    rung = {
        Death("before", "TransferAttempted"): {0, 1},  # none if resumed after the ring timeout
        Death("after", "TransferAttempted"): {0},
        Death("before", "TransferAccepted"): {1},
        Death("after", "TransferAccepted"): {1},
    }
    for death, (call, single) in play_all(ask_for_a_transfer, rung, tmp_path, RINGING).items():
        (transfer,) = call.transfers.values()
        assert transfer.outcome == "unanswered", death
        assert len(single.ledger("rung")) in rung[death], death
