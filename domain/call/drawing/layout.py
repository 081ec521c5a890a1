"""The layout of the picture: positions of the states, and routes of the lines between them.

Lengths are in pixels at the picture's natural size. Positions are chosen by hand; the lines and
their labels are read from the chart.
"""

from typing import Final, NamedTuple

from hookflash.domain.call.chart import CallChart
from hookflash.domain.call.transitions import transition_table

WIDTH: Final = 1248
HEIGHT: Final = 430
BOX_HEIGHT: Final = 56
LANE: Final = 11
"""Half the distance between two lines that run in opposite directions."""
BEND: Final = 16
"""The radius of a line's corners."""
TIP: Final = 9
"""The length of an arrowhead."""


class Box(NamedTuple):
    """The box of a state: its centre and its width."""

    x: float
    y: float
    width: float

    @property
    def left(self) -> float:
        """The x of its left edge."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """The x of its right edge."""
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        """The y of its upper edge."""
        return self.y - BOX_HEIGHT / 2

    @property
    def bottom(self) -> float:
        """The y of its lower edge."""
        return self.y + BOX_HEIGHT / 2


class Line(NamedTuple):
    """A line between two boxes as the SVG path ``d``; it ends at ``(x, y)``, heading ``(dx, dy)``.

    ``label`` is the position of its first label, ``anchor`` its text anchor; further labels are
    stacked downwards (``stack`` 1) or upwards (-1).
    """

    d: str
    x: float
    y: float
    dx: int
    dy: int
    label: tuple[float, float]
    anchor: str = "middle"
    stack: int = 1


TOP: Final = 118
LOWER: Final = 258
PLACES: Final = {
    "ringing": Box(114, TOP, 120),
    "conversing": Box(350, TOP, 150),
    "confirm_transfer": Box(702, TOP, 178),
    "transferring": Box(1012, TOP, 190),
    "dropped": Box(880, LOWER, 120),
    "voicemail_fallback": Box(1118, LOWER, 186),
    "ended": Box(350, 374, 120),
}
FINAL: Final = {state.id for state in CallChart.states if state.final}


def line(source: str, target: str) -> Line:
    """Route the line from one state to another."""
    start, end = PLACES[source], PLACES[target]
    if source == target:
        return _loop(start)
    if target in FINAL:
        return _to_the_end(start, end)
    return _across(start, end) if start.y == end.y else _down(start, end)


def _loop(box: Box) -> Line:
    left, right, high = box.x - 24, box.x + 24, box.top - 46
    d = f"M{left},{box.top} C{left - 10},{high} {right + 10},{high} {right},{box.top - TIP}"
    return Line(d, right, box.top, 0, 1, (box.x, box.top - 46), stack=-1)


def _across(start: Box, end: Box) -> Line:
    """Route between boxes side by side; a line back runs below the line there."""
    step = 1 if start.x < end.x else -1
    lane = LANE * step if _both_ways(start, end) else 0
    y = start.y - lane
    x1, x2 = (start.right, end.left) if step > 0 else (start.left, end.right)
    label = ((x1 + x2) / 2, y - 9 if step > 0 else y + 18)
    return Line(f"M{x1},{y} H{x2 - step * TIP}", x2, y, step, 0, label, stack=-step)


def _both_ways(one: Box, other: Box) -> bool:
    ends = {(PLACES[source], PLACES[target]) for (source, _), target in transition_table().items()}
    return (one, other) in ends and (other, one) in ends


def _down(start: Box, end: Box) -> Line:
    """Route to a box below: straight down, where the two overlap horizontally."""
    x = (max(start.left, end.left) + min(start.right, end.right)) / 2
    side = 1 if end.x > start.x else -1
    middle = (start.bottom + end.top) / 2
    d = f"M{x},{start.bottom} V{end.top - TIP}"
    anchor = "start" if side > 0 else "end"
    return Line(d, x, end.top, 0, 1, (x + side * 10, middle), anchor)


def _to_the_end(start: Box, end: Box) -> Line:
    """Route to the final state: straight down, then along the bottom.

    All lines from the same side share the bottom part.
    """
    if start.x == end.x:
        d = f"M{start.x},{start.bottom} V{end.top - TIP}"
        return Line(d, end.x, end.top, 0, 1, (end.x + 10, (start.bottom + end.top) / 2), "start")
    step = 1 if start.x < end.x else -1
    x2 = end.left if step > 0 else end.right
    x1 = _clear_of_others(start)
    d = (
        f"M{x1},{start.bottom} V{end.y - BEND} "
        f"Q{x1},{end.y} {x1 + step * BEND},{end.y} H{x2 - step * TIP}"
    )
    return Line(d, x2, end.y, step, 0, (x2 - step * 60, end.y - 9))


def _clear_of_others(start: Box) -> float:
    """The x at which a line straight down passes between the boxes below."""
    below = [box for box in PLACES.values() if box.y > start.y and box.left < start.right]
    blocking = [box for box in below if box.right > start.left]
    gap = sorted((box.left, box.right) for box in blocking)
    return (gap[0][1] + gap[1][0]) / 2 if len(gap) > 1 else start.x
