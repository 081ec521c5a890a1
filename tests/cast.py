"""The call that tests play: its caller, its agent's actions, and where transfers lead."""

from datetime import UTC, datetime
from typing import Final

from hookflash.domain.call.commands import Recipient, Routing
from hookflash.domain.call.events import Mailbox
from hookflash.domain.job.action import Action, Destination, SavedAction, SendSms, TransferCall
from hookflash.domain.policy.texting import TextingFacts
from hookflash.domain.workspace.number import NumberKind, Registration

CALL: Final = "harbor-dental.call.0123456789abcdef"
CALLER: Final = "+14155550199"
LANDLINE: Final = "+442079460018"
ADDRESS: Final = "sip:ann@example.com"
"""A caller id that is not a number."""
NUMBER: Final = "+14155550100"
OUTSIDE: Final = "+14155550155"
BOOKING: Final = "https://example.com/book"
PRICES: Final = "https://example.com/prices"
NOON: Final = datetime(2026, 3, 2, 12, tzinfo=UTC)

INBOX: Final = Destination(kind="inbox", name="Scheduling")
MEMBER: Final = Destination(kind="member", name="Front Desk")
EXTERNAL: Final = Destination(kind="external", name=OUTSIDE)

TEXT: Final = "send_sms_1"
TO_INBOX: Final = "transfer_call_2"
TO_MEMBER: Final = "transfer_call_3"
TO_OUTSIDE: Final = "transfer_call_4"
OTHER_TEXT: Final = "send_sms_5"


def saved(tool: str, action: Action) -> SavedAction:
    """An action under its tool's name, from version 1 of a job."""
    return SavedAction(tool=tool, job="Booking", version=1, action=action)


ACTIONS: Final = (
    saved(TEXT, SendSms(body=BOOKING)),
    saved(TO_INBOX, TransferCall(destination=INBOX)),
    saved(TO_MEMBER, TransferCall(destination=MEMBER)),
    saved(TO_OUTSIDE, TransferCall(destination=EXTERNAL)),
    saved(OTHER_TEXT, SendSms(body=PRICES)),
)


def facts(
    registration: Registration | None = "approved",
    kind: NumberKind = "local",
    *,
    opted_out: bool = False,
) -> TextingFacts:
    """What the workspace knows when a text is requested; by default nothing is wrong."""
    return TextingFacts(registration=registration, number_kind=kind, opted_out=opted_out)


def routing(destination: Destination, *, undisturbed: tuple[str, ...] = ()) -> Routing:
    """The routing of ``destination``; the members in ``undisturbed`` have do-not-disturb."""
    phones = {
        "inbox": (("Front Desk", "+14155550101"), ("On Call", "+14155550102")),
        "member": ((destination.name, "+14155550101"),),
        "external": ((destination.name, destination.name),),
    }
    owner = NUMBER if destination.kind == "external" else destination.name
    return Routing(
        recipients=tuple(
            Recipient(name=name, phone=phone, do_not_disturb=name in undisturbed)
            for name, phone in phones[destination.kind]
        ),
        ring_seconds=30,
        mailbox=Mailbox(owner=owner, greeting=f"You have reached {owner}."),
    )
