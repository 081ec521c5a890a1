"""The call so far, as this agent looks at it: the caller's last turn, and what came before it.

All of it follows from the briefing and the conversation; nothing is kept between moves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from hookflash.domain.call.conversation import (
    Conversation,
    Line,
    ProposalSoFar,
    Question,
    TextSoFar,
)
from hookflash.domain.job.action import TransferCall
from hookflash.domain.job.briefing import Briefing
from hookflash.domain.policy.answer import Answer
from hookflash.orchestrator.agents.scripted.playbook import Place, Playbook, playbook

_KEYS = {"1": Answer.YES, "2": Answer.NO}
"""A keypress answers as on a transfer (PRODUCT.md, "Transfer call")."""


@dataclass(frozen=True)
class Memory:
    """The call as far as ``upto``, the number of lines looked at."""

    briefing: Briefing
    conversation: Conversation
    upto: int

    @cached_property
    def playbook(self) -> Playbook:
        """What the jobs on this call allow."""
        return playbook(self.briefing)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines looked at."""
        return self.conversation.lines[: self.upto]

    @cached_property
    def turn(self) -> tuple[int, int]:
        """Where the caller's last words begin and end; both 0 if there are none."""
        end = next((n for n in range(self.upto, 0, -1) if self.lines[n - 1].by == "caller"), 0)
        start = end
        while start and self.lines[start - 1].by == "caller":
            start -= 1
        return start, end

    @cached_property
    def words(self) -> str:
        """What the caller said last."""
        return _words(self.lines[slice(*self.turn)])

    @cached_property
    def pressed(self) -> str:
        """The keys pressed last, if the caller only pressed keys."""
        return "" if self.words else "".join(line.digits for line in self.lines[slice(*self.turn)])

    @cached_property
    def since(self) -> tuple[Line, ...]:
        """What was said and done since the caller spoke."""
        return self.lines[self.turn[1] :]

    @cached_property
    def before(self) -> tuple[Line, ...]:
        """The lines before the caller's last words."""
        return self.lines[: self.turn[0]]

    @cached_property
    def heard(self) -> tuple[str, ...]:
        """What the caller said, turn by turn, since a transfer was last proposed.

        A request for a person that has been put to them is not to be put again.
        """
        memory, said = self, [self.words]
        while memory.turn[0] and not memory.proposed:
            memory = memory.earlier
            said.append(memory.words)
        return tuple(filter(None, reversed(said)))

    @property
    def proposed(self) -> bool:
        """Whether the agent used a transfer between the caller's last turn and the one before."""
        transfers = {place.use.tool for place in self.playbook.places(TransferCall)}
        made = takewhile(lambda line: line.by != "caller", reversed(self.before))
        return any(line.tool in transfers for line in made)

    @property
    def earlier(self) -> "Memory":
        """The call before the caller's last words."""
        return Memory(self.briefing, self.conversation, self.turn[0])

    @cached_property
    def asked(self) -> Line | None:
        """The line with the question that was open when the caller spoke last."""
        for line in reversed(self.before):
            if line.by == "caller":
                return None
            if line.asks is not None:
                return line
        return None

    @property
    def question(self) -> Question:
        """That question; one of no kind in particular if there was none."""
        asks = self.asked.asks if self.asked else None
        return asks or Question(kind="other")

    def key_answer(self) -> Answer | None:
        """The answer given by a key, if one was pressed."""
        return _KEYS.get(self.pressed, Answer.UNCLEAR) if self.pressed else None

    def said(self, text: str) -> bool:
        """Whether the agent has said ``text`` before the caller's last words."""
        return any(line.by == "agent" and text in line.text for line in self.before)

    def uses_before(self) -> Iterator[tuple[int, Line]]:
        """The uses of tools before the caller's last words, the latest first."""
        lines = enumerate(self.before)
        return (found for found in reversed(list(lines)) if found[1].by == "tool")

    def used(self, tool: str) -> bool:
        """Whether ``tool`` was used before the caller's last words."""
        return any(line.tool == tool for _, line in self.uses_before())

    def last_place(self) -> Place | None:
        """The step whose tool was used last before the caller's last words."""
        last = next((line.tool for _, line in self.uses_before()), "")
        return self.playbook.place(last) if last else None

    def text(self, tool: str) -> TextSoFar | None:
        """What has become of the latest text of ``tool``."""
        return next((t for t in reversed(self.conversation.texts) if t.tool == tool), None)

    def text_about(self, effect_key: str) -> TextSoFar | None:
        """The text with that key."""
        return next((t for t in self.conversation.texts if t.effect_key == effect_key), None)

    def proposal(self, tool: str) -> ProposalSoFar | None:
        """What has become of the latest proposal of ``tool``."""
        return next((p for p in reversed(self.conversation.proposals) if p.tool == tool), None)

    def came_to(self, tool: str, *outcomes: str) -> bool:
        """Whether this transfer was proposed before, and came to one of ``outcomes``."""
        proposal = self.proposal(tool)
        return self.used(tool) and proposal is not None and proposal.outcome in outcomes

    def turned_down(self, tool: str) -> bool:
        """Whether the caller was asked for this transfer before, and did not want it."""
        return self.came_to(tool, "declined", "lapsed")


def _words(lines: tuple[Line, ...]) -> str:
    return ". ".join(line.text.strip() for line in lines if line.text.strip())
