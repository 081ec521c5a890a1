"""Whose phones a transfer can ring: members, and the inboxes they share."""

from typing import Final

from hookflash.domain.value import Value

MIN_RING_SECONDS: Final = 15
DEFAULT_RING_SECONDS: Final = 30
MAX_RING_SECONDS: Final = 120


class Member(Value):
    """A person with a phone (E.164).

    ``voicemail`` is the greeting of their voicemail, empty for the default one. ``ring_seconds``,
    15 to 120, is how long their phone rings before voicemail answers.
    """

    name: str
    phone: str
    do_not_disturb: bool = False
    voicemail: str = ""
    ring_seconds: int = DEFAULT_RING_SECONDS


class Inbox(Value):
    """Members, by name, who share calls: all their phones ring at the same time.

    ``voicemail`` and ``ring_seconds`` are as for a :class:`Member`. If it has no members, every
    call goes to voicemail.
    """

    name: str
    members: tuple[str, ...] = ()
    voicemail: str = ""
    ring_seconds: int = DEFAULT_RING_SECONDS
