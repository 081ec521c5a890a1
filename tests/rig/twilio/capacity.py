"""Many calls at once on Twilio: what ``hookflash serve`` needs, and whether all went well."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any, Final

import psutil

from hookflash.domain.call.events.call_event import CallEvent
from hookflash.orchestrator.log.store import open_store
from tests.integration.twilio.office import DANA, OFFICE, SAM
from tests.rig.history import all_events
from tests.rig.twilio.branch import Branch, BranchSettings, open_branch
from tests.rig.twilio.explained import unexplained

CALLER_STEPS: Final[list[dict[str, Any]]] = [
    {"until": "Harbor Dental", "seconds": 20},
    {"quiet": 1},
    {"ask": "Could you text me the link to book?", "hears": "text"},
    {"quiet": 2},
    {"ask": "Can I talk to a person?", "hears": r"Front desk\?"},
    {"quiet": 1},
    {"ask": "Yes, please.", "hears": "this is Dana|leave a message", "times": 6},
    {"wait": 2},
    {"say": "Please call me back."},
    {"wait": 6},
    {"hang_up": True},
]
TALKS: Final = {"ring": 3, "steps": [{"say": "Hello, this is Dana."}, {"wait": 12}]}
NO_ANSWER: Final = {"outcome": "no_answer"}
PERCENTILE_99: Final = 98
"""Its index among the 99 cuts of a hundred parts."""
Tell = Callable[[int, int, str], None]
"""Called with the calls that are over, with all calls, and with what goes on."""


@dataclass(frozen=True)
class Load:
    """``bursts`` times ``calls`` that come in at ``rate`` a second; then each burst ends."""

    calls: int = 200
    rate: float = 20.0
    bursts: int = 2
    speech: str = "relay"


@dataclass(frozen=True)
class Burst:
    """What one burst took. Memory is of the whole process, in MiB, CPU in seconds."""

    calls: int
    cpu: float
    highest_memory: float
    memory_after: float


@dataclass(frozen=True)
class Outcome:
    """What all bursts took, and what of the carrier's ledger no event explains."""

    memory_before: float
    bursts: tuple[Burst, ...]
    answers: tuple[float, ...]
    """Seconds until each request for TwiML was answered."""
    entries: int
    """Entries of the ledger."""
    wrong: tuple[str, ...]

    @property
    def median(self) -> float:
        """The median time until TwiML was there, in seconds."""
        return sorted(self.answers)[len(self.answers) // 2]

    @property
    def percentile_99(self) -> float:
        """Its 99th percentile, in seconds."""
        return quantiles(self.answers, n=100)[PERCENTILE_99]


async def carry(load: Load, folder: Path, tell: Tell, *, speed: float = 1.0) -> Outcome:
    """Let the calls come in, and wait until nothing more happens."""
    settings = BranchSettings(
        folder=folder,
        log=f"sqlite:///{folder / 'log.db'}",
        death=None,
        standby=False,
        speech=load.speech,
        speed=speed,
    )
    async with open_branch(settings) as branch:
        branch.twilio.control.phones(_phones(load))
        serve = psutil.Process(branch.first.pid)
        before = _memory(serve)
        bursts = [await _burst(branch, load, serve, number, tell) for number in range(load.bursts)]
        await asyncio.sleep(LATE_SECONDS)
        ledger = branch.twilio.ledger.read()
    with open_store(settings.log) as store:
        events = [event for _, event in all_events(store) if isinstance(event, CallEvent)]
    ended = sum(event.type == "CallEnded" for event in events)
    wrong = [*unexplained(ledger, events)]
    if ended != load.calls * load.bursts:
        wrong.append(f"{ended} of {load.calls * load.bursts} calls ended")
    asked = [one["seconds"] for one in ledger if one["kind"] == "webhook" and one["status"] == OK]
    return Outcome(before, tuple(bursts), tuple(asked), len(ledger), tuple(wrong))


LATE_SECONDS: Final = 20.0
"""In which receipts, recordings and transcripts still come after the last call."""
OK: Final = 200


async def _burst(
    branch: Branch, load: Load, serve: psutil.Process, number: int, tell: Tell
) -> Burst:
    begun = _cpu(serve)
    highest = 0.0
    legs = []
    for one in range(load.calls):
        caller = f"+1415556{number:01}{one:03}"
        legs.append(branch.twilio.control.call(caller, OFFICE, CALLER_STEPS))
        await asyncio.sleep(1 / load.rate)
        highest = max(highest, _memory(serve))
        tell(sum(leg.over for leg in legs), load.calls, f"burst {number + 1}")
    while (over := sum(leg.over for leg in legs)) < load.calls:
        await asyncio.sleep(1)
        highest = max(highest, _memory(serve))
        tell(over, load.calls, f"burst {number + 1}")
    tell(load.calls, load.calls, f"burst {number + 1}")
    await asyncio.sleep(LATE_SECONDS)
    return Burst(load.calls, _cpu(serve) - begun, highest, _memory(serve))


def _phones(load: Load) -> dict[str, Any]:
    """Every second call is answered; the others leave a message."""
    count = load.calls * load.bursts
    return {DANA: list(_turns(count)), SAM: NO_ANSWER}


def _turns(count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        yield TALKS if number % 2 else NO_ANSWER


def _memory(process: psutil.Process) -> float:
    return float(process.memory_info().rss) / 2**20


def _cpu(process: psutil.Process) -> float:
    used = process.cpu_times()
    return float(used.user + used.system)
