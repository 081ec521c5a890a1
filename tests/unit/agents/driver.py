"""A stand-in for the core: plays a caller's lines and executes the agent's moves.

The outcomes of texts and proposals are set in advance; time is a counter.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hookflash.domain.call.conversation import (
    CallState,
    Conversation,
    Line,
    ProposalSoFar,
    Question,
    SmsStatus,
    TextSoFar,
)
from hookflash.domain.job.action import Action, Destination, SendSms, TransferCall
from hookflash.domain.job.briefing import Briefing, brief, compile_actions
from hookflash.domain.job.job import Job, Text
from hookflash.domain.policy.speech.answer import Answer, answer, arrival
from hookflash.domain.policy.speech.request import asks_for_text
from hookflash.orchestrator.agents.scripted.next_move import decide_move
from hookflash.orchestrator.ports.agent import Say, UseTool

GREETING = "Thanks for calling."
MAX_MOVES = 8
_WRITTEN = re.compile(r"(\[/Send SMS: [^\]]*\]|\[/Transfer call: [^\]]*\])")


def job(name: str, instructions: str, description: str = "") -> Job:
    """A job whose actions are written in brackets."""
    parts = [part for part in _WRITTEN.split(instructions) if part]
    steps: tuple[Text | Action, ...] = tuple(map(_step, parts))
    return Job(name=name, description=description, instructions=instructions, steps=steps)


def _step(part: str) -> Text | Action:
    kind, _, content = part.strip("[]").partition(": ")
    if kind == "/Send SMS":
        return SendSms(body=content)
    if kind == "/Transfer call":
        external = content.startswith("+")
        destination = Destination(kind="external" if external else "inbox", name=content)
        return TransferCall(destination=destination)
    return Text(text=part)


@dataclass
class Core:
    """One call. ``outcomes`` are those of its texts, in order; further texts are delivered.

    ``gone`` names destinations that are refused, for the reason ``why``.
    """

    jobs: list[Job]
    outcomes: list[tuple[SmsStatus, str]] = field(default_factory=list)
    gone: tuple[str, ...] = ()
    why: str = "destination_gone"
    greeting: str = GREETING
    state: CallState = "conversing"
    lines: list[Line] = field(default_factory=list)
    texts: list[TextSoFar] = field(default_factory=list)
    proposals: list[ProposalSoFar] = field(default_factory=list)
    asks: int = 0

    def __post_init__(self) -> None:
        self.briefing: Briefing = brief("Sona", self.greeting, self.jobs)
        self.actions = {saved.tool: saved.action for saved in compile_actions(self.jobs)}
        self.turn()

    def says(self, *utterances: str) -> "Core":
        """Let the caller say these, each after the agent has finished."""
        for text in utterances:
            self._hear(Line(position=self._position, at=self._now, by="caller", text=text))
        return self

    def presses(self, digits: str) -> "Core":
        """Let the caller press keys."""
        self._hear(Line(position=self._position, at=self._now, by="caller", digits=digits))
        return self

    def lapses(self) -> "Core":
        """Let the caller be silent until a transfer question lapses."""
        self._settle("lapsed")
        self.turn()
        return self

    def turns_out(self, status: SmsStatus, reason: str = "") -> "Core":
        """Let the carrier report on the last text while the caller says nothing."""
        self.texts[-1] = self.texts[-1].model_copy(update={"status": status, "reason": reason})
        self.turn()
        return self

    @property
    def conversation(self) -> Conversation:
        """What the agent sees."""
        return Conversation(
            state=self.state,
            lines=tuple(self.lines),
            texts=tuple(self.texts),
            proposals=tuple(self.proposals),
            open_question=None,
        )

    @property
    def spoken(self) -> list[str]:
        """What the agent has said since the caller last spoke."""
        said: list[str] = []
        for line in reversed(self.lines):
            if line.by == "caller":
                break
            if line.by == "agent":
                said.insert(0, line.text)
        return said

    @property
    def last(self) -> str:
        """The last thing the agent said."""
        return self.spoken[-1] if self.spoken else ""

    @property
    def asked(self) -> str:
        """The kind of the agent's last question."""
        line = next((line for line in reversed(self.lines) if line.by == "agent"), None)
        return line.asks.kind if line and line.asks else ""

    @property
    def sent(self) -> list[str]:
        """The bodies of the texts that were not refused."""
        return [self._body(t.tool) for t in self.texts if t.status != "refused"]

    @property
    def proposed(self) -> list[str]:
        """The destinations of all proposals that were not refused."""
        return [p.destination for p in self.proposals if p.outcome != "refused"]

    def turn(self) -> None:
        """Let the agent move until it waits; fails if it never does."""
        for _ in range(MAX_MOVES):
            move = decide_move(self.briefing, self.conversation)
            if move is None:
                return
            if isinstance(move, Say):
                self._speak(str(move.text), move.asks)
            else:
                self._use(move)
        raise AssertionError(f"the agent does not stop: {self.spoken}")

    def _hear(self, line: Line) -> None:
        question = self._open_question()
        self.lines.append(line)
        keys = {"1": Answer.YES, "2": Answer.NO}
        if self.state == "confirm_transfer":
            self._confirm(keys.get(line.digits) or answer(line.text))
        elif question is not None and question.kind == "sms_arrived":
            self._arrived(question, keys.get(line.digits) or arrival(line.text))
        if self.state == "conversing":
            self.turn()

    def _confirm(self, verdict: Answer) -> None:
        if verdict is Answer.YES:
            self._settle("confirmed", "transferring")
        elif verdict is Answer.NO:
            self._settle("declined")
        elif self.asks > 1:
            self._settle("lapsed")
        else:
            self._ask_transfer("Sorry, I want to be sure. ")

    def _settle(self, outcome: str, state: CallState = "conversing") -> None:
        self.proposals[-1] = self.proposals[-1].model_copy(update={"outcome": outcome})
        self.state = state

    def _arrived(self, question: Question, verdict: Answer) -> None:
        if verdict is Answer.UNCLEAR:
            return
        at = next(n for n, text in enumerate(self.texts) if text.effect_key == question.about)
        came = verdict is Answer.YES
        self.texts[at] = self.texts[at].model_copy(update={"arrived": came})

    def _speak(self, text: str, asks: Question | None) -> None:
        assert asks is None or asks.kind != "transfer", "only the core asks for a transfer"
        asks = asks or (Question(kind="other") if "?" in text else None)
        self._say(text, asks)

    def _say(self, text: str, asks: Question | None) -> None:
        line = Line(position=self._position, at=self._now, by="agent", text=text, asks=asks)
        self.lines.append(line)

    def _use(self, move: UseTool) -> None:
        assert move.arguments == {}
        action = self.actions[move.tool]
        if isinstance(action, SendSms):
            self._send(move.tool)
        else:
            self._propose(move.tool, action.destination.name)

    def _send(self, tool: str) -> None:
        status, reason = self.outcomes.pop(0) if self.outcomes else ("delivered", "")
        if self._sent_before(tool) and not self._asked_again(tool):
            status, reason = "refused", "repeated"
        tries = sum(text.tool == tool for text in self.texts) + 1
        text = TextSoFar(
            effect_key=f"text-{len(self.texts)}",
            tool=tool,
            occurrence=tries,
            status=status,
            reason=reason,
        )
        self.texts.append(text)
        self._tool_line(tool, reason if status == "refused" else "")

    def _sent_before(self, tool: str) -> bool:
        return any(text.tool == tool and text.status != "refused" for text in self.texts)

    def _asked_again(self, tool: str) -> bool:
        keys = {text.effect_key for text in self.texts if text.tool == tool}
        last = max(n for n, line in enumerate(self.lines) if line.tool == tool)
        offered = False
        for line in self.lines[last:]:
            if line.by == "agent" and line.asks:
                offered = line.asks.kind == "sms_again" and line.asks.about in keys
            elif line.by == "caller":
                agreed = line.digits == "1" or answer(line.text) is Answer.YES
                if asks_for_text(line.text) or (offered and agreed):
                    return True
                offered = False
        return False

    def _propose(self, tool: str, destination: str) -> None:
        gone = destination in self.gone
        proposal = ProposalSoFar(
            proposal=f"proposal-{len(self.proposals)}",
            tool=tool,
            destination=destination,
            outcome="refused" if gone else "asked",
            reason=self.why if gone else "",
        )
        self.proposals.append(proposal)
        self._tool_line(tool, proposal.reason)
        if not gone:
            self.state, self.asks = "confirm_transfer", 0
            self._ask_transfer()

    def _ask_transfer(self, first: str = "") -> None:
        self.asks += 1
        proposal = self.proposals[-1]
        words = f"{first}Would you like me to transfer you to {proposal.destination}?"
        self._say(words, Question(kind="transfer", about=proposal.proposal))

    def _tool_line(self, tool: str, reason: str) -> None:
        line = Line(position=self._position, at=self._now, by="tool", tool=tool, text=reason)
        self.lines.append(line)

    def _open_question(self) -> Question | None:
        asking = (line.asks for line in reversed(self.lines) if line.by == "agent" and line.asks)
        return next(asking, None)

    def _body(self, tool: str) -> str:
        action = self.actions[tool]
        assert isinstance(action, SendSms)
        return action.body

    @property
    def _position(self) -> int:
        return len(self.lines) + 1

    @property
    def _now(self) -> datetime:
        return datetime(2030, 1, 1, tzinfo=UTC) + timedelta(seconds=len(self.lines))
