"""Replaces a contact's number where the events of others mention it."""

from typing import Final, TypeVar, cast

from hookflash.domain.erasure.erase import NAMING, erase_report
from hookflash.domain.erasure.notations import notations
from hookflash.domain.event import Event
from hookflash.domain.inbox.events import TextReceived
from hookflash.domain.policy.contact_key import PSEUDONYM
from hookflash.domain.quarantine.events import ReportQuarantined

E = TypeVar("E", bound=Event)

_CONFIGURED: Final = frozenset(
    {
        *("actions", "jobs", "greeting", "voicemail_greeting", "agent_name", "sender"),
        *("destination", "legs", "mailbox", "owner", "who"),
    }
)
"""Fields that hold what the workspace had configured, for a call that may still be live."""
_OF_OTHERS: Final = NAMING | _CONFIGURED | {"workspace", "contact", "number", "speech_id"}
"""Fields that stay: they name the event, the other person, or what the workspace configured."""


def erase_mentions(event: E, contact: str, pseudonym: str) -> E:
    """Replace the number of ``contact``, in any notation, in an event about another person."""
    if isinstance(event, ReportQuarantined):
        return cast("E", erase_report(event, contact, pseudonym))
    known = notations(contact)
    before = event.model_dump()
    after = {
        name: value if name in _OF_OTHERS else known.replaced(value, pseudonym)
        for name, value in before.items()
    }
    if isinstance(event, TextReceived) and after["cause"] != before["cause"]:
        after["cause"] = f"{PSEUDONYM}{event.stream.rpartition('.')[2]}"
    return type(event).model_validate(after)
