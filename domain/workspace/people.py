"""Whose phones a transfer can ring: members, and the inboxes they share."""

from typing import Final, Literal

from hookflash.domain.value import Value

Acceptance = Literal["press_1", "answer"]
"""How a transfer is accepted on a phone: by the key 1, or by answering it."""
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
    accept: Acceptance | None = None
    """None: as usual for the phone."""

    @property
    def acceptance(self) -> Acceptance:
        """How a transfer to this member is accepted.

        By a key on a telephone, whose own voicemail may answer; by answering on other phones.
        """
        usual: Acceptance = "press_1" if self.phone.startswith("+") else "answer"
        return self.accept or usual


class Inbox(Value):
    """Members, by name, who share calls: all their phones ring at the same time.

    ``voicemail`` and ``ring_seconds`` are as for a :class:`Member`. If it has no members, every
    call goes to voicemail.
    """

    name: str
    members: tuple[str, ...] = ()
    voicemail: str = ""
    ring_seconds: int = DEFAULT_RING_SECONDS
