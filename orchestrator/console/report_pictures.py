"""Draws a report's figures: columns by day, and bars. They fill the available width."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from markupsafe import Markup

from hookflash.orchestrator.console.markup import joined, tag
from hookflash.orchestrator.wording import counted, lasting, plain
from hookflash.projections.reports import figures
from hookflash.projections.reports.figures import Figures
from hookflash.projections.reports.question import Line

OUTCOMES: Final = {
    **{figure: plain(outcome) for outcome, figure in figures.OUTCOMES.items()},
    "calls_live": "in progress",
}
"""The segments of a column, from the bottom up, with their labels."""
LABELS: Final = 5
"""How many days are labelled under the columns."""
MOST_DAYS: Final = 730
"""Longest period shown, in days; the table below shows every line."""
_NOTHING: Final = Line()


class Bar(NamedTuple):
    """A bar with its label, amount and colour."""

    words: object
    amount: int
    tone: str = ""


def calls_by_day(days: Sequence[tuple[date, Line]]) -> Markup:
    """Draw a column per day, divided by the outcomes of its calls."""
    top = ceiling(max(line.calls for _, line in days))
    columns = (_column(line, top, _about_calls(day, line)) for day, line in days)
    return _columns("Calls by day", days, columns, (f"{top:,}", f"{top / 2:,g}"))


def to_human_by_day(days: Sequence[tuple[date, Line]]) -> Markup:
    """Draw a column per day: the median and the 95th percentile."""
    top = ceiling(max(line.seconds_to_human_p95 or 0 for _, line in days))
    columns = (_times(line, top, _about_times(day, line)) for day, line in days)
    return _columns("Time to a human by day", days, columns, (lasting(top), lasting(top / 2)))


def legend(total: Figures) -> Markup:
    """Explain the colours that occur in the columns."""
    counts = ((name, words, getattr(total, name)) for name, words in OUTCOMES.items())
    entries = (
        tag("li", tag("i", class_=name), f"{words} ", tag("b", f"{count:,}"))
        for name, words, count in counts
        if count
    )
    return tag("ul", *entries, class_="hf-legend")


def bars(given: Iterable[Bar]) -> Markup:
    """Draw bars below each other, in proportion to the largest."""
    drawn = list(given)
    most = max((one.amount for one in drawn), default=0) or 1
    return tag("ul", *(_bar(one, 100 * one.amount / most) for one in drawn), class_="hf-bars")


def by_count(counts: Mapping[str, int], in_words: Callable[[str], str], tone: str) -> Iterator[Bar]:
    """Yield a bar for each reason, most frequent first."""
    for reason, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        said = tag("span", in_words(reason), " ", tag("small", reason))
        yield Bar(said, count, tone)


def every_day(
    lines: Sequence[Line], first: date | None, last: date | None
) -> list[tuple[date, Line]]:
    """Return each day from ``first`` to ``last`` (default: the lines' own), with or without calls.

    A period longer than ``MOST_DAYS`` is cut to the days with calls, keeping the newest.
    """
    known = {line.day: line for line in lines if line.day is not None}
    begin, end = first or min(known), last or max(known)
    if (end - begin).days > MOST_DAYS:
        end = min(end, max(known))
        begin = max(begin, min(known), end - timedelta(days=MOST_DAYS))
    days = (begin + timedelta(days=n) for n in range((end - begin).days + 1))
    return [(day, known.get(day, _NOTHING)) for day in days]


def ceiling(most: float) -> int:
    """Return the top of a scale: an even round number, at least ``most``."""
    size = 1
    while True:
        for step in (2, 4, 6, 8, 10, 12, 16):
            if most <= step * size:
                return step * size
        size *= 10


def _columns(
    name: str, days: Sequence[tuple[date, Line]], columns: Iterable[Markup], scale: tuple[str, str]
) -> Markup:
    every = -(-len(days) // LABELS)
    labelled = (
        tag("li", column, tag("span", f"{day:%-d %b}", class_="when") if n % every == 0 else None)
        for n, ((day, _), column) in enumerate(zip(days, columns, strict=True))
    )
    marks = tag("div", *(tag("span", mark) for mark in scale), class_="scale", aria_hidden="true")
    drawn = tag("ol", *labelled, style=f"--days: {len(days)}")
    scrolled = tag("div", drawn, class_="scrolled", tabindex=0, role="group", aria_label=name)
    return tag("div", marks, scrolled, class_="hf-days")


def _column(line: Line, top: int, about: str) -> Markup:
    parts = (
        tag("i", class_=name, style=f"flex-grow: {count}")
        for name in OUTCOMES
        if (count := getattr(line, name))
    )
    height = f"height: {100 * line.calls / top:.2f}%"
    return (
        tag("span", *parts, class_="stack", style=height, title=about) if line.calls else Markup()
    )


def _times(line: Line, top: int, about: str) -> Markup:
    median, p95 = line.seconds_to_human_median, line.seconds_to_human_p95
    if median is None or p95 is None:
        return Markup()
    inner = tag("i", class_="median", style=f"height: {100 * median / p95 if p95 else 100:.2f}%")
    return tag("span", inner, class_="span", style=f"height: {100 * p95 / top:.2f}%", title=about)


def _about_calls(day: date, line: Line) -> str:
    parts = (f"{getattr(line, name):,} {words}" for name, words in OUTCOMES.items())
    said = (part for part in parts if not part.startswith("0 "))
    return f"{day:%a %-d %b %Y}: {counted(line.calls, 'call')}, {', '.join(said)}"


def _about_times(day: date, line: Line) -> str:
    median, p95 = lasting(line.seconds_to_human_median), lasting(line.seconds_to_human_p95)
    answered = counted(line.transfers_connected, "transfer")
    return f"{day:%a %-d %b %Y}: median {median}, p95 {p95}, {answered} answered"


def _bar(one: Bar, width: float) -> Markup:
    return tag(
        "li",
        tag("span", one.words, class_="words"),
        tag("b", f"{one.amount:,}"),
        tag("i", class_=one.tone or None, style=f"width: {width:.2f}%") if one.amount else None,
    )


def cards(*inside: Markup) -> Markup:
    """Lay out cards side by side where there is room."""
    return tag("div", *inside, class_="hf-cards")


def card(title: str, *inside: Markup | None, about: str = "") -> Markup:
    """Return a card with a heading."""
    said = tag("p", about, class_="hf-faint") if about else None
    return tag("section", tag("h2", title), said, joined(inside), class_="hf-card")
