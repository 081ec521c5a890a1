"""Draws the timeline of a transfer as SVG that fills the available width.

Horizontal positions are percentages of the width, vertical ones are pixels.
"""

from collections.abc import Iterator
from typing import Final

from markupsafe import Markup

from hookflash.orchestrator.console.markup import joined, tag
from hookflash.orchestrator.console.navigation import address
from hookflash.orchestrator.console.transfer_timeline import (
    Lane,
    Milestone,
    Stretch,
    TransferTimeline,
)
from hookflash.orchestrator.wording import lasting

ROW: Final = 52
"""Height of a lane: its name, and its bar below."""
BAR: Final = 16
LINE: Final = 19
"""Height of a milestone's label."""
LEFT: Final = 1.0
RIGHT: Final = 99.0
ROOM: Final = 1.1
"""The scale extends a little beyond the last event."""
STEPS: Final = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800)
TICKS: Final = 6


def timeline_svg(timeline: TransferTimeline, call: str) -> Markup:
    """Draw the timeline; every bar and label links to the event behind it in Replay."""
    top = LINE * len(timeline.milestones) + 10
    foot = top + ROW * len(timeline.lanes)
    scale = _Scale(max(timeline.seconds, 1.0) * ROOM)
    about = "; ".join(f"{lane.name}: {lane.words}" for lane in timeline.lanes)
    return tag(
        "svg",
        tag("title", f"Timeline of the transfer. {about}"),
        *_ticks(scale, top, foot),
        *(
            _milestone(milestone, row, foot, scale, call)
            for row, milestone in enumerate(timeline.milestones)
        ),
        *(_lane(lane, top + ROW * row, scale, call) for row, lane in enumerate(timeline.lanes)),
        class_="hf-course",
        role="group",
        width="100%",
        height=foot + 26,
    )


class _Scale:
    """Converts seconds to a percentage of the width."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __call__(self, at: float) -> float:
        return LEFT + (RIGHT - LEFT) * min(at / self.seconds, 1.0)


def _ticks(scale: _Scale, top: int, foot: int) -> Iterator[Markup]:
    step = next((one for one in STEPS if scale.seconds / one <= TICKS), STEPS[-1])
    for at in range(0, int(scale.seconds) + 1, step):
        x = f"{scale(at):.2f}%"
        yield tag("line", x1=x, x2=x, y1=top, y2=foot, class_="tick")
        anchor = "start" if at == 0 else "middle"
        words = lasting(at) if at else "asked"
        yield tag("text", words, x=x, y=foot + 18, class_="soft", text_anchor=anchor)


def _milestone(milestone: Milestone, row: int, foot: int, scale: _Scale, call: str) -> Markup:
    """Draw a vertical line with its label on a row of its own, on the side that has room."""
    x, y = scale(milestone.at), LINE * (row + 1) - 5
    beyond = x > (LEFT + RIGHT) / 2
    words = f"{milestone.words}, {lasting(milestone.at)}"
    drawn = (
        tag("line", x1=f"{x:.2f}%", x2=f"{x:.2f}%", y1=y - 10, y2=foot, class_="turn"),
        tag(
            "text",
            words,
            x=f"{x:.2f}%",
            y=y,
            dx=-7 if beyond else 7,
            text_anchor="end" if beyond else "start",
        ),
    )
    return _linked(call, milestone.position, joined(drawn), words)


def _lane(lane: Lane, y: int, scale: _Scale, call: str) -> Markup:
    name = tag("tspan", lane.name, class_="name"), " ", tag("tspan", lane.words, class_="soft")
    bars = (_bar(stretch, lane, y + 25, scale, call) for stretch in lane.stretches)
    return joined((tag("text", *name, x=f"{LEFT}%", y=y + 17), *bars))


def _bar(stretch: Stretch, lane: Lane, y: int, scale: _Scale, call: str) -> Markup:
    begin = scale(stretch.begin)
    end = RIGHT if stretch.end is None else scale(stretch.end)
    bar = tag(
        "rect",
        x=f"{begin:.2f}%",
        y=y,
        width=f"{max(end - begin, 0.6):.2f}%",
        height=BAR,
        rx=5,
        class_=f"bar {stretch.kind}",
    )
    return _linked(call, stretch.position, bar, f"{lane.name}: {lane.words}")


def _linked(call: str, position: int, drawn: Markup, words: str) -> Markup:
    there = address(f"/replay/{call}?at={position}")
    label = f"{words} (event {position})"
    return tag("a", tag("title", label), drawn, href=there, aria_label=label)
