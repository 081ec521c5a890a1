"""Which faults the stand-in has, and how often: from a list or from a seed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random
from typing import Literal, Protocol

Fault = Literal[
    "none",
    "lost",  # the request never arrives
    "late",  # it arrives long after the connection was closed
    "answer_lost",  # done, then the connection is closed
    "error_after",  # done, then a 500
    "slow",  # done, but the response takes longer than any timeout
    "error_before",  # not done, a 503
    "throttled",  # not done, a 429
    "refused",  # refused for good
    "blind",  # a query finds nothing although there is something
    "repeated",  # a report is delivered twice
    "delayed",  # a report is overtaken by later ones
    "dropped",  # a report never comes
]


class Plan(Protocol):
    """Decides the fault of each request and each report."""

    def fault(self, path: str, key: str) -> Fault:
        """Return the fault of the next request to ``path`` with ``key``."""
        ...


class ListedPlan:
    """Requests to each path have the listed faults in turn; after those there are none."""

    def __init__(self, faults: Mapping[str, Sequence[Fault]]) -> None:
        self._faults = {path: list(listed) for path, listed in faults.items()}

    def fault(self, path: str, key: str) -> Fault:  # noqa: ARG002 - in order, for every key
        """Return the next fault of the list."""
        listed = self._faults.get(path)
        return listed.pop(0) if listed else "none"


Odds = Mapping[Fault, int]
"""Percent of requests with each fault; the rest has none."""
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
    """Faults occur with probabilities ``odds``; each is drawn from seed, key and use count."""

    def __init__(self, seed: str, odds: Mapping[str, Odds] = ODDS) -> None:
        self._seed = seed
        self._odds = odds
        self._used: Counter[tuple[str, str]] = Counter()

    def fault(self, path: str, key: str) -> Fault:
        """Return the fault drawn for this use of the key."""
        odds = self._odds.get(path, {})
        self._used[path, key] += 1
        use = f"{self._seed}/{path}/{key}/{self._used[path, key]}"
        draw = Random(use)  # noqa: S311 - it has to be repeatable
        kinds: dict[Fault, int] = {**odds, "none": 100 - sum(odds.values())}
        return draw.choices(list(kinds), list(kinds.values()))[0]
