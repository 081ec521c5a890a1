"""Leaves a log with a call open in every state, as a worker that is killed does.

``python tests/logs/leave_open_calls.py FILE``, with the tree of some commit on ``PYTHONPATH``. It
uses only what the commits have had in common since ce12b6b.
"""

import asyncio
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from hookflash import CallCenter
from hookflash.domain.call.evolve import fold
from hookflash.orchestrator.ports.reports import LegStatus

NUMBER: Final = "+14155550100"
WANTS_PERSON: Final = "Could I talk to somebody?"
OFFICE: Final = """
workspace: Harbor Dental
members:
  - {name: Front Desk, phone: "+14155550101"}
  - {name: On Call, phone: "+14155550102"}
inboxes:
  - {name: Scheduling, members: [Front Desk, On Call]}
numbers:
  - number: "+14155550100"
    registration: approved
    flow:
      - agent: {greeting: Thanks for calling Harbor Dental., jobs: [Booking, Talk to a person]}
      - voicemail: {greeting: Please leave a message.}
jobs:
  - name: Booking
    instructions: "Let the caller know you'll text the scheduling link now, then \
/Send SMS: https://example.com/book. Confirm they received it."
  - name: Talk to a person
    instructions: "If the caller asks for a person, /Transfer call: Scheduling"
"""


async def call(center: CallCenter, last: int, *words: str) -> str:
    """Have a call come in from the number that ends in ``last``; answer it if ``words`` follow."""
    call_id = await center.receive_call(to=NUMBER, from_=f"+14155550{last}")
    if words:
        await center.answer(call_id)
    for text in words:
        await center.hear(call_id, text)
    return call_id


async def transfer(center: CallCenter, last: int) -> tuple[str, list[str]]:
    """Have a call reach ``transferring``; gives it and its ringing phones."""
    call_id = await call(center, last, WANTS_PERSON, "Yes please")
    (ringing,) = fold(call_id, await center.events(call_id)).transfers.values()
    return call_id, list(ringing.legs)


async def leave(url: str, office: Path) -> None:
    """Leave one call in each state, and never return."""
    async with CallCenter.open(url) as center:
        await center.apply(office)
        await call(center, 301)
        await call(center, 302, "I'd like to book a cleaning")
        await call(center, 303, WANTS_PERSON)
        await transfer(center, 304)
        connected, legs = await transfer(center, 305)
        await center.report(connected, LegStatus(leg=legs[0], status="answered"))
        unanswered, legs = await transfer(center, 306)
        for leg in legs:
            busy = LegStatus(leg=leg, status="unavailable", reason="busy", code="486")
            await center.report(unanswered, busy)
        await asyncio.sleep(1)
        os._exit(0)


def main() -> None:
    """Make the log, then bring what is in its write-ahead log into the file."""
    file = Path(sys.argv[1]).absolute()
    with TemporaryDirectory() as folder:
        office = Path(folder) / "office.yaml"
        office.write_text(OFFICE)
        if os.fork() == 0:
            asyncio.run(leave(f"sqlite:///{file}", office))
        os.wait()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


if __name__ == "__main__":
    main()
