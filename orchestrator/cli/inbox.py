"""``hookflash inbox``: the threads, one per contact and business number."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from sys import maxsize
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from hookflash.orchestrator.cli.lookup import NO_CALLS, newest_first
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db, Json, OfWorkspace
from hookflash.orchestrator.cli.reading import SyncReader, reading, tell_if_simulated
from hookflash.orchestrator.cli.screen import BAD, FAINT, outcome, print_json, safe, stdout
from hookflash.orchestrator.wording import clock, counted, lasting, plain, short
from hookflash.projections.inbox.items import Item, Said
from hookflash.projections.inbox.queries import Thread
from hookflash.projections.replay.event_text import cut_off

MOST_THREADS: Final = 10
MOST_CALLS: Final = 3
"""On the screen, per thread; ``--json`` lists all."""
_ARRIVED: Final = {True: "the caller has it", False: "the caller does not have it"}


def inbox(*, workspace: OfWorkspace = None, db: Db = DEFAULT_DB, as_json: Json = False) -> None:
    """Show the threads: calls, texts, transfers, voicemails."""
    with reading(db) as reader:
        tell_if_simulated(reader, as_json=as_json)
        calls, most = (maxsize, None) if as_json else (MOST_CALLS, MOST_THREADS + 1)
        threads = list(islice(_newest(reader, workspace, calls), most))
    if as_json:
        print_json(threads)
        return
    screen = stdout()
    for thread in threads[:MOST_THREADS]:
        _show(screen, thread)
    if len(threads) > MOST_THREADS:
        screen.print(f"The {MOST_THREADS} newest threads; --json lists all.")
    elif not threads:
        screen.print(NO_CALLS)


def _newest(reader: SyncReader, workspace: str | None, calls: int) -> Iterator[Thread]:
    def page(slug: str, limit: int, before: int | None) -> Sequence[Thread]:
        center = reader.center
        return reader.ask(center.inbox(slug, limit=limit, before=before, calls=calls))

    return newest_first(reader, workspace, page, attrgetter("last_position"))


def _show(screen: Console, thread: Thread) -> None:
    title = safe(f"{thread.contact} with {thread.number}", "bold")
    news = counted(thread.unread, "unread item") if thread.unread else thread.status
    screen.print(title, safe(f"{thread.workspace}, {news}", FAINT))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=8, style=FAINT)
    table.add_column(width=9, no_wrap=True)
    table.add_column()
    for item in thread.items:
        table.add_row(clock(item.at), safe(item.kind, "bold"), _WORDS[item.kind](item))
        for line in item.said:
            who = "Caller" if line.by == "caller" else item.agent
            table.add_row("", safe(who, FAINT), safe(_line(line), FAINT))
    screen.print(table)
    screen.print()


def _call(item: Item) -> Text:
    shown = outcome(item.outcome or item.status, test=item.test, stale=item.stale)
    about = ", ".join(
        filter(None, (f"{item.at:%Y-%m-%d}", lasting(item.seconds), short(item.call)))
    )
    to_do = (f"  {item.explanation}", BAD) if item.needs_follow_up else ""
    return Text.assemble(shown, (f"  {about}", FAINT), to_do)


def _line(said: Said) -> str:
    return f"{said.text}{cut_off(said.unheard)}" or f"pressed {said.digits}"


def _text(item: Item) -> Text:
    why = item.explanation or (_ARRIVED[item.arrived] if item.arrived is not None else "")
    why = why or plain(item.outcome or "")
    body = safe(f"{item.sender}: “{item.body}”  ")
    return Text.assemble(body, outcome(item.status), safe(f"  {why}", FAINT))


def _transfer(item: Item) -> Text:
    after = "" if item.seconds is None else f"  answered after {lasting(item.seconds)}"
    return Text.assemble(safe(f"to {item.recipient}  "), outcome(item.status), (after, FAINT))


def _voicemail(item: Item) -> Text:
    message = f"  {lasting(item.seconds)}: “{item.body}”" if item.body else ""
    return Text.assemble(safe(f"of {item.recipient}  "), outcome(item.status), safe(message))


_WORDS: Final[dict[str, Callable[[Item], Text]]] = {
    "call": _call,
    "text": _text,
    "transfer": _transfer,
    "voicemail": _voicemail,
}
