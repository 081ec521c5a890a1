"""The chart as an SVG picture, for light and dark pages."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final, NamedTuple

from hookflash.domain.call.chart import CallChart
from hookflash.domain.call.drawing.layout import BOX_HEIGHT, HEIGHT, PLACES, TIP, WIDTH, Line, line
from hookflash.domain.call.drawing.path import Path
from hookflash.domain.call.transitions import transition_table

STYLE: Final = """
.hf-chart { --paper: #ffffff; --box: #f8fafc; --edge: #cbd5e1; --ink: #334155; --soft: #64748b;
  --lit: #0d9488; --lit-box: #ecfdf9; --lit-ink: #115e59; --now: #0d9488; --now-ink: #ffffff;
  --glow: #0d948833; max-width: 100%; height: auto;
  font: 500 15px/1.2 ui-sans-serif, system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif }
@media (prefers-color-scheme: dark) {
  .hf-chart { --paper: #0f172a; --box: #1e293b; --edge: #475569; --ink: #cbd5e1; --soft: #94a3b8;
    --lit: #2dd4bf; --lit-box: #134e4a; --lit-ink: #ccfbf1; --now: #2dd4bf; --now-ink: #042f2e;
    --glow: #2dd4bf40 }
}
.hf-chart .paper { fill: var(--paper) }
.hf-chart .line { fill: none; stroke: var(--edge); stroke-width: 1.6; stroke-linecap: round }
.hf-chart .head { fill: var(--edge) }
.hf-chart .taken .line { stroke: var(--lit); stroke-width: 3 }
.hf-chart .taken .head { fill: var(--lit) }
.hf-chart .label { fill: var(--soft); font-size: 13px; paint-order: stroke;
  stroke: var(--paper); stroke-width: 5px; stroke-linejoin: round }
.hf-chart .label.taken { fill: var(--lit); font-weight: 650 }
.hf-chart .box { fill: var(--box); stroke: var(--edge); stroke-width: 1.6 }
.hf-chart .name { fill: var(--ink); text-anchor: middle; dominant-baseline: central }
.hf-chart .visited .box { fill: var(--lit-box); stroke: var(--lit); stroke-width: 2 }
.hf-chart .visited .name { fill: var(--lit-ink) }
.hf-chart .current .box { fill: var(--now); stroke: var(--now) }
.hf-chart .current .name { fill: var(--now-ink); font-weight: 700 }
.hf-chart .glow { fill: none; stroke: var(--glow); stroke-width: 9 }
"""
"""Scoped to one class, so that it does not affect the page around the picture."""


class Edge(NamedTuple):
    """All moves from one state to another, drawn as one line."""

    source: str
    target: str
    triggers: tuple[str, ...]


def svg(path: Path | None = None) -> str:
    """Draw the chart; with a call's ``path``, highlight the path and the current state.

    The result works as a file and inline in HTML. It refers to no font, script or URL. Each state
    and line has ``data-`` attributes for tests and styling.
    """
    edges = _edges()
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    about = f"The statechart of a call, in {_words(path.state)}" if path else "A call's statechart"
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="hf-chart" role="img" {size}>',
            f"<title>{about}</title>",
            f"<style>{STYLE}</style>",
            f'<rect class="paper" width="{WIDTH}" height="{HEIGHT}" rx="18"/>',
            *_start(path),
            *sorted((_line(edge, path) for edge in edges), key=lambda drawn: "taken" in drawn),
            *(_box(state.id, path) for state in CallChart.states),
            *_labels(edges, path),
            "</svg>",
            "",
        )
    )


def _edges() -> tuple[Edge, ...]:
    between: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (source, trigger), target in transition_table().items():
        between[source, target].append(trigger)
    return tuple(Edge(*ends, tuple(triggers)) for ends, triggers in between.items())


def _start(path: Path | None) -> Iterator[str]:
    """The dot where a call starts."""
    taken = " taken" if path else ""
    for state in CallChart.states:
        if state.initial:
            box = PLACES[state.id]
            yield (
                f'<g class="edge{taken}"><circle class="head" cx="{box.left - 24}" cy="{box.y}" '
                f'r="6"/><path class="line" d="M{box.left - 24},{box.y} H{box.left}"/></g>'
            )


def _line(edge: Edge, path: Path | None) -> str:
    run = line(edge.source, edge.target)
    taken = " taken" if any(_count(edge.source, name, path) for name in edge.triggers) else ""
    return (
        f'<g class="edge{taken}" data-from="{edge.source}" data-to="{edge.target}">'
        f'<path class="line" d="{run.d}"/><path class="head" d="{_head(run)}"/></g>'
    )


def _head(run: Line) -> str:
    back = run.x - run.dx * TIP, run.y - run.dy * TIP
    across = run.dy * TIP / 2, run.dx * TIP / 2
    one = f"{back[0] + across[0]},{back[1] + across[1]}"
    other = f"{back[0] - across[0]},{back[1] - across[1]}"
    return f"M{run.x},{run.y} L{one} L{other} Z"


def _box(state: str, path: Path | None) -> str:
    box = PLACES[state]
    place = f'x="{box.left}" y="{box.top}" width="{box.width}" height="{BOX_HEIGHT}" rx="16"'
    lit = "current" if path and state == path.state else ""
    lit = lit or ("visited" if path and state in path.visited else "")
    glow = f'<rect class="glow" {place}/>' if lit == "current" else ""
    return (
        f'<g class="state {lit}" data-state="{state}">{glow}<rect class="box" {place}/>'
        f'<text class="name" x="{box.x}" y="{box.y}">{_words(state)}</text></g>'
    )


def _labels(edges: tuple[Edge, ...], path: Path | None) -> Iterator[str]:
    """One label per trigger; lines that share a route share their labels."""
    counts: dict[tuple[float, float, str, str], int] = defaultdict(int)
    for edge in edges:
        run = line(edge.source, edge.target)
        for row, trigger in enumerate(edge.triggers):
            x, y = run.label[0], run.label[1] + row * 17 * run.stack
            counts[x, y, run.anchor, trigger] += _count(edge.source, trigger, path)
    for (x, y, anchor, trigger), count in counts.items():
        taken = " taken" if count else ""
        times = f" \N{MULTIPLICATION SIGN}{count}" if count > 1 else ""
        yield (
            f'<text class="label{taken}" data-trigger="{trigger}" x="{x}" y="{y}" '
            f'text-anchor="{anchor}">{_words(trigger)}{times}</text>'
        )


def _count(source: str, trigger: str, path: Path | None) -> int:
    moves = path.moves if path else ()
    return sum(move == (source, trigger) for move in moves)


def _words(name: str) -> str:
    return name.replace("_", " ")
