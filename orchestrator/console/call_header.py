"""The head of the Call page and of its branches: who called, when, what came of it."""

from markupsafe import Markup

from hookflash.domain.call.errors import NoSuchCall
from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.console.badges import (
    follow_up_badge,
    promises_mark,
    stale_mark,
    status_badge,
    test_mark,
)
from hookflash.orchestrator.console.current import signed_in
from hookflash.orchestrator.console.markup import joined, tag
from hookflash.orchestrator.console.phone_numbers import number
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.wording import moment
from hookflash.orchestrator.provider_reports.message import CALL_ID
from hookflash.orchestrator.wording import lasting
from hookflash.projections.calls.outcome import in_words
from hookflash.projections.calls.queries import CallSummary


async def events_of(call_id: str) -> list[CallEvent]:
    """Return the events of a call; none if the session's workspace has no such call."""
    if not CALL_ID.fullmatch(call_id) or call_id.partition(".")[0] != signed_in().workspace:
        return []
    try:
        return await running().center.events(call_id)
    except NoSuchCall:
        return []


async def about_call(call_id: str) -> Markup:
    """Return the facts of a call in a line; empty until the view has it."""
    try:
        return _about(await running().center.call(call_id))
    except NoSuchCall:
        return Markup()


def _about(call: CallSummary) -> Markup:
    return joined(
        (
            tag("span", "to ", number(call.number), ", ", moment(call.received_at)),
            tag("span", lasting(call.seconds)) if call.seconds else None,
            status_badge(call.outcome or call.state),
            follow_up_badge(call.follow_up_reason),
            promises_mark(call.promises_flagged),
            stale_mark(call.last_sign_at, stale=call.stale),
            test_mark(test=call.test),
            tag("span", in_words(call.follow_up_reason)) if call.needs_follow_up else None,
        )
    )
