"""Records the moves of an agent that were not made: more than a turn has, or made too late."""

from typing import Final

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import DropMove
from hookflash.domain.call.deciding.actions import refuse_endless
from hookflash.domain.call.deciding.decision import Decision, deciding
from hookflash.domain.event import Actor

DROPPED: Final = {
    "too_many_moves": "a turn has eight moves at most, and this would be one more",
    "superseded": "the caller spoke before it was made",
}
"""Each reason, as the agent reads it beside a tool call. Stored in the log: never reword."""


@deciding(DropMove)
def drop_move(decision: Decision, call: Call, command: DropMove) -> None:
    """Record the words as not said, or the tool call as rejected."""
    if not command.tool:
        said = {"text": command.text, "reason": command.reason}
        decision.note(e.AgentSilenced, Actor.SYSTEM, **said)
        return
    refuse_endless(call)
    decision.note(
        e.ToolCallRejected,
        Actor.SYSTEM,
        tool=command.tool,
        tool_call_id=command.tool_call_id,
        arguments=command.arguments,
        reason=command.reason,
        detail=DROPPED[command.reason],
    )
