"""Derives what an agent may know about a call from its folded state."""

from hookflash.domain.call.call import Call
from hookflash.domain.call.conversation import Conversation, ProposalSoFar, TextSoFar

SHOWN = {"connected": "confirmed", "unanswered": "confirmed", "failed": "confirmed"}
"""Outcomes reached after the agent left; the agent only learns that the caller agreed."""


def conversation(call: Call) -> Conversation:
    """The call as its agent sees it."""
    return Conversation(
        state=call.state,
        lines=tuple(call.lines),
        texts=tuple(
            TextSoFar(
                effect_key=text.effect_key,
                tool=text.tool,
                occurrence=text.occurrence,
                status=text.status,
                reason=text.reason,
                arrived=text.arrived,
            )
            for text in call.texts.values()
        ),
        proposals=tuple(
            ProposalSoFar.model_validate(
                {
                    "proposal": transfer.effect_key,
                    "tool": transfer.tool,
                    "destination": transfer.destination.name,
                    "outcome": SHOWN.get(transfer.outcome, transfer.outcome),
                    "reason": transfer.reason,
                }
            )
            for transfer in call.transfers.values()
        ),
        open_question=call.open_question,
        flags=tuple(call.flags),
    )
