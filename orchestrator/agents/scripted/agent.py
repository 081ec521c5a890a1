"""The agent: its next move follows from the briefing and the conversation, nothing else."""

from collections.abc import Sequence
from itertools import chain

from hookflash.domain.call.conversation import Conversation, Line
from hookflash.domain.job.briefing import Briefing
from hookflash.domain.policy.speech.answer import Answer, answer
from hookflash.domain.policy.speech.request import declines_text
from hookflash.orchestrator.agents.scripted import speech
from hookflash.orchestrator.agents.scripted.following import Moves
from hookflash.orchestrator.agents.scripted.memory import Memory, recall
from hookflash.orchestrator.agents.scripted.reply import reply
from hookflash.orchestrator.agents.scripted.report import report
from hookflash.orchestrator.agents.scripted.requests import request
from hookflash.orchestrator.ports.agent import Move, Say, UseTool


class ScriptedAgent:
    """Follows the jobs by rules: negation first, then transfer, then text (DESIGN §5)."""

    label = "Scripted agent (no AI model)"

    async def next_move(self, briefing: Briefing, conversation: Conversation) -> Move | None:
        """Give the next move, or None to wait for the caller."""
        return decide_move(briefing, conversation)


def decide_move(briefing: Briefing, conversation: Conversation) -> Move | None:
    """Decide the next move: greet, finish what the caller's words call for, then report."""
    if conversation.state != "conversing":
        return None
    if not any(line.by == "agent" for line in conversation.lines):
        return Say(text=briefing.greeting or speech.greeting(briefing.agent_name))
    memory = recall(briefing, conversation, len(conversation.lines))
    plans = chain([(_answering(memory), memory.since)], report(memory))
    return next((move for moves, made in plans for move in _left(moves, made)), None)


def _answering(memory: Memory) -> Moves:
    """Answer the caller; if they spoke between an announcement and its text, send that first."""
    last = memory.before[-1:]
    if not last or last[0].by != "agent" or last[0].asks is not None:
        return reply(memory)
    left = _left(reply(memory.earlier), memory.earlier.since)
    unwanted = declines_text(memory.words) or answer(memory.words) is Answer.NO
    if left and isinstance(left[0], UseTool) and not unwanted:
        return (left[0], *request(memory))
    return reply(memory)


def _left(moves: Moves, made: Sequence[Line]) -> Moves:
    """Those of ``moves`` that are not made yet."""
    left = list(moves)
    for line in made:
        if left and _is_made(left[0], line):
            left.pop(0)
    return tuple(left)


def _is_made(move: Move, line: Line) -> bool:
    if isinstance(move, Say):
        return line.by == "agent" and line.text == move.text
    return line.by == "tool" and line.tool == move.tool
