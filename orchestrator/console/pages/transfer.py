"""One transfer: its timeline, the facts of its audit trail, and the events behind them."""

from collections.abc import Iterator
from typing import Final

from markupsafe import Markup
from nicegui import ui

from hookflash.domain.call.errors import NoSuchCall
from hookflash.orchestrator.console.badges import status_badge, test_mark
from hookflash.orchestrator.console.current import (
    on_change,
    path_part,
    signed_in,
)
from hookflash.orchestrator.console.frame import page
from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.navigation import address
from hookflash.orchestrator.console.pages.transfers import flag
from hookflash.orchestrator.console.phone_numbers import format_number, format_numbers_in, number
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.tables import table
from hookflash.orchestrator.console.transfer_timeline import transfer_timeline
from hookflash.orchestrator.console.transfer_timeline_svg import timeline_svg
from hookflash.orchestrator.console.visit import NotThere
from hookflash.orchestrator.console.wording import clock, moment, quoted
from hookflash.orchestrator.wording import lasting, plain
from hookflash.orchestrator.workspaces.errors import NotFound
from hookflash.projections.transfers.queries import Trail

EVENTS: Final = ("Event", "Time", "What happened", "Type")
Fact = tuple[str, object]


async def show() -> None:
    """Build the page."""
    key = path_part("transfer")
    workspace = signed_in().workspace
    found = await _find(workspace, key)
    back = tag("a", "← All transfers", href=address("/transfers"))
    if found is None:
        raise NotThere("This workspace has no such transfer.", back)
    with page(f"Transfer to {format_number(found.destination)}"):
        ui.html(back, tag="p", sanitize=escaped)
        outcome, picture = (ui.html(sanitize=escaped) for _ in range(2))
        facts, lines = (ui.html(sanitize=escaped) for _ in range(2))

    async def refresh() -> None:
        trail = await _find(workspace, key)
        if trail is None:
            return
        outcome.content = _outcome(trail)
        picture.content = await _picture(trail)
        facts.content = _facts(trail)
        lines.content = _lines(trail)

    await on_change(workspace, refresh)


async def _find(workspace: str, key: str) -> Trail | None:
    try:
        return await running().center.transfer(workspace, key)
    except NotFound:
        return None


async def _picture(trail: Trail) -> Markup:
    try:
        drawn = timeline_svg(
            transfer_timeline(await running().center.events(trail.call), trail.effect_key),
            trail.call,
        )
    except (LookupError, NoSuchCall):
        return tag("p", "The caller was never asked, so there is no timeline.", class_="hf-faint")
    return tag("div", drawn, class_="hf-card")


def _outcome(trail: Trail) -> Markup:
    after = f"{lasting(trail.seconds_to_answer)} after the caller’s yes"  # noqa: RUF001 - prose
    marks = (
        status_badge(trail.outcome),
        tag("span", f"{plain(trail.cause)} {trail.code}".strip()) if trail.cause else None,
        tag("span", after) if trail.seconds_to_answer is not None else None,
        test_mark(test=trail.test),
        flag(trail),
    )
    return tag("p", *marks, class_="hf-bar")


def _facts(trail: Trail) -> Markup:
    pairs = (tag("div", tag("dt", name), tag("dd", value)) for name, value in _known(trail))
    return tag("dl", *pairs, class_="hf-facts hf-card")


def _known(trail: Trail) -> Iterator[Fact]:
    """Yield the known facts in chronological order."""
    yield "Caller", joined((number(trail.contact), " to ", number(trail.number)))
    yield "Asked", joined((moment(trail.asked_at), f", by {trail.asked_by}"))
    if trail.reason:
        yield "Reason given", f"“{trail.reason}”"
    if trail.job:
        yield "Job", f"{trail.job} ({trail.tool})"
    if trail.asked_again:
        yield "Asked again", f"{trail.asked_again} times"
    if trail.confirmed_at:
        yield (
            "Confirmed",
            joined((clock(trail.confirmed_at), ", ", quoted(trail.confirmed_by or ""))),
        )
    if trail.declined_by:
        yield "Declined", quoted(trail.declined_by)
    if trail.agent_left_at:
        yield "Agent left", clock(trail.agent_left_at)
    for phone in trail.ringing:
        yield format_number(phone.who), f"rang {lasting(phone.seconds)}: {plain(phone.outcome)}"
    if trail.answered_by:
        yield "Answered by", format_number(trail.answered_by)
    if trail.voicemail:
        left = trail.voicemail
        length = f", {lasting(left.seconds)}" if left.seconds is not None else ""
        said = f": “{left.transcript}”" if left.transcript else ""
        yield f"Voicemail for {left.owner}", f"{plain(left.status)}{length}{said}"
    yield "Call", tag("a", "Replay", href=address(f"/replay/{trail.call}"))


def _lines(trail: Trail) -> Markup:
    rows = [
        (
            tag("a", line.position, href=address(f"/replay/{trail.call}?at={line.position}")),
            clock(line.at),
            format_numbers_in(line.line),
            tag("code", line.type),
        )
        for line in trail.events
    ]
    return joined(
        (
            tag("h2", "Events"),
            table(EVENTS, rows, "Events of the transfer", "dense lines"),
        )
    )
