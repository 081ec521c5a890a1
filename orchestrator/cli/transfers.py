"""``hookflash transfers``: shows the trail of each transfer."""

from collections.abc import Iterator, Sequence
from itertools import islice
from operator import attrgetter
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from hookflash.orchestrator.cli.lookup import newest_first
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db, Json, OfWorkspace
from hookflash.orchestrator.cli.reading import SyncReader, reading, tell_if_simulated
from hookflash.orchestrator.cli.screen import FAINT, outcome, print_json, safe, stdout
from hookflash.orchestrator.wording import clock, day_and_clock, lasting, plain, short
from hookflash.projections.transfers.queries import Trail

MOST: Final = 10
"""Transfers on the screen; ``--json`` lists all."""
Line = tuple[str, str]


def transfers(*, workspace: OfWorkspace = None, db: Db = DEFAULT_DB, as_json: Json = False) -> None:
    """Show the trail of each transfer, newest first.

    A trail says who asked and why, how the caller agreed, which phones rang, and the outcome.
    """
    with reading(db) as reader:
        tell_if_simulated(reader, as_json=as_json)
        trails = list(islice(_newest(reader, workspace), None if as_json else MOST + 1))
    if as_json:
        print_json(trails)
        return
    screen = stdout()
    for trail in trails[:MOST]:
        _show(screen, trail)
    if len(trails) > MOST:
        screen.print(f"The newest {MOST}; --json lists all.")
    elif not trails:
        screen.print("No transfers yet.")


def _newest(reader: SyncReader, workspace: str | None) -> Iterator[Trail]:
    def page(slug: str, limit: int, before: int | None) -> Sequence[Trail]:
        return reader.ask(reader.center.transfers(slug, limit=limit, before=before))

    return newest_first(reader, workspace, page, attrgetter("log_position"))


def _show(screen: Console, trail: Trail) -> None:
    to = safe(f"to {trail.destination}", "bold")
    shown = outcome(trail.outcome, test=trail.test)
    about = (f"  {day_and_clock(trail.asked_at)}, call {short(trail.call)}", FAINT)
    screen.print(Text.assemble(to, "  ", shown, about))
    table = Table.grid(padding=(0, 2, 0, 0))
    for name, words in _lines(trail):
        table.add_row(safe(f"  {name}", FAINT), safe(words))
    screen.print(table)
    screen.print()


def _lines(trail: Trail) -> Iterator[Line]:
    """The steps of one transfer, in order."""
    after = f" after “{trail.reason}”" if trail.reason else ""
    yield "asked", f"{clock(trail.asked_at)}  by {trail.asked_by}{after}"
    if trail.confirmed_at:
        yield "confirmed", f"{clock(trail.confirmed_at)}  “{trail.confirmed_by}”"
    if trail.agent_left_at:
        yield "agent left", clock(trail.agent_left_at)
    for phone in trail.ringing:
        yield phone.who, f"rang {lasting(phone.seconds)}: {plain(phone.outcome)}"
    if trail.ended_at:
        yield plain(trail.outcome), f"{clock(trail.ended_at)}  {_end(trail)}".rstrip()
    if trail.voicemail and trail.voicemail.status == "recorded":
        message = trail.voicemail
        said = f": “{message.transcript}”" if message.transcript else ""
        yield "message", f"for {message.owner}, {lasting(message.seconds)}{said}"


def _end(trail: Trail) -> str:
    """The details of the outcome: who answered and when, or why it failed."""
    if trail.answered_by:
        return f"{trail.answered_by}, {lasting(trail.seconds_to_answer)} after the yes"
    if trail.declined_by:
        return f"“{trail.declined_by}”"
    return f"{plain(trail.cause)} {trail.code}".strip()
