"""The scene of a call story: who calls whom, and the facts that a workspace would supply."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from hookflash.domain.call.commands import Recipient, Routing
from hookflash.domain.call.events import Mailbox
from hookflash.domain.job.action import Destination, SavedAction, SendSms, TransferCall
from hookflash.domain.policy.texting import TextingFacts
from hookflash.domain.workspace.people import DEFAULT_RING_SECONDS

SEND_TEXT: Final = SavedAction(
    tool="send_sms_1", job="Booking", version=1, action=SendSms(body="https://example.com/book")
)
TRANSFER: Final = SavedAction(
    tool="transfer_call_2",
    job="Reception",
    version=1,
    action=TransferCall(destination=Destination(kind="member", name="Front Desk")),
)
MAY_TEXT: Final = TextingFacts(registration="approved", number_kind="local", opted_out=False)


def one_phone(destination: Destination) -> Routing:
    """Route every destination to one phone; a number given as the destination is that phone."""
    phone = destination.name if destination.kind == "external" else "+14155550101"
    greeting = f"You have reached {destination.name}."
    return Routing(
        recipients=(Recipient(name=destination.name, phone=phone),),
        ring_seconds=DEFAULT_RING_SECONDS,
        mailbox=Mailbox(owner=destination.name, greeting=greeting),
    )


@dataclass(frozen=True)
class Scene:
    """What a :class:`CallStory` is told about; every field has a neutral default.

    ``call_id``: its part before the first dot names the workspace.
    ``begins_at``: aware UTC; the first command is given one second later.
    ``caller``: E.164, None if the number is withheld.
    ``number``: the business number that was called, E.164.
    ``actions``: what the agent's tools do, by default ``send_sms_1`` and ``transfer_call_2``.
    ``texting``: what the workspace knows whenever the agent wants to text.
    ``routing``: where a destination leads, None if it does not exist any more.
    """

    call_id: str = "office.call.0123456789abcdef"
    begins_at: datetime = datetime(2026, 3, 2, 12, tzinfo=UTC)
    caller: str | None = "+14155550199"
    number: str = "+14155550100"
    actions: tuple[SavedAction, ...] = (SEND_TEXT, TRANSFER)
    texting: TextingFacts = MAY_TEXT
    routing: Callable[[Destination], Routing | None] = one_phone
