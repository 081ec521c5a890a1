"""Random ids and secrets."""

import os
import secrets
from random import Random
from typing import Final

_RANDOM: Final = Random()  # noqa: S311 - ids are not secrets
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_RANDOM.seed)


class RandomIds:
    """Creates unique ids of 64 random bits.

    The operating system seeds the generator once. Reading random bytes from it for every id would
    release the interpreter lock and let other threads run first, for milliseconds.
    """

    def new(self, kind: str) -> str:
        """Return an id such as ``speak-1b4e28ba2fa1c3d5``."""
        return f"{kind}-{_RANDOM.getrandbits(64):016x}"


def new_secret() -> str:
    """Return 256 random bits in hex."""
    return secrets.token_hex(32)
