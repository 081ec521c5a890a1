"""The call so far, split at the caller's last turn.

It is derived from the briefing and the conversation; no state is kept between moves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
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
from hookflash.domain.policy.speech.answer import Answer
from hookflash.orchestrator.agents.scripted.caller_status import caller_status
from hookflash.orchestrator.agents.scripted.condition import Heard, Outcome
from hookflash.orchestrator.agents.scripted.playbook import Place, Playbook, playbook

_KEYS = {"1": Answer.YES, "2": Answer.NO}
"""Keys answer as they do for a transfer: 1 is yes, 2 is no."""


@dataclass(frozen=True, slots=True)
class Memory:
    """The call up to a line, split where the caller spoke last."""

    briefing: Briefing
    conversation: Conversation
    playbook: Playbook
    before: tuple[Line, ...]
    """The lines before the caller's last words."""
    turn: tuple[Line, ...]
    """The caller's last words, line by line."""
    since: tuple[Line, ...]
    """The lines after the caller's last words."""
    words: str
    """The caller's last words; utterances without a reply in between are joined."""
    pressed: str
    """The keys pressed last, if the caller said nothing."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines of the call."""
        return self.conversation.lines

    @property
    def heard(self) -> tuple[str, ...]:
        """The caller's words since the last transfer proposal, including the last words.

        Earlier words are left out so that a request that led to a proposal leads to no second one.
        """
        transfers = {place.use.tool for place in self.playbook.places(TransferCall)}
        since = list(takewhile(lambda line: line.tool not in transfers, reversed(self.before)))
        said = [line.text for line in reversed(since) if line.by == "caller" and line.text.strip()]
        return (*said, self.words)

    @property
    def all_heard(self) -> tuple[str, ...]:
        """Everything that the caller has said, in order."""
        said = (line.text for line in self._lines_so_far if line.by == "caller")
        return tuple(words for words in said if words.strip())

    def hear(self, *words: str, outcome: Outcome = "", barred: bool = False) -> Heard:
        """What conditions are evaluated on: ``words``, and what is known of the caller."""
        return Heard(words, outcome, barred, caller_status(self._lines_so_far))

    @property
    def _lines_so_far(self) -> tuple[Line, ...]:
        return (*self.before, *self.turn)

    @property
    def earlier(self) -> "Memory":
        """The call as it was before the caller's last words."""
        return recall(self.briefing, self.conversation, len(self.before))

    @property
    def asked(self) -> Line | None:
        """The line with the question that was open when the caller last spoke."""
        for line in reversed(self.before):
            if line.by == "caller":
                return None
            if line.asks is not None:
                return line
        return None

    @property
    def asked_words(self) -> str:
        """The words of that question, which an answer may repeat."""
        return self.asked.text if self.asked else ""

    @property
    def question(self) -> Question:
        """The question in ``asked``; without one, a question of no particular kind."""
        asks = self.asked.asks if self.asked else None
        return asks or Question(kind="other")

    def key_answer(self) -> Answer | None:
        """The answer given by a key, or None if none was pressed."""
        return _KEYS.get(self.pressed, Answer.UNCLEAR) if self.pressed else None

    def said(self, text: str) -> bool:
        """Whether the agent said ``text`` before the caller's last words."""
        return any(line.by == "agent" and text in line.text for line in self.before)

    def uses_before(self) -> Iterator[Line]:
        """Yield the tool uses before the caller's last words, latest first."""
        return (line for line in reversed(self.before) if line.by == "tool")

    def used(self, tool: str) -> bool:
        """Whether ``tool`` was used before the caller's last words."""
        return any(line.tool == tool for line in self.uses_before())

    def last_place(self) -> Place | None:
        """The step of the last tool use before the caller's last words."""
        last = next((line.tool for line in self.uses_before()), "")
        return self.playbook.place(last) if last else None

    def text(self, tool: str) -> TextSoFar | None:
        """The latest text sent by ``tool``."""
        return next((t for t in reversed(self.conversation.texts) if t.tool == tool), None)

    def text_about(self, effect_key: str) -> TextSoFar | None:
        """The text with that effect key."""
        return next((t for t in self.conversation.texts if t.effect_key == effect_key), None)

    def proposal(self, tool: str) -> ProposalSoFar | None:
        """The latest transfer proposed by ``tool``."""
        return next((p for p in reversed(self.conversation.proposals) if p.tool == tool), None)

    def ended_as(self, tool: str, *outcomes: str) -> bool:
        """Whether this transfer was proposed before, with one of ``outcomes``."""
        proposal = self.proposal(tool)
        return self.used(tool) and proposal is not None and proposal.outcome in outcomes

    def turned_down(self, tool: str) -> bool:
        """Whether the caller was asked about this transfer before and did not accept."""
        return self.ended_as(tool, "declined", "lapsed")


def recall(briefing: Briefing, conversation: Conversation, upto: int) -> Memory:
    """Return the memory of the first ``upto`` lines of a conversation."""
    lines = conversation.lines
    end = next((n for n in range(upto, 0, -1) if lines[n - 1].by == "caller"), 0)
    start = next((n for n in range(end, 0, -1) if lines[n - 1].by != "caller"), 0)
    turn = lines[start:end]
    words = ". ".join(line.text.strip() for line in turn if line.text.strip())
    return Memory(
        briefing=briefing,
        conversation=conversation,
        playbook=playbook(briefing),
        before=lines[:start],
        turn=turn,
        since=lines[end:upto],
        words=words,
        pressed="" if words else "".join(line.digits for line in turn),
    )
