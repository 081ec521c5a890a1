"""Finds transfer destinations: members, inboxes, and numbers outside the workspace."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from hookflash.domain.job.action import Destination
from hookflash.domain.job.sentence import text_end
from hookflash.domain.policy.dialing import dialable
from hookflash.domain.policy.phone import extension_after
from hookflash.domain.problem import Problem
from hookflash.domain.workspace.names import closest, folded, suggestable

_NUMBER = re.compile(r"[+\uff0b]?[ (]*\d(?:(?:\.|[ \-\u2010-\u2015/()]{1,3})?\d)*")
_SHOWN: Final = 40
"""How many characters of an unknown destination a problem quotes."""


@dataclass(frozen=True)
class Directory:
    """The possible transfer destinations in one workspace.

    ``own_numbers`` (E.164) are the workspace's business numbers, which no transfer may dial.
    ``shared_cost`` are the shared-cost numbers that a transfer may dial.
    """

    members: Collection[str] = ()
    inboxes: Collection[str] = ()
    own_numbers: Collection[str] = ()
    shared_cost: Collection[str] = ()

    def find(self, text: str) -> Destination | Problem:
        """The destination that ``text`` names as a whole; a full stop after it is ignored."""
        stem = text.rstrip(" .")
        if found := self._named.get(folded(text)) or self._named.get(folded(stem)):
            return found
        number = _NUMBER.match(stem)
        if number and (number.end() == len(stem) or extension_after(stem, number.end())):
            return self._external(stem)
        return self._unknown(text)

    def find_leading(self, text: str) -> tuple[Destination | Problem, int]:
        """The destination at the beginning of ``text``, and the offset at which it ends.

        The longest name wins, in whole words only. A number is read only if no name matches.
        """
        if named := self._longest_name(text):
            return named
        number = _NUMBER.match(text)
        if number is None:
            sentence = text[: text_end(text, 0, len(text), before_action=False)]
            return self._unknown(sentence), len(text)
        if extension_after(text, number.end()):
            return self._external(text), len(text)
        return self._external(number[0]), number.end()

    @cached_property
    def _named(self) -> dict[str, Destination]:
        members = {folded(name): Destination(kind="member", name=name) for name in self.members}
        inboxes = {folded(name): Destination(kind="inbox", name=name) for name in self.inboxes}
        return members | inboxes

    @cached_property
    def _longest(self) -> int:
        return max((len(name) for name in self._named), default=0)

    def _longest_name(self, text: str) -> tuple[Destination, int] | None:
        # Folding may shorten a name, so look beyond its length: twice that, and some spaces.
        reach = min(len(text), 2 * self._longest + 10)
        for end in range(reach, 0, -1):
            if _ends_word(text, end) and (found := self._named.get(folded(text[:end]))):
                return found, end
        return None

    def _external(self, text: str) -> Destination | Problem:
        number = dialable(text, self.own_numbers, shared_cost=self.shared_cost)
        if isinstance(number, Problem):
            return number
        return Destination(kind="external", name=number)

    def _unknown(self, text: str) -> Problem:
        asked = text.strip(" .,;:")
        if not asked:
            return Problem(
                wrong="the transfer has no destination",
                right="Write a member, an inbox, or a phone number after the colon.",
            )
        shown = asked if len(asked) <= _SHOWN else f"{asked[:_SHOWN].rstrip()}…"
        near = self._closest_name(asked)
        return Problem(
            wrong=f"there is no member, inbox, or number “{shown}”",
            right=f"Did you mean “{near}”?" if near else self._suggestion(),
        )

    def _closest_name(self, asked: str) -> str | None:
        names = self._suggestable
        words = asked.split()[: max((len(name.split()) for name in names), default=0)]
        for count in range(len(words), 0, -1):
            if near := closest(" ".join(words[:count]), names):
                return near
        return next((name for name in names if folded(name) in folded(asked)), None)

    @property
    def _suggestable(self) -> tuple[str, ...]:
        return suggestable(destination.name for destination in self._named.values())

    def _suggestion(self) -> str:
        few = ", ".join(f"“{name}”" for name in sorted(self._suggestable)[:10])
        known = f"Write one of {few}" if few else "Write a member or inbox of this workspace"
        return f"{known}, or a phone number such as +14155550100."


def _ends_word(text: str, end: int) -> bool:
    if end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        return False
    return not text[end - 1].isspace()
