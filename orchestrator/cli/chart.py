"""``hookflash chart``: the states of a call, and the path that one call took."""

from pathlib import Path as File
from typing import Annotated, Any

from rich.table import Table
from rich.text import Text
from typer import Option

from hookflash.domain.call.chart import CallChart
from hookflash.domain.call.drawing import Path, mermaid, path_of, svg
from hookflash.domain.call.transitions import transition_table
from hookflash.orchestrator.cli.errors import INVALID, CommandError
from hookflash.orchestrator.cli.lookup import events_of
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db, Json
from hookflash.orchestrator.cli.reading import reading, tell_if_simulated
from hookflash.orchestrator.cli.screen import FAINT, STYLES, print_json, stdout


def chart(
    *,
    call: Annotated[
        str | None,
        Option(
            "--call",
            metavar="CALL",
            help="Highlight the path of this call; “latest” for the newest.",
        ),
    ] = None,
    svg_file: Annotated[
        File | None, Option("--svg", metavar="FILE", help="Draw it into FILE as SVG.")
    ] = None,
    as_mermaid: Annotated[bool, Option("--mermaid", help="Print it as a mermaid diagram.")] = False,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Show the states of a call and the transitions between them."""
    if sum((svg_file is not None, as_mermaid, as_json)) > 1:
        raise CommandError("--svg, --mermaid and --json cannot be combined.", INVALID)
    path = _path(db, call) if call is not None else None
    if svg_file is not None:
        svg_file.write_text(svg(path), encoding="utf-8")
        stdout().print(f"Drew the chart into {svg_file}.")
    elif as_mermaid:
        stdout().print(mermaid(path), end="", soft_wrap=True)
    elif as_json:
        print_json(_data(path))
    else:
        stdout().print(_table(path))


def _path(db: str, call: str) -> Path:
    with reading(db) as reader:
        tell_if_simulated(reader)
        return path_of(events_of(reader, call))


def _data(path: Path | None) -> dict[str, Any]:
    moves = [
        {"from": source, "trigger": trigger, "to": target}
        for (source, trigger), target in transition_table().items()
    ]
    if path is None:
        return {"moves": moves}
    taken = [{"from": source, "trigger": trigger} for source, trigger in path.moves]
    return {"moves": moves, "path": taken, "state": path.state}


def _table(path: Path | None) -> Table:
    """One block per state with its transitions; those on ``path`` are highlighted and ticked."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for state in CallChart.states:
        moves = [
            (trigger, to)
            for (source, trigger), to in transition_table().items()
            if source == state.id
        ]
        visited = path is None or state.id in path.visited
        name = Text(f"{'●' if path and visited else '○'} {state.id}")
        name.stylize(f"bold {STYLES[state.id]}" if visited else FAINT)
        for trigger, target in moves or [("", "")]:
            table.add_row(name, *_move(state.id, trigger, target, path))
            name = Text()
    return table


def _move(source: str, trigger: str, target: str, path: Path | None) -> tuple[Text, Text]:
    times = path.taken[source, trigger] if path else 0  # type: ignore[index]
    style = "" if path is None or times else FAINT
    ticked = f"  ✓ {times} times" if times > 1 else "  ✓" if times else ""
    arrow = f"→ {target}" if target else ""
    return Text(trigger, style=style), Text.assemble((arrow, style), (ticked, "green"))
