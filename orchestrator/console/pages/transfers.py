"""Transfers: the list of audit trails, filtered by outcome, destination and date."""

from datetime import date, datetime, timedelta
from typing import Final, NamedTuple, get_args
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from markupsafe import Markup
from nicegui import ui

from hookflash.orchestrator.console.badges import badge, status_badge, test_mark
from hookflash.orchestrator.console.current import (
    on_change,
    parameters,
    signed_in,
)
from hookflash.orchestrator.console.forms import choice, date_field
from hookflash.orchestrator.console.frame import page, reader_zone
from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.navigation import address
from hookflash.orchestrator.console.phone_numbers import format_number, number
from hookflash.orchestrator.console.placeholders import empty
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.tables import cells, live_table
from hookflash.orchestrator.console.wording import moment, quoted, sentence
from hookflash.orchestrator.wording import lasting, plain
from hookflash.projections.reports.days import begin
from hookflash.projections.transfers.fold import TransferOutcome
from hookflash.projections.transfers.queries import Trail

HEADINGS: Final = ("Asked", "To", "Caller", "Answer", "Outcome", "To a human", "")
LIMIT: Final = 50
_DAY: Final = timedelta(days=1)
_OUTCOMES: Final = [
    ("", "Any outcome"),
    *((one, sentence(one)) for one in get_args(TransferOutcome)),
]
_NONE: Final = empty(
    "No transfers yet.",
    "Add “/Transfer call” to a job to let the agent offer one.",
)
_NO_MATCH: Final = empty(
    "No transfers match these filters.", tag("a", "Clear filters", href=address("/transfers"))
)


class Asked(NamedTuple):
    """The filters in the URL; invalid ones are ignored."""

    outcome: TransferOutcome | None
    destination: str
    first: date | None
    last: date | None
    before: int | None

    @property
    def narrowed(self) -> bool:
        """Whether any filter is set."""
        return any(self[:4])


async def show() -> None:
    """Build the page."""
    asked, zone = _asked(), reader_zone()
    center, workspace = running().center, signed_in().workspace
    with page("Transfers", "The audit trail of every transfer: question, answer, phones, outcome."):
        filters = ui.html(sanitize=escaped)
        nothing = ui.html(_NO_MATCH if asked.narrowed else _NONE, sanitize=escaped)
        table, rows = live_table(HEADINGS, "Transfers, newest first", _row)
        more = ui.html(sanitize=escaped)
    filters.content = _filters(asked, await center.transfer_destinations(workspace))

    async def refresh() -> None:
        found = await center.transfers(
            workspace,
            outcome=asked.outcome,
            destination=asked.destination or None,
            since=_begin(asked.first, zone),
            until=_begin(asked.last and asked.last + _DAY, zone),
            limit=LIMIT,
            before=asked.before,
        )
        rows.show((trail.effect_key, trail) for trail in found)
        table.visible, nothing.visible = bool(found), not found
        more.content = _older(asked, found[-1].log_position) if len(found) == LIMIT else ""

    await on_change(workspace, refresh)


def _asked() -> Asked:
    query = parameters()
    outcome, before = query.get("outcome", ""), query.get("before", "")
    return Asked(
        outcome if outcome in get_args(TransferOutcome) else None,  # type: ignore[arg-type]
        query.get("to", "")[:200],
        _date(query.get("first", "")),
        _date(query.get("last", "")),
        int(before) if before.isdecimal() and len(before) < len(str(2**63)) else None,
    )


def _date(text: str) -> date | None:
    """Parse a date; None if ``text`` is not one or is at the limits of the calendar."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if date.min + _DAY < found < date.max - _DAY else None


def _begin(day: date | None, zone: ZoneInfo) -> datetime | None:
    return begin(day, zone) if day else None


def _filters(asked: Asked, destinations: tuple[str, ...]) -> Markup:
    to = [("", "Any destination"), *((name, format_number(name)) for name in destinations)]
    return tag(
        "form",
        choice("outcome", "Outcome", _OUTCOMES, asked.outcome or ""),
        choice("to", "Destination", to, asked.destination),
        date_field("first", "From", asked.first.isoformat() if asked.first else ""),
        date_field("last", "To", asked.last.isoformat() if asked.last else ""),
        tag("button", "Apply", class_="hf-button"),
        tag("a", "Clear filters", href=address("/transfers")) if asked.narrowed else None,
        method="get",
        action=address("/transfers"),
        class_="hf-filters",
    )


def _row(trail: Trail) -> Markup:
    there = address(f"/transfers/{trail.effect_key}")
    cause = f" {plain(trail.cause)}" if trail.cause else ""
    words = trail.confirmed_by or trail.declined_by
    values = (
        moment(trail.asked_at),
        tag("strong", number(trail.destination)),
        joined((number(trail.contact), " ", test_mark(test=trail.test))),
        quoted(words) if words else tag("span", "no clear answer", class_="hf-faint"),
        joined((status_badge(trail.outcome), tag("span", cause, class_="hf-faint"), flag(trail))),
        lasting(trail.seconds_to_answer) or tag("span", "–", class_="hf-faint"),  # noqa: RUF001 - a dash
        tag(
            "a",
            "Trail",
            href=there,
            aria_label=f"Trail of the transfer to {format_number(trail.destination)}",
        ),
    )
    return cells(HEADINGS, values)


def flag(trail: Trail) -> Markup | None:
    """Return the badge of a transfer whose outcome is unknown."""
    return badge("Needs review", "followup") if trail.flagged else None


def _older(asked: Asked, before: int) -> Markup:
    wanted = {
        "outcome": asked.outcome,
        "to": asked.destination,
        "first": asked.first,
        "last": asked.last,
        "before": before,
    }
    query = urlencode({name: value for name, value in wanted.items() if value})
    return tag(
        "p", tag("a", "Older transfers", href=address(f"/transfers?{query}")), class_="hf-more"
    )
