"""Who may take a call: members, and the inboxes they share."""

from typing import Final

from hookflash.domain.value import Value

MIN_RING_SECONDS: Final = 15
DEFAULT_RING_SECONDS: Final = 30
MAX_RING_SECONDS: Final = 120


class Member(Value):
    """A person with a phone (E.164).

    ``voicemail`` is the greeting their callers hear, empty for the usual one; ``ring_seconds`` is
    how long their phone rings before that, 15 to 120.
    """

    name: str
    phone: str
    do_not_disturb: bool = False
    voicemail: str = ""
    ring_seconds: int = DEFAULT_RING_SECONDS


class Inbox(Value):
    """Members, by name, who share calls: all their phones ring at once.

    ``voicemail`` and ``ring_seconds`` are as for a :class:`Member`. Without members, every call
    goes to voicemail.
    """

    name: str
    members: tuple[str, ...] = ()
    voicemail: str = ""
    ring_seconds: int = DEFAULT_RING_SECONDS
