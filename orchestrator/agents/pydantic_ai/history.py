"""Writes a conversation as pydantic-ai's messages: from the log, so that any worker goes on."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from pydantic_ai.messages import (
    ModelMessage,
    ModelRequest,
    ModelRequestPart,
    ModelResponse,
    ModelResponsePart,
    TextPart,
    ToolCallPart,
    ToolReturnPart,
    UserPromptPart,
)

from hookflash.domain.call.conversation import Conversation, Line
from hookflash.domain.policy.proposing import REASONS
from hookflash.domain.policy.texting import WORDS
from hookflash.orchestrator.agents.desk.outcomes import (
    proposal_outcome,
    text_outcome,
    text_refused,
    transfer_refused,
)
from hookflash.orchestrator.ports.agent import Turn

GREET: Final = "The call has just begun, and the caller has not spoken. Greet them."
NOTE: Final = "(A note by the system, not by the caller.) {text}"
_NAME: Final = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_UNNAMED: Final = "unknown_tool"
"""Stands for the name of an invented tool that no provider would take back."""
_Part = ModelRequestPart | ModelResponsePart


def history(turn: Turn) -> list[ModelMessage]:
    """What was said and done on the call, and last what the model is to react to.

    Empty if there is nothing: the agent has said what there is to say, and nothing became known.
    """
    parts = list(_parts(turn.conversation))
    if not parts:
        return [ModelRequest(parts=[UserPromptPart(GREET)])]
    if turn.conversation.lines[-1].by == "agent":
        if not any(news.reply_due for news in turn.news):
            return []
        fresh = [news for news in turn.news if news.kind != "promise_flagged"]
        parts += [_note(news.text) for news in fresh]
    grouped = groupby(parts, key=lambda part: isinstance(part, TextPart | ToolCallPart))
    return [
        ModelResponse(parts=list(own)) if ours else ModelRequest(parts=list(own))  # type: ignore[arg-type]
        for ours, own in grouped
    ]


def rejected_since_the_caller_spoke(conversation: Conversation) -> int:
    """How many tool calls in a row the core has rejected or refused."""
    count = 0
    for line in reversed(conversation.lines):
        if line.by == "caller":
            return count
        count += line.by == "tool" and bool(line.text)
    return count


def _parts(conversation: Conversation) -> Iterator[_Part]:
    uses: Counter[str] = Counter()
    flags = list(conversation.flags)
    for line in conversation.lines:
        while flags and flags[0].position < line.position:
            yield _note(flags.pop(0).correction)
        if line.by == "tool":
            uses[line.tool] += not _is_rejected(line)
            yield from _tool_use(conversation, line, uses[line.tool])
        elif line.by == "agent":
            yield TextPart(line.text)
        elif line.by == "text":
            yield _note(f"The caller sent a text: “{line.text}”")
        else:
            yield UserPromptPart(line.text or f"(The caller pressed {line.digits}.)")
    yield from (_note(flag.correction) for flag in flags)


def _note(text: str) -> UserPromptPart:
    return UserPromptPart(NOTE.format(text=text))


def _tool_use(conversation: Conversation, line: Line, occurrence: int) -> Iterator[_Part]:
    name = line.tool if _NAME.fullmatch(line.tool) else _UNNAMED
    known = f"call-{line.position}"
    yield ToolCallPart(name, {}, tool_call_id=known)
    yield ToolReturnPart(name, _result(conversation, line, occurrence), tool_call_id=known)


def _is_rejected(line: Line) -> bool:
    """Whether the core did not take the tool call at all; a refused text or transfer it took."""
    return bool(line.text) and line.text not in WORDS and line.text not in REASONS


def _result(conversation: Conversation, line: Line, occurrence: int) -> str:
    """What came of a use of a tool, as the desk tells it; ``occurrence`` counts its uses."""
    if _is_rejected(line):
        return f"Nothing was done: {line.text}."
    text = next(
        (t for t in conversation.texts if (t.tool, t.occurrence) == (line.tool, occurrence)), None
    )
    if text is not None:
        return text_refused(line.text) if line.text else text_outcome(text)
    if line.text:
        return transfer_refused(line.text)
    proposals = [one for one in conversation.proposals if one.tool == line.tool]
    return proposal_outcome(proposals[occurrence - 1].outcome if proposals else "")
