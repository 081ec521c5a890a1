"""The figures of a report with those of the days before, and bars: each leads to its calls."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from markupsafe import Markup

from hookflash.orchestrator.console.markup import joined, tag
from hookflash.orchestrator.console.report_changes import (
    DASH,
    amount,
    change,
    change_of_count,
    days_before,
    days_of,
)
from hookflash.orchestrator.console.report_charts import OUTCOMES
from hookflash.orchestrator.console.report_links import behind, behind_reason
from hookflash.orchestrator.wording import lasting
from hookflash.projections.reports.earlier import Then
from hookflash.projections.reports.figures import Figures
from hookflash.projections.reports.question import Question
from hookflash.projections.reports.wording import cause_in_words, in_words
from hookflash.projections.texts.explanation import UNSTATED

_SHARES: Final[Mapping[str, str]] = {
    "calls_handled": "calls",
    "texts_delivered": "texts",
    "transfers_reached": "transfers_proposed",
}
"""Figures that are shown as a part of another one."""
_FEWER_IS_BETTER: Final = ("calls_to_follow_up", "seconds_to_human_median", "seconds_to_human_p95")
_NEITHER: Final = ("calls",)
"""More of these is neither good nor bad."""
_CARDS: Final[Mapping[str, str]] = {
    "calls": "calls",
    "calls_handled": "handled by the agent",
    "calls_to_follow_up": "to follow up",
    "texts_delivered": "texts delivered",
    "transfers_reached": "transfers connected",
    "seconds_to_human_median": "to a human, median",
    "seconds_to_human_p95": "to a human, p95",
}


_TEXTS: Final = (
    ("texts", "Requested", ""),
    ("texts_sent", "Sent", ""),
    ("texts_delivered", "Delivered", "good"),
    ("texts_failed", "Failed", "failed"),
    ("texts_unknown", "Outcome unknown", "failed"),
)
_TRANSFERS: Final = (
    ("transfers_proposed", "Proposed", ""),
    ("transfers_confirmed", "Caller said yes", ""),
    ("transfers_connected", "Connected", "good"),
    ("transfers_handed_over", "Handed over to an external number", "good"),
    ("transfers_to_voicemail", "To voicemail", "followup"),
    ("transfers_declined", "Caller said no", ""),
)


class Bar(NamedTuple):
    """A bar with its words, amount, colour, the address of its calls, and how it has changed."""

    words: object
    amount: int
    tone: str
    to: str
    change: Markup | None = None


def cards(asked: Question, total: Figures, before: Then | None = None) -> Markup:
    """Return the most important figures; ``before`` are those of the days before, if any."""
    shown = (_card(asked, figure, words, total, before) for figure, words in _CARDS.items())
    drawn = tag("ul", *shown, class_="hf-figure-cards")
    return joined((drawn, days_before(before.asked) if before else None))


def legend(asked: Question, total: Figures, before: Then | None = None) -> Markup:
    """Return the outcomes that occur, or did before, with their colours, counts and calls."""
    shown = (name for name in OUTCOMES if getattr(total, name) or _was(name, before))
    return tag("ul", *(_outcome(asked, name, total, before) for name in shown), class_="hf-legend")


def _outcome(asked: Question, name: str, total: Figures, before: Then | None) -> Markup:
    count = getattr(total, name)
    inside = (
        tag("i", style=f"background: var(--hf-chart-{name})"),
        f"{OUTCOMES[name]} ",
        tag("b", f"{count:,}"),
        change(name, total, before),
    )
    return tag("li", tag("a", *inside, href=behind(asked, name)) if count else tag("div", *inside))


def _was(figure: str, before: Then | None) -> int:
    return getattr(before.figures, figure) if before else 0


def texts(asked: Question, total: Figures, before: Then | None = None) -> Markup:
    """Return what became of texts, and why some failed."""
    why = _by_reason(asked, "texts_failed_by_reason", total, before)
    bars = (_figure(asked, *one, total, before) for one in _TEXTS)
    return _section("Texts", bars, "Why they failed", why)


def transfers(asked: Question, total: Figures, before: Then | None = None) -> Markup:
    """Return what became of transfers, and why some reached no one."""
    why = _by_reason(asked, "transfers_by_cause", total, before)
    bars = (_figure(asked, *one, total, before) for one in _TRANSFERS)
    return _section("Transfers", bars, "Why others reached no one", why)


def _figure(  # noqa: PLR0913, PLR0917 - three describe the bar
    asked: Question, figure: str, words: str, tone: str, total: Figures, before: Then | None
) -> Bar:
    changed = change(figure, total, before)
    return Bar(words, getattr(total, figure), tone, behind(asked, figure), changed)


def _card(asked: Question, figure: str, words: str, total: Figures, before: Then | None) -> Markup:
    to = behind(asked, "transfers_connected" if figure.startswith("seconds_") else figure)
    return tag(
        "li",
        tag(
            "a",
            tag("b", _value(figure, total)),
            tag("span", words),
            _change(figure, total, before) if before is not None else None,
            href=to,
        ),
    )


def _value(figure: str, total: Figures) -> Markup:
    count = amount(figure, total)
    if figure.startswith("seconds_"):
        return joined((lasting(count) or DASH,))
    whole = _SHARES.get(figure)
    of = tag("small", f" of {getattr(total, whole):,}") if whole else None
    return joined((f"{count:,}", of))


def _change(figure: str, total: Figures, before: Then) -> Markup:
    """Return the figure of the days before, and which way it went."""
    now, then = _compared(figure, total), _compared(figure, before.figures)
    was, days = _value(figure, before.figures), days_of(before.asked)
    if now is None or then is None or was == _value(figure, total):
        return tag("span", "before: ", was, class_="before", title=days)
    better = (now > then) != (figure in _FEWER_IS_BETTER)
    tone = "" if figure in _NEITHER else "better" if better else "worse"
    arrow, way = ("▲", "more than") if now > then else ("▼", "less than")
    return tag(
        "span",
        tag("i", arrow, class_=tone, aria_hidden="true"),
        tag("span", way, class_="hf-hidden"),
        f" {_by(now, then)} before: ",
        was,
        class_="before",
        title=days,
    )


def _compared(figure: str, of: Figures) -> float | None:
    """What two periods are compared by: a share if the figure is shown as one."""
    count, whole = amount(figure, of), _SHARES.get(figure)
    if whole is None or count is None:
        return count
    return count / getattr(of, whole) if getattr(of, whole) else None


def _by(now: float, then: float) -> str:
    return f"{abs(now - then) / then:.0%} ·" if then else ""


def _section(title: str, counts: Iterable[Bar], why: str, reasons: Iterable[Bar]) -> Markup:
    given = list(reasons)
    more = (tag("h3", why), _bars(given)) if given else ()
    return tag("section", tag("h2", title), _bars(counts), *more, class_="hf-card")


def _bars(given: Iterable[Bar]) -> Markup:
    """Draw bars below each other, in proportion to the largest; those of nothing lead nowhere."""
    drawn = list(given)
    most = max((one.amount for one in drawn), default=0) or 1
    return tag("ul", *(_bar(one, 100 * one.amount / most) for one in drawn), class_="hf-bars")


def _bar(one: Bar, width: float) -> Markup:
    inside = (
        tag("span", one.words, class_="words"),
        tag("b", f"{one.amount:,}"),
        one.change,
        tag("i", class_=one.tone or None, style=f"width: {width:.2f}%") if one.amount else None,
    )
    leads = one.amount and one.to
    return tag("li", tag("a", *inside, href=one.to) if leads else tag("div", *inside))


def _by_reason(asked: Question, figure: str, total: Figures, before: Then | None) -> Iterator[Bar]:
    """Yield a bar for each reason that there is, or was before; most frequent first."""
    words, tone = _REASONS[figure]
    counts: Mapping[str, int] = getattr(total, figure)
    earlier: Mapping[str, int] = getattr(before.figures, figure) if before else {}
    for reason in sorted({**earlier, **counts}, key=lambda one: (-counts.get(one, 0), one)):
        now, was = counts.get(reason, 0), earlier.get(reason, 0)
        said = tag("span", words(reason), " ", tag("small", reason))
        to = behind_reason(asked, reason.rpartition("/")[2]) if reason != UNSTATED else ""
        yield Bar(said, now, tone, to, change_of_count(now, was, before.asked) if before else None)


_REASONS: Final[Mapping[str, tuple[Callable[[str], str], str]]] = {
    "texts_failed_by_reason": (in_words, "failed"),
    "transfers_by_cause": (cause_in_words, "followup"),
}
"""How the reasons of a figure are worded and coloured."""
