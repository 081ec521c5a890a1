"""Fills an empty database with simulated calls, so that console and reports show a history.

``python -m scripts.seed_calls`` plays 200 calls of the last 45 days against the database that
HOOKFLASH_DB names, in virtual time, and keeps their recordings where HOOKFLASH_RECORDINGS says.
They vary the scripts in ``scripts/calls``. A fixed seed decides who calls when and how each call
ends; only the current time differs between two runs. If the database already has a call, nothing
happens. A new database is marked as simulated.
"""

import asyncio
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from hookflash import RecordingStore
from hookflash.orchestrator.assembly import open_simulation
from hookflash.orchestrator.carriers.simulator.behaviour import PhoneBehaviour, TextBehaviour
from hookflash.orchestrator.carriers.simulator.script import HangUp, Line, Script
from hookflash.orchestrator.cli.progress import progress
from hookflash.orchestrator.cli.reading import reading
from hookflash.orchestrator.cli.recording_place import open_recordings
from hookflash.orchestrator.simulation.call_script import read_call_script
from hookflash.orchestrator.simulation.virtual_time import run_virtually

CALLS: Final = 200
DAYS: Final = 45
SEED: Final = 39
SCRIPTS: Final = Path(__file__).with_name("calls")
RECENT: Final = (14, 31, 58, 95, 140, 205, 290)
"""Minutes since the newest calls, so that the inbox looks fresh at any time of day."""
OPENS, CLOSES, BUSIEST = 16.0, 24.0, 19.0
"""Office hours of California, in UTC."""
WEEKEND: Final = 0.2
"""Calls on a weekend day, as a share of those on a working day."""
AREAS: Final = ("415", "628", "510", "650", "212", "202")
"""Area codes. Numbers end in 555-0103 to 555-0199: reserved for fiction, and not the office's."""

BOOKING: Final = (
    "Hi, I'd like to book a cleaning",
    "Can I make an appointment for Thursday?",
    "I need an appointment, please",
    "Could you text me the booking link?",
)
PERSON: Final = (
    "Could I talk to somebody?",
    "I need to speak with a person",
    "Can I talk to a human, please?",
    "Let me talk to a person",
)
AGREES: Final = (
    "Sure, go ahead",
    "Yes, please",
    "Yes please, that would be great",
    "Okay, do that",
)
MESSAGES: Final = (
    "Hi, this is Dana. I chipped a tooth. Please call me back this afternoon.",
    "Hello, it's Sam. I have a question about my bill. Thank you.",
    "This is Noor. I'd like to move my appointment to next week, if that works.",
    "Hi, it's Luis. My crown feels loose. Could someone call me?",
    "",
)
AWAY: Final = (
    PhoneBehaviour(does="reject", after=9),
    PhoneBehaviour(does="busy"),
    PhoneBehaviour(does="ignore"),
)
FAILURES: Final = ("fail:30006", "fail:30003", "fail:30007", "undelivered")

Change = Callable[[Script, Random], dict[str, object]]


class Kind(NamedTuple):
    """A kind of call: its script, its relative frequency, and what varies in it."""

    script: str
    weight: int
    change: Change


class Planned(NamedTuple):
    """A call and the time at which it comes in."""

    at: datetime
    script: Script


def _booked(script: Script, random: Random) -> dict[str, object]:
    """A booking only: the caller hangs up once the text has arrived."""
    return {"caller": (Line(say=random.choice(BOOKING)), script.caller[1]), "hang_up": None}


def _answered(script: Script, random: Random) -> dict[str, object]:
    """A member answers, soon or late; the caller may want a text first."""
    wants_text = random.random() < 0.5  # noqa: PLR2004 - as many as not
    talk = (Line(say=random.choice(PERSON)), Line(say=random.choice(AGREES)))
    booking = (Line(say=random.choice(BOOKING)), script.caller[1]) if wants_text else ()
    first, second = random.sample(("Front Desk", "On Call"), 2)
    after = round(random.triangular(3, 25, 7), 1)
    answers = PhoneBehaviour(does="answer", after=after)
    ends = HangUp(after=round(random.uniform(70, 240)))
    phones = {first: answers, second: PhoneBehaviour()}
    return {"caller": (*booking, *talk), "phones": phones, "hang_up": ends}


def _to_voicemail(script: Script, random: Random) -> dict[str, object]:
    """No phone is answered; most callers leave a message."""
    talk = (Line(say=random.choice(PERSON)), Line(say=random.choice(AGREES)))
    phones = {**script.phones, "Front Desk": random.choice(AWAY)}
    return {"caller": talk, "phones": phones, "voicemail": random.choice(MESSAGES)}


