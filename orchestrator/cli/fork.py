"""``hookflash fork``: shows how a call would have gone under other circumstances."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

from rich.console import Group
from rich.table import Table
from rich.text import Text
from typer import Option

from hookflash.domain.call.events import CallEvent, SpeechAccepted, SpeechHeard
from hookflash.domain.erasure.fixture import NoFixture
from hookflash.orchestrator.cli.changes import JobFile, Phones, Settings, Words, change_of
from hookflash.orchestrator.cli.errors import INVALID, CommandError
from hookflash.orchestrator.cli.lookup import find_call
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db, Json, WhichCall
from hookflash.orchestrator.cli.reading import reading, tell_if_simulated
from hookflash.orchestrator.cli.screen import BAD, FAINT, GOOD, outcome, print_json, safe, stdout
from hookflash.orchestrator.time_machine.change import Change, InvalidFork, NotForkable
from hookflash.orchestrator.time_machine.ending import Ending
from hookflash.orchestrator.time_machine.fork import Fork
from hookflash.orchestrator.time_machine.forking import fork as fork_call
from hookflash.orchestrator.time_machine.forking import fork_as_test
from hookflash.projections.replay.event_text import describe

_UNSEEN = (SpeechAccepted, SpeechHeard)
"""Left out on the screen: playback goes without saying."""

At = Annotated[
    int,
    Option(
        "--at",
        metavar="N",
        help="Fork after event N; without it, the whole call is decided again.",
    ),
]
Say = Annotated[
    list[str] | None,
    Option(
        "--say",
        metavar="WORDS",
        help="What the caller says after the fork, in place of what they did. Repeatable.",
    ),
]
Press = Annotated[str, Option("--press", metavar="KEYS", help="Keys pressed after that.")]


def fork(  # noqa: PLR0913 - one parameter an option
    call: WhichCall,
    *,
    at: At = 0,
    settings: Settings = None,
    job: JobFile = None,
    phones: Phones = None,
    say: Say = None,
    press: Press = "",
    hang_up: Annotated[bool, Option("--hang-up", help="The caller hangs up at last.")] = False,
    test: Annotated[
        Path | None,
        Option("--test", metavar="FILE", help="Write the branch as a test that fails."),
    ] = None,
    words: Words = False,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Show how a call would have gone under other circumstances.

    Providers and phones do what they did; nothing is sent, and nothing is written to the log.
    Where the recording cannot tell what people would have done, the branch says so, and ends.
    """
    caller = {"say": tuple(say or ()), "press": press, "hang_up": hang_up}
    change = change_of(settings, job, phones, **caller)
    with reading(db) as reader:
        tell_if_simulated(reader, as_json=as_json)
        found = find_call(reader, call).call
    try:
        forked = fork_call(db, found, change, at)
        if test is not None:
            _write(test, fork_as_test(db, forked, change, words=words))
    except (InvalidFork, NotForkable, NoFixture) as error:
        raise CommandError(str(error), INVALID) from error
    if as_json:
        print_json(forked)
    else:
        _show(forked, change)


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"--test {file}: {error.strerror}.", INVALID) from error


def _show(forked: Fork, change: Change) -> None:
    screen = stdout()
    if forked.difference is None:
        asked = "The caller" if change.caller_acts else "The change"
        screen.print(f"{asked} makes no difference: the call goes as it went.")
        return
    screen.print(_side_by_side(forked, wide=screen.width >= _WIDE))
    for note in forked.branch.notes:
        screen.print(safe(f"From {note.position} on: {note.text}.", FAINT), soft_wrap=True)
    if forked.branch.undecidable:
        why = forked.branch.undecidable
        screen.print(safe(f"Undecidable from here: {why}.", BAD), soft_wrap=True)
    screen.print()
    screen.print(_endings(forked))


_WIDE = 100
"""From this many columns on, both sides have times."""


def _side_by_side(forked: Fork, *, wide: bool) -> Table:
    """The recorded call and its branch from where they part, with two lines in common before."""
    parted = forked.difference.position if forked.difference else 1
    was, instead = _shown(forked.recorded), _shown(forked.branch.events)
    common = [one for one in was if one.position < parted][-2:]
    first = common[0].position if common else parted
    left = [one for one in was if one.position >= first]
    right = [one for one in instead if one.position >= first]
    begun = forked.recorded[0].at
    table = Table(box=None, expand=True, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    for heading in ("As it was", "As it would have been"):
        table.add_column("", justify="right", style=FAINT, no_wrap=True)
        table.add_column(heading, ratio=1)
    for row in range(max(len(left), len(right))):
        style = FAINT if row < len(common) else ""
        table.add_row(
            *_cells(left, row, begun, wide=wide, style=style),
            *_cells(right, row, begun, wide=wide, style=style),
        )
    return table


def _shown(events: Sequence[CallEvent]) -> list[CallEvent]:
    return [one for one in events if not isinstance(one, _UNSEEN)]


def _cells(
    events: Sequence[CallEvent], row: int, begun: datetime, *, wide: bool, style: str
) -> tuple[str, Text]:
    """The place and the words of one event; empty if there are fewer events."""
    if row >= len(events):
        return "", Text("")
    event = events[row]
    time = f"{(event.at - begun).total_seconds():7.1f} s" if wide else ""
    return f"{event.position}{time}", safe(describe(event), style)


def _endings(forked: Fork) -> Group:
    ends = "Ends otherwise" if forked.ends_otherwise else "Ends alike"
    style = BAD if forked.ends_otherwise else GOOD
    table = Table.grid(padding=(0, 2, 0, 0))
    for name, one in (("was", forked.was), ("would be", forked.would_be)):
        table.add_row(safe(name, FAINT), outcome(one.outcome), safe(_came_of(one)))
    return Group(Text(ends, f"bold {style}"), table)


def _came_of(ending: Ending) -> str:
    left = (f"voicemail {ending.voicemail}",) if ending.voicemail else ()
    return "; ".join((*ending.texts, *ending.transfers, *left))
