"""The preview of a call beside the list: what was said and done on it."""

from typing import Final

from markupsafe import Markup

from hookflash import NoSuchCall, NotFound, UnreadableEvent
from hookflash.domain.inbox.thread import thread_id
from hookflash.orchestrator.console.conversation import by_call
from hookflash.orchestrator.console.markup import joined, tag
from hookflash.orchestrator.console.navigation import call_address
from hookflash.orchestrator.console.phone_numbers import contact_name, number
from hookflash.orchestrator.console.running import running
from hookflash.projections.calls.queries import ANONYMOUS, CallSummary

NOTHING: Final = tag(
    "p", "Choose a call to read it here, or press Enter to open it.", class_="hf-faint"
)
_GONE: Final = tag("p", "This workspace has no such call.", class_="hf-faint")


async def call_preview(workspace: str, call_id: str) -> Markup:
    """Return the preview of a call of ``workspace``."""
    if not call_id:
        return NOTHING
    center = running().center
    try:
        call = await center.call(call_id)
        if call.workspace != workspace:
            return _GONE
        contact = None if call.contact == ANONYMOUS else call.contact
        known = thread_id(workspace, contact, call.number, call.call)
        thread = await center.thread(workspace, known, calls=1, before=call.log_position + 1)
    except (NoSuchCall, NotFound, UnreadableEvent):
        return _GONE
    talk = dict(by_call(thread)).get(call.call, Markup())
    return joined((_head(call), talk))


def _head(call: CallSummary) -> Markup:
    return tag(
        "header",
        tag("h2", contact_name(call.contact)),
        tag("a", "Open call", href=call_address(call.call), class_="hf-button"),
        tag("p", "To ", number(call.number), class_="hf-faint"),
    )
