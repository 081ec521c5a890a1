"""The figures of a report with those of the days before, and bars: each leads to its calls."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from markupsafe import Markup

from hookflash.orchestrator.console.markup import joined, tag
from hookflash.orchestrator.console.report_charts import OUTCOMES
from hookflash.orchestrator.console.report_links import behind, behind_reason
from hookflash.orchestrator.wording import lasting
from hookflash.projections.reports.figures import Figures
from hookflash.projections.reports.question import Question
from hookflash.projections.reports.wording import cause_in_words, in_words

_DASH: Final = "–"  # noqa: RUF001 - a dash
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


class Bar(NamedTuple):
    """A bar with its words, amount, colour and the address of its calls."""

    words: object
    amount: int
    tone: str
    to: str


def cards(asked: Question, total: Figures, before: Figures | None) -> Markup:
    """Return the most important figures; ``before`` are those of the days before, if known."""
    shown = (_card(asked, figure, words, total, before) for figure, words in _CARDS.items())
    return tag("ul", *shown, class_="hf-figure-cards")


def legend(asked: Question, total: Figures) -> Markup:
    """Return the outcomes that occur, with their colours, counts and calls."""
    counts = ((name, words, getattr(total, name)) for name, words in OUTCOMES.items())
    entries = (
        tag(
            "li",
            tag(
                "a",
                tag("i", style=f"background: var(--hf-chart-{name})"),
                f"{words} ",
                tag("b", f"{count:,}"),
                href=behind(asked, name),
            ),
        )
        for name, words, count in counts
        if count
    )
    return tag("ul", *entries, class_="hf-legend")


def texts(asked: Question, total: Figures) -> Markup:
    """Return what became of texts, and why some failed."""
    counts = (
        Bar("Requested", total.texts, "", behind(asked, "texts")),
        Bar("Sent", total.texts_sent, "", behind(asked, "texts_sent")),
        Bar("Delivered", total.texts_delivered, "good", behind(asked, "texts_delivered")),
        Bar("Failed", total.texts_failed, "failed", behind(asked, "texts_failed")),
        Bar("Outcome unknown", total.texts_unknown, "failed", behind(asked, "texts_unknown")),
    )
    why = _by_count(asked, total.texts_failed_by_reason, in_words, "failed")
    return _section("Texts", counts, "Why they failed", why)


def transfers(asked: Question, total: Figures) -> Markup:
    """Return what became of transfers, and why some reached no one."""
    counts = (
        Bar("Proposed", total.transfers_proposed, "", behind(asked, "transfers_proposed")),
        Bar("Caller said yes", total.transfers_confirmed, "", behind(asked, "transfers_confirmed")),
        Bar("Connected", total.transfers_connected, "good", behind(asked, "transfers_connected")),
        Bar(
            "Handed over to an external number",
            total.transfers_handed_over,
            "good",
            behind(asked, "transfers_handed_over"),
        ),
        Bar(
            "To voicemail",
            total.transfers_to_voicemail,
            "followup",
            behind(asked, "transfers_to_voicemail"),
        ),
        Bar("Caller said no", total.transfers_declined, "", behind(asked, "transfers_declined")),
    )
    why = _by_count(asked, total.transfers_by_cause, cause_in_words, "followup")
    return _section("Transfers", counts, "Why others reached no one", why)


def _card(
    asked: Question, figure: str, words: str, total: Figures, before: Figures | None
) -> Markup:
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
    amount = _amount(figure, total)
    if figure.startswith("seconds_"):
        return joined((lasting(amount) or _DASH,))
    whole = _SHARES.get(figure)
    of = tag("small", f" of {getattr(total, whole):,}") if whole else None
    return joined((f"{amount:,}", of))


def _amount(figure: str, of: Figures) -> float | None:
    if figure == "transfers_reached":
        return of.transfers_connected + of.transfers_handed_over
    amount: float | None = getattr(of, figure)
    return amount


def _change(figure: str, total: Figures, before: Figures) -> Markup:
    """Return the figure of the days before, and which way it went."""
    now, then = _compared(figure, total), _compared(figure, before)
    was = _value(figure, before)
    if now is None or then is None or was == _value(figure, total):
        return tag("span", "before: ", was, class_="before")
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
    )


def _compared(figure: str, of: Figures) -> float | None:
    """What two periods are compared by: a share if the figure is shown as one."""
    amount, whole = _amount(figure, of), _SHARES.get(figure)
    if whole is None or amount is None:
        return amount
    return amount / getattr(of, whole) if getattr(of, whole) else None


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
        tag("i", class_=one.tone or None, style=f"width: {width:.2f}%") if one.amount else None,
    )
    return tag("li", tag("a", *inside, href=one.to) if one.amount else tag("div", *inside))


def _by_count(
    asked: Question, counts: Mapping[str, int], words: Callable[[str], str], tone: str
) -> Iterator[Bar]:
    """Yield a bar for each reason, most frequent first."""
    for reason, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        said = tag("span", words(reason), " ", tag("small", reason))
        yield Bar(said, count, tone, behind_reason(asked, reason.rpartition("/")[2]))
