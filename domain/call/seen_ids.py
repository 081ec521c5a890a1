"""The ids that a call has seen, in a tenth of the memory of a set of strings."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from typing import Final

from hookflash.domain.idempotency import is_request

_SIGNED: Final = "q"


class SeenIds:  # noqa: PLW1641 - it changes
    """Remembers strings by their 64-bit hashes: it can tell whether it has one, and no more.

    The ids of requests are kept, because another request with the same key has to be refused.
    Python keys these hashes with a secret of the process, so that no sender can make two ids that
    share one. By chance, one in 10¹⁶ ids is taken for one of a call's first thousand.
    """

    __slots__ = ("_hashes", "requests")

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self._hashes = array(_SIGNED)
        self.requests: tuple[str, ...] = ()
        """The ids of requests, in the order in which they were added."""
        for one in ids:
            self.add(one)

    def add(self, known: str) -> None:
        """Remember an id."""
        place, found = self._place(known)
        if found:
            return
        if is_request(known):
            self.requests += (known,)
        self._hashes.insert(place, hash(known))

    def copied(self) -> "SeenIds":
        """The same ids, to which others can be added."""
        copy = SeenIds()
        copy._hashes, copy.requests = self._hashes[:], self.requests
        return copy

    def __contains__(self, known: str) -> bool:
        """Whether the id was added."""
        return self._place(known)[1]

    def __len__(self) -> int:
        """How many ids were added."""
        return len(self._hashes)

    def __eq__(self, other: object) -> bool:
        """Whether both have the same ids."""
        return isinstance(other, SeenIds) and self._hashes == other._hashes

    def _place(self, known: str) -> tuple[int, bool]:
        wanted = hash(known)
        place = bisect_left(self._hashes, wanted)
        return place, place < len(self._hashes) and self._hashes[place] == wanted
