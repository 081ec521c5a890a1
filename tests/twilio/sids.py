"""Ids as Twilio makes them: two letters for the kind and 32 hexadecimal digits."""

from hashlib import md5
from itertools import count


class Sids:
    """Ids that a seed repeats."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._numbers = count(1)

    def new(self, prefix: str) -> str:
        """Return the next id with ``prefix``: CA for a call, SM for a text."""
        text = f"{self._seed}/{prefix}/{next(self._numbers)}"
        return prefix + md5(text.encode(), usedforsecurity=False).hexdigest()
