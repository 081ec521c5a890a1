"""Shows a test call on the handset beside the editor: what is said, and what the job does."""

from collections.abc import Iterator, Sequence
from typing import Final

from markupsafe import Markup

from hookflash.domain.call import events as e
from hookflash.orchestrator.console.caller_view import caller_view
from hookflash.orchestrator.console.markup import tag
from hookflash.orchestrator.console.phone_numbers import format_numbers_in
from hookflash.projections.replay.event_text import describe

_ACTIONS: Final = {
    e.SmsRequested: "",
    e.SmsRefused: "failed",
    e.SmsDelivered: "good",
    e.TransferProposed: "",
    e.TransferRefused: "failed",
    e.TransferConfirmed: "",
    e.TransferDeclined: "",
    e.TransferLapsed: "",
    e.TransferConnected: "good",
    e.RecipientUnavailable: "",
    e.ToolCallRejected: "failed",
    e.AgentFailed: "failed",
}
"""The events that are shown as what the job does, each with its tone."""


def handset_view(call_id: str, events: Sequence[e.CallEvent]) -> Iterator[tuple[str, Markup]]:
    """Yield what the caller hears, says and gets, and each step of an action, in order."""
    heard = dict(caller_view(call_id, events))
    for event in events:
        if (tone := _ACTIONS.get(type(event))) is not None:
            yield f"{event.position}/action", _step(event, tone)
        if (shown := heard.get(str(event.position))) is not None:
            yield str(event.position), shown


def _step(event: e.CallEvent, tone: str) -> Markup:
    return tag("p", format_numbers_in(describe(event)), class_=f"hf-step {tone}".rstrip())
