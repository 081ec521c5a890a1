"""``scripts/demo --twilio``: a whole call over Twilio's HTTP, TwiML and ConversationRelay, offline.

A stand-in plays Twilio, the caller and the members' phones. ``hookflash serve`` runs beside it as
a process of its own. Nothing leaves this machine.
"""

import tempfile
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from hookflash.domain.call import events as e
from hookflash.domain.call.events.call_event import CallEvent
from hookflash.domain.event import Event
from hookflash.projections.replay.event_text import describe
from tests.rig.scaled_time import run_scaled
from tests.rig.twilio.branch import BranchSettings, open_branch
from tests.rig.twilio.killing import DANA_ANSWERS, TALK

SPEED: Final = 5.0
"""How much faster than real time the call passes."""
_UNSEEN: Final = (e.SpeechAccepted, e.SpeechHeard, e.LateReportNoted)
"""Left out: playback, and callbacks that tell nothing new."""
LEGS: Final = """\
  while the agent talks                  after the transfer

  caller ── Twilio ── ConversationRelay  caller ── Twilio ── <Dial> ── Dana
                            │                        │
                     hookflash serve          hookflash serve
                     (the agent hears         (told by callbacks;
                      and speaks)              the agent has left)
"""


async def played(folder: Path) -> tuple[list[dict[str, Any]], list[Event]]:
    """Play the call; returns the carrier's ledger and the events of the log."""
    settings = BranchSettings(
        folder=folder,
        log=f"sqlite:///{folder / 'twilio.db'}",
        death=None,
        standby=False,
        speech="relay",
        speed=SPEED,
    )
    async with open_branch(settings) as branch:
        branch.twilio.control.phones(DANA_ANSWERS)
        call_id = await branch.play(TALK)
        return branch.twilio.ledger.read(), branch.events(call_id)


def main() -> None:
    """Play the call, and show both sides of it."""
    screen = Console()
    with (
        tempfile.TemporaryDirectory() as folder,
        Console(stderr=True).status("Twilio's stand-in and hookflash serve play a call ..."),
    ):
        ledger, events = run_scaled(played(Path(folder)), SPEED)
    screen.print(both_sides(ledger, events))
    screen.print("\nThe legs of the call:\n", style="bold")
    screen.print(LEGS, highlight=False, markup=False)


def both_sides(ledger: list[dict[str, Any]], events: list[Event]) -> Table:
    """What the carrier did beside what the log says, by time."""
    begun = ledger[0]["at"]
    carrier = [(one["at"], _told(one), "") for one in ledger if _told(one)]
    ours = [
        (one.at.timestamp(), "", describe(one))
        for one in events
        if isinstance(one, CallEvent) and not isinstance(one, _UNSEEN)
    ]
    table = Table("s", "Twilio (stand-in)", "Hookflash's log", expand=True)
    for at, left, right in sorted(carrier + ours, key=lambda row: row[0]):
        table.add_row(f"{at - begun:.1f}", left, right)
    return table


def _told(entry: dict[str, Any]) -> str:
    """What an entry of the ledger says; empty if it says nothing new."""
    match entry["kind"]:
        case "said":
            return f"{entry['far']} says “{entry['text']}”"
        case "heard":
            return f"{entry['far']} hears “{entry['text']}”"
        case "text":
            return f"text to {entry['to']}: {entry['body']}"
        case "status":
            return f"leg {entry['far']}: {entry['status']}"
        case "bridged":
            return f"{entry['far']} is bridged with the caller"
        case _:
            return ""


if __name__ == "__main__":
    main()
