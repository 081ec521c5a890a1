"""Replaces a contact's number where the events of others mention it."""

from typing import Final, TypeVar

from hookflash.domain.erasure.erase import NAMING
from hookflash.domain.erasure.notations import notations
from hookflash.domain.event import Event
from hookflash.domain.inbox.events import TextReceived
from hookflash.domain.inbox.reply_events import ReplyEvent
from hookflash.domain.policy.contact_key import PSEUDONYM

E = TypeVar("E", bound=Event)

_CONFIGURED: Final = frozenset(
    {
        *("actions", "jobs", "greeting", "voicemail_greeting", "agent_name", "sender"),
        *("destination", "legs", "mailbox", "owner", "who"),
    }
)
"""Fields that hold what the workspace had configured, for a call that may still be live."""
_OF_OTHERS: Final = (
    NAMING | _CONFIGURED | {"workspace", "contact", "recipient", "number", "speech_id"}
)
"""Fields that stay: they name the event, the other person, or what the workspace configured."""


def erase_mentions(event: E, contact: str, pseudonym: str) -> E:
    """Replace the number of ``contact``, in any notation, in an event about another person."""
    known = notations(contact)
    stay = _OF_OTHERS | {"text"} if isinstance(event, ReplyEvent) else _OF_OTHERS
    before = event.model_dump()
    after = {
        name: value if name in stay else known.replaced(value, pseudonym)
        for name, value in before.items()
    }
    if isinstance(event, TextReceived) and after["cause"] != before["cause"]:
        after["cause"] = f"{PSEUDONYM}{event.stream.rpartition('.')[2]}"
    return type(event).model_validate(after)
