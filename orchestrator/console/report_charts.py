"""The charts of a report: calls by day and outcome, and the time to a human by day.

Colours are those of reports.css, so that a chart follows the theme.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from nicegui import events, ui

from hookflash.orchestrator.console.report_links import behind, of_day
from hookflash.orchestrator.console.wording import in_trade_words
from hookflash.orchestrator.wording import counted, lasting
from hookflash.projections.reports import figures
from hookflash.projections.reports.question import Line, Question

OUTCOMES: Final[Mapping[str, str]] = {
    **{figure: in_trade_words(outcome) for outcome, figure in figures.OUTCOMES.items()},
    "calls_live": "In progress",
}
"""The segments of a column, from the bottom up, with their names."""
MOST_DAYS: Final = 730
"""Longest period shown, in days; the table below shows every line."""
_NOTHING: Final = Line()
_TEXT: Final = {"color": "var(--hf-soft)", "fontFamily": "inherit", "fontSize": 12}
_GRID: Final = {"left": 8, "right": 12, "top": 14, "bottom": 4, "containLabel": True}
_TIP: Final = {
    "confine": True,
    "backgroundColor": "var(--hf-card)",
    "borderColor": "var(--hf-edge)",
    "textStyle": {"color": "var(--hf-ink)", "fontFamily": "inherit", "fontSize": 13},
}
_ALL_OF_A_DAY: Final = {
    "trigger": "axis",
    "axisPointer": {"type": "shadow", "shadowStyle": {"color": "var(--hf-sunk)"}},
    "order": "seriesDesc",
}
_SECONDS: Final = (
    "value => value >= 60 ? `${Math.floor(value / 60)} min ${Math.round(value % 60)} s`"
    " : `${Math.round(value)} s`"
)
_DAY: Final = (
    "day => new Date(`${day}T12:00`)"
    ".toLocaleDateString(undefined, { day: 'numeric', month: 'short' })"
)
Days = Sequence[tuple[date, Line]]


def every_day(lines: Sequence[Line], first: date | None, last: date | None) -> Days:
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


def calls_by_day(days: Days) -> dict[str, Any]:
    """Return the options of a chart with a column per day, divided by the calls' outcomes."""
    shown = [name for name in OUTCOMES if any(getattr(line, name) for _, line in days)]
    return _columns(days) | {
        "tooltip": _TIP | _ALL_OF_A_DAY,
        "yAxis": _axis(minInterval=1),
        "series": [_outcome(name, days) for name in shown],
    }


def to_human_by_day(days: Days) -> dict[str, Any]:
    """Return the options of a chart with the median and the 95th percentile of each day."""
    named = {"Median": "seconds_to_human_median", "95th percentile": "seconds_to_human_p95"}
    return _columns(days) | {
        "tooltip": _TIP | {"trigger": "axis", ":valueFormatter": _or_dash(_SECONDS)},
        "yAxis": _axis(axisLabel=_TEXT | {":formatter": _SECONDS}),
        "series": [
            {
                "name": name,
                "type": "line",
                "data": [getattr(line, figure) for _, line in days],
                "connectNulls": True,
                "symbolSize": 7,
                "itemStyle": {"color": f"var(--hf-chart-{figure})"},
                "lineStyle": {"color": f"var(--hf-chart-{figure})", "width": 2},
                "emphasis": {"disabled": True},
            }
            for name, figure in named.items()
        ],
    }


def chart(name: str) -> ui.echart:
    """Create an empty chart, called ``name`` for those who do not see it."""
    made = ui.echart({"series": []}, renderer="svg").classes("hf-chart-box")
    made.props("role=img").props["aria-label"] = name
    return made


def on_column(
    made: ui.echart,
    asked: Callable[[], Question],
    figure: Callable[[str], str],
    to: Callable[[str], None],
) -> None:
    """Lead from a column of a chart to the calls behind it.

    ``figure`` tells by the name of a series which figure of the day that is.
    """

    def follow(event: events.EChartPointClickEventArguments) -> None:
        day = date.fromisoformat(str(event.name))
        to(behind(of_day(asked(), day), figure(event.series_name)))

    made.on_point_click(follow)


def figure_called(name: str) -> str:
    """Return the figure of the outcome that a series is named after."""
    return next((figure for figure, words in OUTCOMES.items() if words == name), "calls")


def fill(made: ui.echart, options: Mapping[str, Any], about: str) -> None:
    """Draw ``options``; ``about`` says in words what is seen."""
    made.options.clear()
    made.options.update(options)
    made.props["aria-label"] = about
    made.update()


def in_words(days: Days) -> str:
    """Say what the columns show, for those who do not see them."""
    most_on, most = max(days, key=lambda one: one[1].calls)
    total = sum(line.calls for _, line in days)
    said = f"Calls by day: {counted(total, 'call')} on {counted(len(days), 'day')}"
    return f"{said}, most on {most_on:%-d %B %Y}: {most.calls:,}"


def times_in_words(days: Days) -> str:
    """Say what the lines show, for those who do not see them."""
    medians = [line.seconds_to_human_median for _, line in days]
    known = [median for median in medians if median is not None]
    shortest, longest = lasting(min(known, default=None)), lasting(max(known, default=None))
    return f"Time to a human by day: medians from {shortest} to {longest}"


def _columns(days: Days) -> dict[str, Any]:
    return {
        "animation": False,
        "grid": _GRID,
        "textStyle": _TEXT,
        "xAxis": {
            "type": "category",
            "data": [day.isoformat() for day, _ in days],
            "axisTick": {"show": False},
            "axisLine": {"lineStyle": {"color": "var(--hf-edge)"}},
            "axisLabel": _TEXT | {":formatter": _DAY, "hideOverlap": True},
        },
    }


def _axis(**more: Any) -> dict[str, Any]:
    lines = {"lineStyle": {"color": "var(--hf-edge)"}}
    return {"type": "value", "axisLabel": _TEXT, "splitLine": lines, **more}


def _outcome(name: str, days: Days) -> dict[str, Any]:
    return {
        "name": OUTCOMES[name],
        "type": "bar",
        "stack": "calls",
        "barMaxWidth": 46,
        "barCategoryGap": "18%",
        "data": [getattr(line, name) or None for _, line in days],
        "itemStyle": {"color": f"var(--hf-chart-{name})"},
        "emphasis": {"disabled": True},
        "cursor": "pointer",
    }


def _or_dash(function: str) -> str:
    return f"value => value == null ? '–' : ({function})(value)"  # noqa: RUF001 - a dash
