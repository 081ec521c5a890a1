"""Draws the lanes of a call: names on the left, and bars and marks over time on the right.

Horizontal positions are percentages of the width, so that the picture fills any window.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from markupsafe import Markup

from hookflash.orchestrator.console.lane_scale import Scale
from hookflash.orchestrator.console.markup import joined, tag
from hookflash.orchestrator.console.phone_numbers import format_number, format_numbers_in
from hookflash.orchestrator.console.wording import in_trade_words
from hookflash.orchestrator.wording import lasting
from hookflash.projections.replay.lane import CallLanes, Lane, Point, Span

PADDING: Final = 7
"""Pixels of a lane beside its rows of bars, each as high as the style sheet's ``--hf-track``."""
DODGE: Final = 9
"""Pixels between the marks of events that happened at about the same moment."""
_MINUTE: Final = 60
_NARROWEST: Final = 0.004
_CROWDED: Final = 0.006


class Marks(NamedTuple):
    """What is marked across all lanes: where a branch parts, and where it cannot go on."""

    parts_at: float | None = None
    unknown_from: float | None = None


def times_of(seen: CallLanes) -> Iterator[float]:
    """All moments of the lanes, for a scale."""
    yield seen.seconds
    for lane in seen.lanes:
        yield from (point.at for point in lane.points)
        for span in lane.spans:
            yield span.begin
            yield span.begin if span.end is None else min(span.end, seen.seconds)


def lane_names(seen: CallLanes) -> Markup:
    """The column of names, aligned with :func:`lane_tracks`."""
    names = (
        tag(
            "div",
            tag("strong", format_number(lane.name)),
            tag("span", lane.about) if lane.about else None,
            class_=f"hf-lane-name {lane.kind}",
            style=_height(lane, seen),
        )
        for lane in seen.lanes
    )
    return tag("div", tag("div", class_="hf-ruler"), *names, class_="hf-lane-names")


def lane_tracks(seen: CallLanes, scale: Scale, marks: Marks = Marks()) -> Markup:  # noqa: B008 - a constant
    """The lanes over time, with a ruler on top. Bars and marks carry the positions of events."""
    lanes = (_lane(lane, seen, scale) for lane in seen.lanes)
    return joined((_ruler(scale), *_silences(scale), *lanes, *_across(scale, marks)))


def _ruler(scale: Scale) -> Markup:
    ticks = (
        tag("span", clock_of(at), class_="tick", style=f"left:{_percent(scale(at))}")
        for at in scale.ticks()
    )
    return tag("div", *ticks, class_="hf-ruler")


def clock_of(seconds: float) -> str:
    """Seconds since the call came in, as ``1:05``."""
    minutes, rest = divmod(round(seconds), _MINUTE)
    return f"{minutes}:{rest:02d}"


def _silences(scale: Scale) -> Iterator[Markup]:
    for one in scale.silences:
        begin, end = scale(one.begin), scale(one.end)
        words = lasting(one.end - one.begin)
        yield tag(
            "div",
            tag("span", words),
            class_="hf-silence",
            style=f"left:{_percent(begin)};width:{_percent(end - begin)}",
            title=f"{words} without an event, drawn shorter",
        )


def _across(scale: Scale, marks: Marks) -> Iterator[Markup]:
    if marks.unknown_from is not None:
        left = _percent(scale(marks.unknown_from))
        yield tag("div", tag("span", "undecidable"), class_="hf-unknown", style=f"left:{left}")
    if marks.parts_at is not None:
        left = _percent(scale(marks.parts_at))
        yield tag("div", tag("span", "parts here"), class_="hf-parts", style=f"left:{left}")


def _lane(lane: Lane, seen: CallLanes, scale: Scale) -> Markup:
    bars = tuple(_bars(lane, seen, scale))
    points = _points(lane.points, scale)
    look = f"hf-lane {lane.kind}"
    return tag("div", *bars, *points, class_=look, style=_height(lane, seen))


def _height(lane: Lane, seen: CallLanes) -> str:
    """The style of a lane as high as its rows; bars that overlap have rows of their own."""
    rows = 1 + max((row for _, row in _rows(lane, seen)), default=0)
    return f"height:calc(var(--hf-track) * {rows} + {PADDING}px)"


def _rows(lane: Lane, seen: CallLanes) -> list[tuple[Span, int]]:
    """Each span with the first row in which it overlaps no other."""
    free = list[float]()
    placed = list[tuple[Span, int]]()
    for span in sorted(lane.spans, key=lambda one: one.begin):
        row = next((n for n, until in enumerate(free) if until <= span.begin), len(free))
        end = _end(span, seen)
        free[row : row + 1] = [end]
        placed.append((span, row))
    return placed


def _end(span: Span, seen: CallLanes) -> float:
    return max(span.begin, seen.seconds if span.end is None else span.end)


def _bars(lane: Lane, seen: CallLanes, scale: Scale) -> Iterator[Markup]:
    """A bar for each span, with its words; they may run on until the next bar of their row."""
    rows = _rows(lane, seen)
    for span, row in rows:
        begin, end = scale(span.begin), scale(_end(span, seen))
        after = (scale(one.begin) for one, other in rows if other == row and one.begin > span.begin)
        room = max(min(after, default=1.0), end, begin + _NARROWEST) - begin
        top = f"calc(var(--hf-track) * {row} + {PADDING / 2}px)"
        style = f"left:{_percent(begin)};width:{_percent(room)};top:{top}"
        part = max(end - begin, _NARROWEST) / room
        yield _bar(span, _words(lane, span), style, _percent(part))


def _bar(span: Span, words: str, style: str, part: str) -> Markup:
    """A bar that fills this ``part`` of its room."""
    open_ = " open" if span.end is None else ""
    estimated = " estimated" if span.estimated else ""
    return tag(
        "div",
        tag("i", style=f"width:{part}"),
        tag("span", words),
        class_=f"hf-span {span.kind} {span.tone}{open_}{estimated}",
        style=style,
        title=_title(span, words),
        data_position=span.position,
    )


def _words(lane: Lane, span: Span) -> str:
    if lane.kind == "state":
        return in_trade_words(span.kind)
    return format_numbers_in(span.words)


def _title(span: Span, words: str) -> str:
    length = "" if span.end is None else f", {lasting(span.end - span.begin)}"
    estimated = ", times estimated" if span.estimated else ""
    return f"{clock_of(span.begin)} {words}{length}{estimated} (event {span.position})"


def _points(points: Sequence[Point], scale: Scale) -> Iterator[Markup]:
    last, dodged = -1.0, 0
    for point in sorted(points, key=lambda one: (one.at, one.position)):
        at = scale(point.at)
        dodged = dodged + 1 if at - last < _CROWDED and last >= 0 else 0
        last = at if not dodged else last
        yield tag(
            "b",
            class_=f"hf-point {point.kind} {point.tone}".rstrip(),
            style=f"left:calc({_percent(at)} + {dodged * DODGE}px)",
            title=f"{clock_of(point.at)} {format_numbers_in(point.words)} (event {point.position})",
            data_position=point.position,
        )


def _percent(fraction: float) -> str:
    return f"{100 * fraction:.3f}%"
