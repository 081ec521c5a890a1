"""Shows beside a figure of a report how it has changed since the days before."""

from collections.abc import Callable
from typing import Final

from markupsafe import Markup

from hookflash.orchestrator.console.markup import tag
from hookflash.orchestrator.wording import counted, lasting
from hookflash.projections.reports.earlier import Then
from hookflash.projections.reports.figures import Figures
from hookflash.projections.reports.question import Question

DASH: Final = "–"  # noqa: RUF001 - a dash
_MINUS: Final = "−"  # noqa: RUF001 - a minus sign
_NO_CHANGE: Final = "±0"
Words = Callable[[float | None], str]


def amount(figure: str, of: Figures) -> float | None:
    """Return the amount of a figure; None if it is a time and there was none."""
    if figure == "transfers_reached":
        return of.transfers_connected + of.transfers_handed_over
    found: float | None = getattr(of, figure)
    return found


def change(figure: str, now: Figures, then: Then | None) -> Markup | None:
    """Return how a figure has changed; None if there are no days before."""
    if then is None:
        return None
    words = _duration if figure.startswith("seconds_") else _count
    return _drawn(amount(figure, now), amount(figure, then.figures), words, then.asked)


def change_of_count(now: int, was: int, asked: Question) -> Markup:
    """Return how a count has changed since the days of ``asked``."""
    return _drawn(now, was, _count, asked)


def days_before(asked: Question) -> Markup:
    """Name the days that a report is compared with, which ``asked`` is about."""
    length = (asked.last - asked.first).days + 1 if asked.first and asked.last else 1
    which = f"the {counted(length, 'day')}" if length > 1 else "the day"
    return tag("p", f"Compared with {days_of(asked)}, {which} before.", class_="hf-compared")


def days_of(asked: Question) -> str:
    """Return the days of a question in words: ``2 March 2026 to 8 March 2026``."""
    if asked.first == asked.last and asked.first:
        return f"{asked.first:%A, %-d %B %Y}"
    return " to ".join(f"{day:%-d %B %Y}" for day in (asked.first, asked.last) if day)


def _drawn(now: float | None, was: float | None, words: Words, asked: Question) -> Markup:
    """Draw a change; it is empty if there was nothing then and there is nothing now."""
    if not now and not was:
        return tag("small", class_="hf-change")
    return tag(
        "small",
        tag("span", _difference(now, was, words), aria_hidden="true"),
        tag("span", f", before: {words(was)}", class_="hf-hidden"),
        class_="hf-change",
        title=f"Before: {words(was)}{_share(now, was)}, {days_of(asked)}",
    )


def _difference(now: float | None, was: float | None, words: Words) -> str:
    """Say how much more it is now; of durations, what their whole seconds differ by, if they do."""
    if now is None or was is None:
        return f"{words(was)} before"
    more = (round(now) - round(was)) or round(now - was, 1)
    return f"{'+' if more > 0 else _MINUS}{words(abs(more))}" if more else _NO_CHANGE


def _share(now: float | None, was: float | None) -> str:
    if not was or now is None or now == was:
        return ""
    return f" ({now / was - 1:+.1%})".replace("-", _MINUS)


def _count(number: float | None) -> str:
    return f"{number or 0:,.0f}"


def _duration(seconds: float | None) -> str:
    return lasting(seconds) or DASH
