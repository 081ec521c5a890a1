"""The faults of the stand-in and how often they happen: by a list, or by a seed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random
from typing import Literal, Protocol

Fault = Literal[
    "none",
    "lost",  # the request never arrives
    "late",  # it arrives, but long after the connection has broken
    "answer_lost",  # done, and then the connection breaks
    "error_after",  # done, and then a 500
    "slow",  # done, but the answer takes longer than the timeout
    "error_before",  # not done, a 503
    "throttled",  # not done, a 429
    "refused",  # not done, for good
    "blind",  # a query finds nothing, although there is something
    "repeated",  # a report is delivered twice
    "delayed",  # a report is overtaken by later ones
    "dropped",  # a report never comes
]


class Plan(Protocol):
    """Chooses the fault of each request and each report."""

    def fault(self, path: str, key: str) -> Fault:
        """The fault of the next request to ``path`` under ``key``."""
        ...


class ListedPlan:
    """The next requests to each path have the listed faults; those after them have none."""

    def __init__(self, faults: Mapping[str, Sequence[Fault]]) -> None:
        self._faults = {path: list(listed) for path, listed in faults.items()}

    def fault(self, path: str, key: str) -> Fault:  # noqa: ARG002 - in order, whatever the key
        """The next fault in the list."""
        listed = self._faults.get(path)
        return listed.pop(0) if listed else "none"


Odds = Mapping[Fault, int]
"""In percent; the rest has no fault."""
REQUEST: Odds = {
    "lost": 3,
    "late": 3,
    "answer_lost": 4,
    "error_after": 3,
    "slow": 2,
    "error_before": 2,
    "throttled": 6,
    "refused": 2,
}
ODDS: Mapping[str, Odds] = {
    "texts": REQUEST,
    "rings": REQUEST,
    "hand-overs": REQUEST,
    "voicemails": REQUEST,
    "releases": {"lost": 5, "answer_lost": 5, "error_before": 5},
    "hang-ups": {"lost": 5, "answer_lost": 5, "error_before": 5},
    "find": {"lost": 5, "error_before": 5, "blind": 20},
    "text.status": {"repeated": 15, "delayed": 15, "dropped": 5},
    "leg.status": {"repeated": 15, "delayed": 5},
    "voicemail.recorded": {"repeated": 15, "delayed": 15},
}


class SeededPlan:
    """Faults at ``odds``, each drawn from the seed, the key and how often the key was used."""

    def __init__(self, seed: str, odds: Mapping[str, Odds] = ODDS) -> None:
        self._seed = seed
        self._odds = odds
        self._used: Counter[tuple[str, str]] = Counter()

    def fault(self, path: str, key: str) -> Fault:
        """The fault drawn for this use of the key."""
        odds = self._odds.get(path, {})
        self._used[path, key] += 1
        use = f"{self._seed}/{path}/{key}/{self._used[path, key]}"
        draw = Random(use)  # noqa: S311 - a seed is to repeat
        kinds: dict[Fault, int] = {**odds, "none": 100 - sum(odds.values())}
        return draw.choices(list(kinds), list(kinds.values()))[0]
