"""A worker dies at one exact point of the effect protocol, and another one resumes the call.

The points (docs/explanation/effects.md): before the attempt is recorded, after it, after the
provider took the request, after its answer is recorded.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

from hookflash.domain.call.call import Call
from hookflash.domain.call.timers import RECEIPT_SECONDS
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
QUESTION = "transfer you to Dana?"
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
        Death("after", "TransferAttempted"): {0, 1},  # one if the request left before the kill came
        Death("before", "TransferAccepted"): {1},
        Death("after", "TransferAccepted"): {1},
    }
    for death, (call, single) in play_all(ask_for_a_transfer, rung, tmp_path, RINGING).items():
        (transfer,) = call.transfers.values()
        assert transfer.outcome == "unanswered", death
        assert len(single.ledger("rung")) in rung[death], death


async def be_asked_while_a_receipt_is_due(single: SingleCall) -> Call:
    """The other worker has sent a text before, so it has a timer for the call."""
    await single.say(1, "Could you text me the link?")
    await single.until(lambda call: any(text.provider_id for text in call.texts.values()))
    return await be_asked_by_the_next_worker(single)


async def be_asked_by_the_next_worker(single: SingleCall) -> Call:
    """Ask for Dana, agree once the other worker has asked, and wait for the voicemail."""
    await single.say_unheard(0, "I'd like to talk to dana")
    await single.until(heard_the_question)
    await single.say(1, "yes please")
    return await single.until(lambda call: call.voicemail is not None)


def heard_the_question(call: Call) -> bool:
    """Whether the caller is known to have heard where the transfer leads."""
    question = call.current.question if call.current else None
    return question is not None and question.heard_at is not None


def seconds_until_heard(call: Call, single: SingleCall) -> float:
    """From the proposal until the caller had heard the question that was answered."""
    proposed = next(event for event in single.events() if event.type == "TransferProposed")
    (transfer,) = call.transfers.values()
    assert transfer.question is not None
    assert transfer.question.heard_at is not None
    return (transfer.question.heard_at - proposed.at).total_seconds()


def is_asked_and_transferred(played: dict[Death, Played], asked: dict[Death, int]) -> None:
    """The question was put so often and in time, and one phone rang."""
    for death, (call, single) in played.items():
        (transfer,) = call.transfers.values()
        assert transfer.outcome == "unanswered", death
        assert len(single.ledger("rung")) == 1, death
        said = [entry["text"] for entry in single.ledger("said")]
        assert len([text for text in said if QUESTION in text]) == asked[death], death
        assert seconds_until_heard(call, single) < RECEIPT_SECONDS[0], death


def test_a_question_that_a_dead_worker_left_is_put_to_the_caller(tmp_path: Path) -> None:
    """Faults 1, 2: decided and not said, or not known to be heard; the caller can still confirm.

    The question is what each worker says second, after the greeting.
    """
    asked = {
        Death("after", "AgentSpoke", number=2): 1,
        Death("after", "SpeechAccepted", number=2): 1,
        Death("before", "SpeechHeard", number=2): 2,  # the dead worker put it to the caller, too
    }
    played = play_all(be_asked_by_the_next_worker, asked, tmp_path, RINGING)
    is_asked_and_transferred(played, asked)


def test_a_question_is_put_by_a_worker_that_has_timers_for_the_call(tmp_path: Path) -> None:
    """Faults 1, 2: a receipt that is due in a minute does not make the caller wait as long."""
    asked = {Death("after", "AgentSpoke", number=2): 1}
    played = play_all(be_asked_while_a_receipt_is_due, asked, tmp_path, RINGING)
    is_asked_and_transferred(played, asked)
