"""Finds transfer destinations: members, inboxes, and numbers outside the workspace."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from hookflash.domain.job.action import Destination
from hookflash.domain.job.name_end import ends_there
from hookflash.domain.job.sentence import sentence_at
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
    """

    members: Collection[str] = ()
    inboxes: Collection[str] = ()
    own_numbers: Collection[str] = ()

    def find(self, text: str) -> Destination | Problem:
        """The destination that ``text`` names as a whole; a full stop after it is ignored."""
        stem = text.rstrip(" .")
        if found := self._named.get(folded(text)) or self._named.get(folded(stem)):
            return found
        number = _NUMBER.match(stem)
        if number and (number.end() == len(stem) or extension_after(stem, number.end())):
            return self._external(stem)
        return self._unknown(text)

    def has(self, destination: Destination) -> bool:
        """Whether ``destination``, found before, can still be found."""
        if destination.kind == "external":
            return destination.name not in self.own_numbers
        return self._named.get(folded(destination.name)) == destination

    def find_leading(self, text: str, *, leads: bool = False) -> tuple[Destination | Problem, int]:
        """The destination at the beginning of ``text``, and the offset at which it ends.

        The longest name wins, in whole words only. A number is read only if no name matches. What
        follows must not look like more of the name. ``leads``: another action follows ``text``.
        """
        found: Destination | Problem
        if named := self._longest_name(text):
            found, end = named
        elif number := _NUMBER.match(text):
            if extension_after(text, number.end()):
                return self._external(text), len(text)
            found, end = self._external(number[0]), number.end()
        else:
            sentence = sentence_at(text, 0, len(text))
            return self._unknown(text[: sentence.end]), len(text)
        after = text[end - 1 if text[end - 1] == "." else end :]
        if isinstance(found, Destination) and not ends_there(after, leads=leads):
            return self._goes_on(text, text[:end], found), len(text)
        return found, end

    def _goes_on(self, text: str, name: str, found: Destination) -> Problem:
        """The problem of words after a name that could be part of another one."""
        whole = text[: sentence_at(text, len(name), len(text)).end].strip(" .,;:")
        shown = whole if len(whole) <= _SHOWN else f"{whole[:_SHOWN].rstrip()}…"
        kind = "number" if found.kind == "external" else found.kind
        return Problem(
            wrong=f"“{shown}” could be the {kind} “{found.name}” and more words, or another name",
            right=f"Write “[/Transfer call: {found.name}]” if that is meant. There is no member, "
            f"inbox, or number “{shown}”, so “[/Transfer call: {shown}]” would be an error.",
        )

    @cached_property
    def _named(self) -> dict[str, Destination]:
        members = {folded(name): Destination(kind="member", name=name) for name in self.members}
        inboxes = {folded(name): Destination(kind="inbox", name=name) for name in self.inboxes}
        return members | inboxes

    @cached_property
    def _by_first_word(self) -> dict[str, list[str]]:
        """The folded names by their first word, the longest first."""
        found: dict[str, list[str]] = {}
        for name in sorted(self._named, key=len, reverse=True):
            found.setdefault(name.partition(" ")[0], []).append(name)
        return found

    @cached_property
    def _reach(self) -> int:
        """How far to read for a name: folding may shorten it, so twice its length and some."""
        return 2 * max((len(name) for name in self._named), default=0) + 10

    def _longest_name(self, text: str) -> tuple[Destination, int] | None:
        head = folded(text[: self._reach])
        for first in _beginnings(head):
            for name in self._by_first_word.get(first, ()):
                if head.startswith(name) and (end := self._end_of(name, text)):
                    return self._named[name], end
        return None

    def _end_of(self, name: str, text: str) -> int | None:
        """The offset at which ``text``, which begins with the folded ``name``, ends it."""
        ends = range(1, min(len(text), self._reach) + 1)
        for end in sorted(ends, key=lambda end: abs(end - len(name))):
            if _ends_word(text, end) and folded(text[:end]) == name:
                return end
        return None

    def _external(self, text: str) -> Destination | Problem:
        number = dialable(text, self.own_numbers)
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


def _beginnings(head: str) -> Iterator[str]:
    """The beginnings of the first word, which may end in the punctuation after a name."""
    first = head.partition(" ")[0]
    return (first[:end] for end in range(len(first), 0, -1))
