"""``hookflash call``: plays a scripted call in virtual time."""

from collections import Counter
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Annotated, Final

from rich.text import Text
from typer import Argument, Option

from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.carriers.simulator.script import Script
from hookflash.orchestrator.cli.errors import INVALID, CommandError
from hookflash.orchestrator.cli.narration import Narrator
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db, Json, Recordings
from hookflash.orchestrator.cli.progress import progress
from hookflash.orchestrator.cli.reading import reading, tell_if_simulated
from hookflash.orchestrator.cli.recording_place import open_recordings
from hookflash.orchestrator.cli.screen import BAD, FAINT, print_json, safe, stdout
from hookflash.orchestrator.cli.scripted_calls import Run, play
from hookflash.orchestrator.simulation.call_script import read_call_script
from hookflash.orchestrator.wording import counted, lasting, plain, short
from hookflash.projections.calls.outcome import in_words
from hookflash.projections.calls.queries import CallSummary
from hookflash.projections.replay.timeline import replay

_TOLD: Final = (
    "call",
    "test",
    "state",
    "outcome",
    "needs_follow_up",
    "follow_up_reason",
    "promises_flagged",
    "seconds",
)
"""What ``--json`` tells of the call, before its events."""


def call(  # noqa: PLR0913 - one parameter an option
    script: Annotated[Path, Argument(metavar="SCRIPT", help="The call, in YAML.")],
    *,
    seed: Annotated[
        int,
        Option(
            "--seed", metavar="N", help="The seed of all ids: the same seed gives the same log."
        ),
    ] = 0,
    times: Annotated[
        int | None,
        Option("--times", metavar="N", min=1, help="Play the call N times, many at once."),
    ] = None,
    begin: Annotated[
        str | None,
        Option(
            "--begin",
            metavar="TIME",
            help="When it comes in, in UTC, e.g. 2026-03-02T09:30; never before the last call.",
        ),
    ] = None,
    recordings: Recordings = None,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Play the call in SCRIPT in virtual time: minutes pass at once.

    The caller, the phones and the carrier are simulated. Everything else is as on a live call. A
    new database becomes one of simulated calls, for good; a live one is refused.
    """
    with reading(db) as reader:
        plan = read_call_script(script, reader.workspace_with)
    run = Run(seed, times or 1, _time(begin), open_recordings(recordings, blocking=True))
    if times is None:
        _play_once(db, plan, run, as_json=as_json)
    else:
        _play_many(db, plan, run, as_json=as_json)


def _time(written: str | None) -> datetime | None:
    if written is None:
        return None
    try:
        return datetime.strptime(written, "%Y-%m-%dT%H:%M").replace(tzinfo=UTC)
    except ValueError as error:
        raise CommandError(
            f"--begin: “{written}” is not a time; use UTC, e.g. 2026-03-02T09:30.", INVALID
        ) from error


def _play_once(db: str, plan: Script, run: Run, *, as_json: bool) -> None:
    ids: list[str] = []
    play(db, plan, run, ids.append)
    with reading(db) as reader:
        summary = reader.ask(reader.center.call(ids[0]))
        events = reader.ask(reader.center.events(ids[0]))
        tell_if_simulated(reader, as_json=as_json)
    if as_json:
        told = {name: getattr(summary, name) for name in _TOLD}
        print_json({**told, "events": replay(events)})
    else:
        _show(summary, events)


def _show(summary: CallSummary, events: list[CallEvent]) -> None:
    screen = stdout()
    narrator = Narrator(screen, summary.call)
    for event in events:
        narrator.print(event)
    test = "test call, " if summary.test else ""
    outcome = safe(plain(summary.outcome or summary.state), "bold")
    screen.print(Text.assemble("Outcome: ", outcome, f" ({test}{lasting(summary.seconds)})"))
    if summary.needs_follow_up:
        screen.print(safe(f"Follow up: {in_words(summary.follow_up_reason)}", BAD))
    if summary.promises_flagged:
        screen.print(safe(counted(summary.promises_flagged, "broken promise"), BAD))
    screen.print(Text(f"Replay it: hookflash replay {short(summary.call)}", style=FAINT))


def _play_many(db: str, plan: Script, run: Run, *, as_json: bool) -> None:
    played, times = count(1), run.times
    with progress("Playing") as step:
        play(db, plan, run, lambda _: step(next(played), times))
    with reading(db) as reader:
        newest = reader.ask(reader.center.find_calls(limit=times))
        tell_if_simulated(reader, as_json=as_json)
    outcomes = dict(Counter(str(one.outcome) for one in newest).most_common())
    if as_json:
        print_json({"played": times, "outcomes": outcomes})
        return
    screen = stdout()
    screen.print(f"{counted(times, 'call')} played:")
    for outcome, number in outcomes.items():
        screen.print(f"{number:>9,}  {plain(outcome)}")
