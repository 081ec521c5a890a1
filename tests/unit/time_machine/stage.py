"""An office whose calls are forked."""

from collections.abc import Sequence
from typing import Final

from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.testing.simulated_office import Office
from hookflash.orchestrator.time_machine.change import Change
from hookflash.orchestrator.time_machine.fork import Fork, Forks

OFFICE: Final = """
workspace: Harbor Dental
members:
  - {name: Dana, phone: "+14155550101"}
  - {name: Lee, phone: "+14155550102"}
inboxes:
  - {name: Scheduling, members: [Dana, Lee]}
numbers:
  - number: "+14155550100"
    registration: approved
    flow:
      - agent: {greeting: Thanks for calling., jobs: [Booking, Reception]}
      - voicemail: {greeting: Please leave a message.}
jobs:
  - {name: Booking, instructions: "Text the link: /Send SMS: https://example.com/book"}
  - {name: Reception, instructions: "If the caller asks for a person, /Transfer call: Scheduling"}
"""


async def fork(office: Office, call: str, change: Change, at: int = 0) -> Fork:
    """The fork of a call of ``office``."""
    return await Forks(office.simulation.store).of(call, change, at)


def kinds(events: Sequence[CallEvent]) -> list[str]:
    """The names of ``events``."""
    return [event.type for event in events]