def _not_delivered(script: Script, random: Random) -> dict[str, object]:
    """The text fails, for one of several reasons."""
    caller = (Line(say=random.choice(BOOKING)), *script.caller[1:])
    return {"caller": caller, "texts": TextBehaviour(outcome=random.choice(FAILURES))}


def _silent(script: Script, random: Random) -> dict[str, object]:
    """The caller never answers the question before the transfer."""
    return {"caller": (Line(say=random.choice(PERSON)),), "phones": {}, "hang_up": script.hang_up}


def _missed(_script: Script, _random: Random) -> dict[str, object]:
    """The caller hangs up before the agent answers."""
    return {"caller": (), "hang_up": HangUp(after=0.5)}


def _as_written(_script: Script, _random: Random) -> dict[str, object]:
    return {}


KINDS: Final = (
    Kind("1-text-then-person", 34, _booked),
    Kind("1-text-then-person", 26, _answered),
    Kind("2-nobody-answers", 14, _to_voicemail),
    Kind("3-not-delivered", 7, _not_delivered),
    Kind("4-changes-their-mind", 7, _as_written),
    Kind("5-hangs-up-while-it-rings", 4, _as_written),
    Kind("1-text-then-person", 3, _silent),
    Kind("5-hangs-up-while-it-rings", 3, _missed),
    Kind("6-test-call", 2, _as_written),
    Kind("13-small-talk", 5, _as_written),
    Kind("9-outside-number", 2, _as_written),
    Kind("10-silent-caller", 2, _as_written),
    Kind("11-number-withheld", 2, _as_written),
    Kind("12-gives-up", 2, _as_written),
    Kind("7-connection-lost", 1, _as_written),
)


def times(now: datetime, random: Random, calls: int = CALLS, days: int = DAYS) -> list[datetime]:
    """Draw the times of the calls: oldest first, in office hours, the newest just now."""
    newest = [now - timedelta(minutes=minutes) for minutes in RECENT]
    today = newest[-1].replace(hour=0, minute=0, second=0, microsecond=0)
    past = [today - timedelta(days=ago) for ago in range(1, days)]
    weights = [WEEKEND if day.isoweekday() > 5 else 1.0 for day in past]  # noqa: PLR2004 - Friday
    drawn = [
        day + timedelta(hours=random.triangular(OPENS, CLOSES, BUSIEST))
        for day in random.choices(past, weights, k=calls - len(RECENT))
    ]
    return sorted([*drawn, *newest])


def plan(
    scripts: dict[str, Script], now: datetime, calls: int = CALLS, days: int = DAYS
) -> list[Planned]:
    """Draw the calls, by a fixed seed."""
    random = Random(SEED)  # noqa: S311 - repeatable is what it is for
    callers = [f"+1{random.choice(AREAS)}55501{number:02}" for number in range(3, 100)]
    weights = [kind.weight for kind in KINDS]
    planned = []
    for at in times(now, random, calls, days):
        (kind,) = random.choices(KINDS, weights)
        script = scripts[kind.script]
        changes = kind.change(script, random)
        if script.from_ is not None:
            changes["from_"] = random.choice(callers)
        planned.append(Planned(at, script.model_copy(update=changes)))
    return planned


async def play(
    db: str,
    planned: list[Planned],
    played: Callable[[], None],
    recordings: RecordingStore | None = None,
) -> None:
    """Play every call at its time. Run it under virtual time."""
    begin = planned[0].at
    simulation = await open_simulation(db, SEED, begin, recordings)

    async def one(number: int, call: Planned) -> None:
        await asyncio.sleep((call.at - begin).total_seconds())
        await simulation.play(call.script, number)
        played()

    try:
        async with asyncio.TaskGroup() as calls:
            for number, call in enumerate(planned, start=1):
                calls.create_task(one(number, call))
    finally:
        await simulation.close()


def main() -> None:
    """Seed the database, unless it has a call."""
    db = os.environ["HOOKFLASH_DB"]
    with reading(db) as reader:
        if reader.workspaces(None):
            return
        scripts = {
            path.stem: read_call_script(path, reader.workspace_with)
            for path in SCRIPTS.glob("*.yaml")
        }
    planned = plan(scripts, datetime.now(UTC).replace(second=0, microsecond=0))
    with progress(f"Playing {len(planned)} simulated calls of the last {DAYS} days") as step:
        done = 0

        def played() -> None:
            nonlocal done
            done += 1
            step(done, len(planned))

        recordings = open_recordings(os.environ.get("HOOKFLASH_RECORDINGS"), blocking=True)
        run_virtually(play(db, planned, played, recordings))


if __name__ == "__main__":
    main()
