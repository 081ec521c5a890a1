"""Whole calls on Twilio during which ``hookflash serve`` dies, and what must hold afterwards."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hookflash.domain.call.call import Call
from hookflash.domain.call.events.call_event import CallEvent
from hookflash.domain.event import Event
from tests.integration.twilio.office import DANA, SAM
from tests.rig.dying import Death
from tests.rig.scaled_time import run_scaled
from tests.rig.twilio.branch import BranchSettings, open_branch
from tests.rig.twilio.explained import Entry, unexplained

SPEED = 5.0
AT_ONCE = 4
"""How many calls are played side by side: they mostly wait."""
ASKING: list[dict[str, Any]] = [
    {"until": "Harbor Dental", "seconds": 20},
    {"quiet": 1},
    {"ask": "Could you text me the link to book?", "hears": "text"},
    {"quiet": 3},
    {"ask": "Can I talk to a person?", "hears": r"Front desk\?"},
    {"quiet": 1},
]
MESSAGE: list[dict[str, Any]] = [
    *ASKING,
    {"ask": "Yes, please.", "hears": "leave a message", "times": 6},
    {"wait": 1},
    {"say": "Please call me back."},
    {"wait": 10},
    {"hang_up": True},
]
TALK: list[dict[str, Any]] = [
    *ASKING,
    {"ask": "Yes, please.", "hears": "this is Dana"},
    {"wait": 20},
    {"hang_up": True},
]
NOBODY = {number: {"outcome": "no_answer"} for number in (DANA, SAM)}
DANA_ANSWERS = {
    DANA: {"ring": 4, "steps": [{"say": "Hello, this is Dana."}, {"wait": 12}, {"hang_up": True}]},
    SAM: {"outcome": "no_answer"},
}


@dataclass(frozen=True)
class Case:
    """One call: how the process dies, how the agent hears, and whether Dana answers.

    ``standby``: another process takes over; otherwise one is started after the death.
    """

    death: Death | None
    speech: str
    answered: bool = False
    standby: bool = True

    def __str__(self) -> str:
        what = "answered" if self.answered else "unanswered"
        what += "" if self.standby else "-alone"
        if self.death is None:
            return f"{self.speech}-{what}"
        death = self.death
        return f"{self.speech}-{what}-{death.by.name}-{death.when}-{death.event}-{death.number}"


@dataclass(frozen=True)
class Played:
    """What one case left behind."""

    case: Case
    died: bool
    call: Call
    events: Sequence[Event]
    ledger: Sequence[Entry]

    def wrong(self) -> list[str]:
        """What does not hold."""
        call = self.call
        told = [event for event in self.events if isinstance(event, CallEvent)]
        found = unexplained(self.ledger, told)
        if call.state != "ended":
            found.append(f"the call is {call.state}")
        transfer = call.current
        if transfer is None:
            found.append("there was no transfer")
        elif not self.case.answered:
            found += [] if _recorded(call) else [f"there is no voicemail: {call.voicemail}"]
        elif transfer.outcome != "connected":
            found.append(f"the transfer is {transfer.outcome}")
        return found


async def play(case: Case, folder: Path, log: str = "") -> Played:
    """Play one case."""
    place = folder / str(case)
    place.mkdir(parents=True)
    settings = BranchSettings(
        folder=place,
        log=log or f"sqlite:///{place / 'log.db'}",
        death=case.death,
        standby=case.standby,
        speech=case.speech,
        speed=SPEED,
    )
    async with open_branch(settings) as branch:
        branch.twilio.control.phones(DANA_ANSWERS if case.answered else NOBODY)
        call_id = await branch.play(TALK if case.answered else MESSAGE)
        return Played(
            case,
            not branch.first.alive,
            branch.call(call_id),
            branch.events(call_id),
            branch.twilio.ledger.read(),
        )


def play_all(cases: Sequence[Case], folder: Path, log: str = "") -> list[Played]:
    """Play cases side by side."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(case: Case) -> Played:
        async with turns:
            return await play(case, folder, log)

    async def main() -> list[Played]:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(case)) for case in cases]
        return [task.result() for task in tasks]

    return run_scaled(main(), SPEED)


def _recorded(call: Call) -> bool:
    return call.voicemail is not None and call.voicemail.status == "recorded"
