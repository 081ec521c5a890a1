"""Calls, threads, trails and events as lines that a model reads."""

from collections.abc import Iterator

from hookflash import CallSummary, Item, Thread, TimelineLine, Trail
from hookflash.orchestrator.wording import clock, day_and_clock, lasting, plain
from hookflash.projections.calls.outcome import in_words
from hookflash.projections.inbox.items import Said


def call_line(call: CallSummary) -> str:
    """One call as a line."""
    parts = [
        call.call,
        f"{day_and_clock(call.received_at)} UTC",
        f"from {call.contact} to {call.number}",
        plain(call.outcome or f"in progress ({call.state})"),
        lasting(call.seconds),
        "stale" if call.stale else "",
        "test call" if call.test else "",
        f"FOLLOW UP: {in_words(call.follow_up_reason)}" if call.needs_follow_up else "",
    ]
    return "  ".join(filter(None, parts))


def said_line(said: Said) -> str:
    """What the caller or the agent said, as a line with the position of its event."""
    words = said.text or f"pressed {said.digits}"
    return f"  [{said.position}] {clock(said.at)} {said.by}: {words}"


def event_line(line: TimelineLine) -> str:
    """One event as a line with its position and the state that it led to."""
    return f"[{line.position}] {clock(line.at)} {line.by}: {line.text}  ({plain(line.state)})"


def thread_line(thread: Thread) -> str:
    """One thread as a line."""
    counts = f"{thread.calls} calls, {thread.texts} texts, {thread.transfers} transfers"
    unread = f", {thread.unread} unread" if thread.unread else ""
    about = f"{thread.status}{unread}; {counts}, {thread.voicemails} voicemails"
    return f"{thread.thread}  {thread.contact} with {thread.number}  {about}"


def item_lines(item: Item) -> Iterator[str]:
    """One entry of a thread, with the words of a call below it."""
    words = f"“{item.body}”" if item.body else ""
    status = plain(item.outcome or item.status)
    why = " ".join(filter(None, (plain(item.reason), item.code)))
    parts = (
        f"{day_and_clock(item.at)}",
        item.kind,
        f"{item.sender} → {item.recipient}",
        words,
        status,
        lasting(item.seconds),
        why,
        item.explanation,
        item.call if item.kind == "call" else "",
    )
    yield "  ".join(filter(None, parts))
    yield from map(said_line, item.said)


def trail_line(trail: Trail) -> str:
    """One transfer as a line."""
    cause = " ".join(filter(None, (plain(trail.cause), trail.code)))
    parts = (
        trail.effect_key,
        f"{day_and_clock(trail.asked_at)} UTC",
        f"to {trail.destination}",
        plain(trail.outcome),
        f"({cause})" if cause else "",
        f"answered by {trail.answered_by}" if trail.answered_by else "",
        f"call {trail.call}",
        "test call" if trail.test else "",
    )
    return "  ".join(filter(None, parts))


def trail_lines(trail: Trail) -> Iterator[str]:
    """The whole trail of one transfer: each of its events as a line."""
    yield trail_line(trail)
    if trail.reason:
        yield f"  because the caller said: “{trail.reason}”"
    if trail.confirmed_by:
        yield f"  confirmed by: “{trail.confirmed_by}”"
    if trail.declined_by:
        yield f"  declined by: “{trail.declined_by}”"
    for phone in trail.ringing:
        yield f"  {phone.who} rang {lasting(phone.seconds)}: {plain(phone.outcome)}"
    for event in trail.events:
        yield f"  [{event.position}] {clock(event.at)} {event.line}"
