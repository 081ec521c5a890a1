"""The faults that a test orders: which requests, callbacks or sessions go wrong, and how."""

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

KINDS = {
    "rest": {"refuse", "fail_after", "lose_answer", "delay", "hang"},
    "webhook": {"duplicate", "delay", "lose", "hold", "forge"},
    "relay": {"cut", "cut_after", "delay", "duplicate", "lose"},
}


@dataclass
class Fault:
    """One order.

    ``on``: ``rest``, ``webhook`` or ``relay``. ``match``: a pattern searched in
    ``METHOD path`` of a request, ``kind url`` of a callback, or ``in|out type`` of a message of
    a relay session. ``skip`` that many matches first, then act on ``times`` of them, each with
    ``chance``. ``seconds``, ``status``, ``code`` and ``copies`` are details of ``do``.
    """

    on: str
    do: str
    match: str = ""
    times: int = 1
    skip: int = 0
    chance: float = 1.0
    seconds: float = 1.0
    status: int = 500
    code: int = 20500
    copies: int = 1

    def __post_init__(self) -> None:
        if self.do not in KINDS.get(self.on, set()):
            raise ValueError(f"on {self.on!r} there is no fault {self.do!r}; there are {KINDS}")
        re.compile(self.match)


class Faults:
    """The open orders."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)  # noqa: S311 - not for secrets
        self._open: list[Fault] = []

    def order(self, orders: Iterable[dict[str, Any]]) -> None:
        """Add orders; ValueError or TypeError names what is wrong with one."""
        self._open += [Fault(**order) for order in orders]

    def clear(self) -> None:
        """Drop all orders."""
        self._open.clear()

    def shown(self) -> list[dict[str, Any]]:
        """The open orders as JSON."""
        return [vars(fault) for fault in self._open]

    def take(self, on: str, what: str) -> Fault | None:
        """Return the order that concerns ``what``, and count it as used."""
        for fault in self._open:
            if fault.on != on or not re.search(fault.match, what):
                continue
            if fault.skip:
                fault.skip -= 1
            elif self._random.random() < fault.chance:
                return self._used(fault)
        return None

    def _used(self, fault: Fault) -> Fault:
        fault.times -= 1
        if not fault.times:
            self._open = [other for other in self._open if other is not fault]
        return fault
