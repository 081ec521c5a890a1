"""Where a text without brackets ends; both places if it could end in either.

It ends with its sentence or line, before words that are clearly addressed to the agent. Whatever
follows and could be part of the text leaves it open.
"""

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from hookflash.domain.job.addressee import (
    Addressed,
    addressed,
    begins_another_line,
    speaks_to_customer,
    states_condition,
)
from hookflash.domain.job.sentence import (
    ADDRESS,
    JOINT,
    Sentence,
    address_trimmed,
    first_visible,
    sentence_at,
    sentences,
    without_connectives,
    without_punctuation,
)

_ADVERB: Final = re.compile(
    r"\s*,?\s*(?:now|right\s+away|immediately|please|as\s+well|too|again|first|afterwards?|later|"
    r"directly|at\s+once|ahora|por\s+favor)\W*",
    re.IGNORECASE,
)
_UNFINISHED: Final = re.compile(r"[:,;\uff1a\uff0c]\s*")


_CLAUSE: Final = 200
"""Characters. What a clause is about is said by then."""


class Extent(NamedTuple):
    """Where the text ends; ``other`` is where else it could end, None if that is clear."""

    end: int
    other: int | None = None


@dataclass(frozen=True)
class Room:
    """Where a text is: from ``start`` to ``stop``, the end of its line or the next action.

    ``leads``: an action follows at ``stop``. ``below`` is the end of the next line, or of the part
    of it before an action; None if nothing is below. ``below_leads``: that is before an action.
    """

    text: str
    start: int
    stop: int
    leads: bool
    below: int | None = None
    below_leads: bool = False

    def extent(self) -> Extent:
        """Where the text ends."""
        first = sentence_at(self.text, self.start, self.stop)
        if (inside := self._inside(first)) is not None:
            return inside
        end = without_punctuation(self.text, first.start, first.end)
        if self._leads(first):
            return Extent(without_punctuation(self.text, first.start, self._before_action(first)))
        if self.text[first.after : self.stop].strip() or self.leads:
            return self._before_sentences(first, end)
        return self._before_line(end)

    def _leads(self, sentence: Sentence) -> bool:
        """Whether ``sentence`` runs up to the next action."""
        return self.leads and sentence.end == self.stop

    def _before_action(self, sentence: Sentence) -> int:
        return without_connectives(self.text, sentence.start, sentence.end)

    def _before_sentences(self, first: Sentence, end: int) -> Extent:
        """End with the first sentence if the second one is addressed to the agent."""
        other = None
        for following in sentences(self.text, first.after, self.stop):
            words = self.text[following.start : following.end]
            if addressed(words, leads=self._leads(following)) is Addressed.CLEAR:
                break
            other = following.after
        return Extent(end, other)

    def _before_line(self, end: int) -> Extent:
        """End with the line if the next one begins something else."""
        if self.below is None:
            return Extent(end)
        below = self.text[self.stop : self.below].removeprefix("\n")
        if not below.strip():
            return Extent(end)
        if not _UNFINISHED.search(self.text, max(self.start, end - 1), self.stop):
            clear = addressed(below, leads=self.below_leads) is Addressed.CLEAR
            if clear or begins_another_line(below):
                return Extent(end)
        return Extent(end, self.below)

    def _inside(self, first: Sentence) -> Extent | None:
        """End before a clause that is, or may be, addressed to the agent; None without one."""
        address = self._address_alone(first)
        if address and _ADVERB.fullmatch(self.text, address, first.end) and not self._leads(first):
            return Extent(address, first.end)
        stop = self._before_action(first) if self._leads(first) else first.end
        joints = list(JOINT.finditer(self.text, first_visible(self.text, self.start, stop), stop))
        led_up_to: int | None = None
        for joint, clause_end in zip(joints, _ends(joints, stop), strict=True):
            at = joint.start() if led_up_to is None else led_up_to
            clause = self.text[joint.end() : min(clause_end, joint.end() + _CLAUSE)]
            leads = self._leads(first) and clause_end == stop
            if (cut := self._cut(joint, clause, address, at, leads=leads)) is not None:
                end = without_punctuation(self.text, self.start, at)
                return Extent(end) if cut else Extent(end, first.end)
            led_up_to = None if clause.strip() else at
        return None

    def _cut(
        self, joint: re.Match[str], clause: str, address: int | None, at: int, *, leads: bool
    ) -> bool | None:
        """Whether the text ends at ``at``, before ``joint``; False: maybe, None: it does not."""
        alone = address is not None and not self.text[address:at].strip(" .,;:!?'\"")
        condition = states_condition(clause)
        verdict = addressed(clause, leads=leads and bool(joint["condition"]))
        if verdict is Addressed.CLEAR or condition:
            return alone or bool(joint["then"]) or (leads and condition)
        if verdict is Addressed.UNCLEAR or (joint["then"] and clause.strip()):
            return False
        unaddressed = joint["condition"] and not speaks_to_customer(clause)
        continued = joint["and"] or unaddressed or (joint["mark"] and clause.strip())
        return False if alone and continued else None

    def _address_alone(self, first: Sentence) -> int | None:
        """The end of the web address with which the text begins; None if it does not."""
        start = first_visible(self.text, first.start, first.end)
        address = ADDRESS.match(self.text, start, first.end)
        return address_trimmed(self.text, address) if address else None


def _ends(joints: list[re.Match[str]], stop: int) -> list[int]:
    """Where each clause ends: "ask if it came" is one, with the condition in it."""
    ends: list[int] = []
    end = stop
    for joint in reversed(joints):
        ends.append(end)
        if joint["condition"] is None:
            end = joint.start()
    return ends[::-1]
