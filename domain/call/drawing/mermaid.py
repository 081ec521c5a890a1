"""The chart as a Mermaid state diagram."""

from collections.abc import Iterator

from hookflash.domain.call.chart import CallChart
from hookflash.domain.call.drawing.path import Path
from hookflash.domain.call.transitions import transition_table

VISITED = "fill:#ccfbf1,stroke:#0d9488,color:#134e4a"
CURRENT = "fill:#0d9488,stroke:#0f766e,color:#ffffff,stroke-width:3px"
"""Readable on light and dark pages: each box has its own background."""


def mermaid(path: Path | None = None) -> str:
    """Render the chart; with a call's ``path``, colour its states and tick its transitions."""
    return "\n".join([*_chart(path), *(_lit(path) if path else ()), ""])


def _chart(path: Path | None) -> Iterator[str]:
    yield "stateDiagram-v2"
    yield "    direction LR"
    yield from (f"    [*] --> {state.id}" for state in CallChart.states if state.initial)
    for (source, trigger), target in transition_table().items():
        ticked = "✓ " if path and (source, trigger) in path.taken else ""
        yield f"    {source} --> {target}: {ticked}{trigger}"
    yield from (f"    {state.id} --> [*]" for state in CallChart.states if state.final)


def _lit(path: Path) -> Iterator[str]:
    yield f"    classDef visited {VISITED}"
    yield f"    classDef current {CURRENT}"
    passed = [state.id for state in CallChart.states if state.id in path.visited - {path.state}]
    if passed:
        yield f"    class {','.join(passed)} visited"
    yield f"    class {path.state} current"
