"""Decides the scripted agent's next move from the briefing and the conversation alone."""

from collections.abc import Sequence
from itertools import chain

from hookflash.domain.call.conversation import Conversation, Line
from hookflash.domain.job.briefing import Briefing
from hookflash.domain.policy.speech.answer import Answer
from hookflash.orchestrator.agents.scripted import speech
from hookflash.orchestrator.agents.scripted.job_moves import Moves
from hookflash.orchestrator.agents.scripted.listening import answer, declines_text, listening
from hookflash.orchestrator.agents.scripted.memory import Memory, recall
from hookflash.orchestrator.agents.scripted.reply import reply
from hookflash.orchestrator.agents.scripted.report import report
from hookflash.orchestrator.agents.scripted.requests import request
from hookflash.orchestrator.agents.scripted.translation import planned, spoken
from hookflash.orchestrator.ports.agent import Move, Say, UseTool


def decide_move(briefing: Briefing, conversation: Conversation) -> Move | None:
    """Return the next move: greet, then answer the caller, then report results; None to wait.

    Words are read, and the agent's own sentences said, in the language of the briefing.
    """
    language = briefing.language
    with listening(language):
        move = _planned_move(briefing, planned(conversation, language))
    if isinstance(move, Say) and move.text != briefing.greeting:
        return move.model_copy(update={"text": spoken(str(move.text), language)})
    return move


def _planned_move(briefing: Briefing, conversation: Conversation) -> Move | None:
    if conversation.state != "conversing":
        return None
    if not any(line.by == "agent" for line in conversation.lines):
        return Say(text=briefing.greeting or speech.greeting(briefing.agent_name))
    memory = recall(briefing, conversation, len(conversation.lines))
    plans = chain([(_answer_caller(memory), memory.since)], report(memory))
    return next((move for moves, made in plans for move in _remaining(moves, made)), None)


def _answer_caller(memory: Memory) -> Moves:
    """Reply to the caller; if they spoke between an announcement and its text, send that first."""
    if any(line.standard for line in memory.since):
        return ()
    last = memory.before[-1:]
    if not last or last[0].by != "agent" or last[0].asks is not None:
        return reply(memory)
    remaining = _remaining(reply(memory.earlier), memory.earlier.since)
    unwanted = declines_text(memory.words) or answer(memory.words) is Answer.NO
    if remaining and isinstance(remaining[0], UseTool) and not unwanted:
        return (remaining[0], *request(memory))
    return reply(memory)


def _remaining(moves: Moves, made: Sequence[Line]) -> Moves:
    """Return the ``moves`` that are not in ``made`` yet; of words said in part, what is left."""
    remaining = list(moves)
    for line in made:
        if remaining:
            left = _left(remaining[0], line)
            remaining[:1] = [] if left is None else [left]
    return tuple(remaining)


def _left(move: Move, line: Line) -> Move | None:
    """What is left of ``move`` after ``line``; None if that was all of it."""
    if isinstance(move, UseTool):
        return None if line.by == "tool" and line.tool == move.tool else move
    text = str(move.text)
    if line.by != "agent" or not text.startswith(line.text):
        return move
    rest = text[len(line.text) :].lstrip()
    return move.model_copy(update={"text": rest}) if rest else None
