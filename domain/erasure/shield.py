"""Names an erased contact so that their opt-out is found again, but their number is not.

A number has too few digits for a plain hash: all can be tried within minutes. This one is slow on
purpose, about 0.05 s, so that trying a thousand million numbers takes a year and a half of one
core's time. It needs the salt, which is in the log: it slows down, and does not stop, a person who
has the database (docs/explanation/threats.md).
"""

from functools import lru_cache
from hashlib import scrypt
from typing import Final

from hookflash.domain.policy.contact_key import PSEUDONYM

_COST: Final = 2**14
_BLOCK: Final = 8
_BYTES: Final = 16


@lru_cache(maxsize=10_000)
def shield_name(contact: str, salt: str) -> str:
    """The name of ``contact`` under ``salt``: always the same, and slow to compute."""
    name = scrypt(contact.encode(), salt=salt.encode(), n=_COST, r=_BLOCK, p=1, dklen=_BYTES)
    return f"{PSEUDONYM}{name.hex()}"
