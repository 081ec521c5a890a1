"""Names contacts in streams and threads.

A contact is identified by an E.164 number, by a pseudonym after its erasure, or by a caller id
that is no number, such as a SIP address.
"""

import re
from typing import Final
from uuid import UUID, uuid5

PSEUDONYM: Final = "erased-"
"""The prefix of every pseudonym; no other contact begins with it."""

_NUMBER: Final = re.compile(r"\+[0-9]+")
_OTHERS: Final = UUID("7d1a1f0e-2f0c-4a0b-9a54-5b8f3f0c6d21")


def is_number(contact: str) -> bool:
    """Whether ``contact`` is a number in the shape of E.164, valid or not."""
    return _NUMBER.fullmatch(contact) is not None


def is_pseudonym(contact: str | None) -> bool:
    """Whether ``contact`` stands for a person whose data was erased."""
    return contact is not None and contact.startswith(PSEUDONYM)


def contact_key(contact: str) -> str:
    """The part of a stream's name that stands for ``contact``.

    The digits of a number, a pseudonym as it is, and a hash of anything else: an address may
    contain the dots that separate the parts of a stream's name.
    """
    if is_number(contact):
        return contact.removeprefix("+")
    return contact if is_pseudonym(contact) else f"id-{uuid5(_OTHERS, contact).hex}"
