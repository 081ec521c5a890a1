"""Decides on the words of an agent that the host runs, which the host reports.

They were spoken, or not, before they are reported: nothing is said here but our own question, if
they displaced it. docs/explanation/consent.md explains the rules.
"""

from datetime import datetime
from typing import Literal, NamedTuple

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import ReportAgentWords
from hookflash.domain.call.conversation import Line, Question
from hookflash.domain.call.deciding.agent_questions import OTHER, bind
from hookflash.domain.call.deciding.closing import note_goodbye
from hookflash.domain.call.deciding.confirmation import KEYS, PRESSED, ask_after_another
from hookflash.domain.call.deciding.decision import Decision, deciding
from hookflash.domain.call.deciding.texts import note_arrival
from hookflash.domain.call.hearing import characters_in
from hookflash.domain.call.spoken_order import is_last_question, place_of
from hookflash.domain.event import Actor
from hookflash.domain.policy.speech.agent_questions import may_be_answered, question_in
from hookflash.domain.policy.speech.answer import Answer, arrival

Silence = Literal["", "question_open", "never_played", "agent_left", "no_live_call"]


class _Words(NamedTuple):
    """Words as they are recorded; ``place`` is where they belong among the lines of the call."""

    text: str
    spoken_at: datetime
    began_at: datetime | None
    heard_chars: int | None
    interrupted: bool
    place: int

    @property
    def characters(self) -> int:
        """How many characters the caller heard."""
        return len(self.text) if self.heard_chars is None else self.heard_chars

    @property
    def fields(self) -> dict[str, object]:
        """The fields of their event."""
        kept = ("text", "began_at", "heard_chars", "interrupted")
        return {"reported": True, **{name: getattr(self, name) for name in kept}}


@deciding(ReportAgentWords)
def report_agent_words(decision: Decision, call: Call, command: ReportAgentWords) -> None:
    """Record the words in their place without saying them, or that they were silenced."""
    words = _words(call, command)
    if reason := _silenced(call, command, words):
        known = (
            {**words.fields, "heard_chars": None} if command.heard_chars is None else words.fields
        )
        decision.note(e.AgentSilenced, Actor.SYSTEM, reason=reason, **known)
        return
    late = call.silent_since is not None
    asks = _question(call, words)
    by = Actor.PROVIDER if late else Actor.AGENT
    decision.note(e.AgentSpoke, by, asks=asks, **words.fields)
    if late:
        return
    _displace(decision, call, words, asks)
    _answered_before(decision, call, words, asks)
    if words.place == len(call.lines) and words.characters == len(words.text):
        note_goodbye(decision, call)


def _words(call: Call, command: ReportAgentWords) -> _Words:
    """Nothing is spoken after it was reported, nor heard beyond its end."""
    began_at = min(command.began_at, command.at) if command.began_at else None
    heard = command.heard_chars
    if heard is not None:
        heard = min(heard, len(command.text))
    elif command.interrupted:
        last = call.last_said
        since = began_at or (last.at if last is not None else command.at)
        heard = min(len(command.text), characters_in((command.at - since).total_seconds()))
    line = Line(position=0, at=command.at, by="agent", began_at=began_at)
    return _Words(
        text=command.text,
        spoken_at=began_at or command.at,
        began_at=began_at,
        heard_chars=heard,
        interrupted=command.interrupted,
        place=place_of(call, line),
    )


def _silenced(call: Call, command: ReportAgentWords, words: _Words) -> Silence:
    """Why the words count as never played; empty if the caller heard some of them."""
    unheard = not words.text[: words.characters].strip()
    if call.state == "ringing":
        return "no_live_call"
    if call.silent_since is not None:
        if unheard or words.began_at is None or words.began_at >= call.silent_since:
            return "agent_left" if call.agent_left else "no_live_call"
        return ""
    if call.state == "confirm_transfer":
        unknown = command.heard_chars is None and not _is_earlier(call, words)
        return "question_open" if unheard or unknown else ""
    return "never_played" if unheard else ""


def _question(call: Call, words: _Words) -> Question | None:
    """The question that the caller heard in the words.

    While our question is open, whatever a yes could answer counts as one.
    """
    asks = bind(call, question_in(words.text, words.characters), words.spoken_at)
    if asks is None and call.state == "confirm_transfer":
        return OTHER if may_be_answered(words.text, words.characters) else None
    return asks


def _open_question_at(call: Call) -> int:
    """The index of the line with our open question."""
    key = call.current.effect_key if call.current is not None else ""
    about = Question(kind="transfer", about=key)
    return max((n for n, line in enumerate(call.lines) if line.asks == about), default=-1)


def _is_earlier(call: Call, words: _Words) -> bool:
    """Whether the words began before the open question."""
    return words.began_at is not None and words.place <= _open_question_at(call)


def _displace(decision: Decision, call: Call, words: _Words, asks: Question | None) -> None:
    """Ask ours again, if a later question of the agent took its place."""
    if asks is not None and not _is_earlier(call, words):
        ask_after_another(decision, call)


def _answered_before(decision: Decision, call: Call, words: _Words, asks: Question | None) -> None:
    """Record what the caller answered, if the question is reported after its answer."""
    open_ = call.state == "conversing" and is_last_question(call, words.place - 1)
    if asks is None or asks.kind != "sms_arrived" or not open_:
        return
    said = next((line for line in call.lines[words.place :] if line.by == "caller"), None)
    if said is not None:
        meaning = KEYS.get(said.digits) if said.digits else arrival(said.text, call.language)
        answer = f"{PRESSED}{said.digits}" if said.digits else said.text
        note_arrival(decision, asks.about, meaning or Answer.UNCLEAR, answer)
