"""An agent that follows the caller's words literally, so that a seed determines a whole call."""

from pathlib import Path

from hookflash.domain.call.conversation import Question
from hookflash.orchestrator.ports.agent import Move, Say, Turn, UseTool

OFFICE = Path(__file__).with_name("office.yaml")
TOOLS = {
    "text me": "send_sms_1",
    "front desk": "transfer_call_2",
    "dana": "transfer_call_3",
    "partner": "transfer_call_4",
}
"""The words that ask for each tool of ``OFFICE``."""


class LiteralAgent:
    """Takes every caller literally."""

    label = "Literal agent (no AI model)"

    async def next_move(self, turn: Turn) -> Move | None:
        """Greet, use the tool that was named, ask whether a text arrived."""
        if not any(line.by == "agent" for line in turn.conversation.lines):
            return Say(text=turn.briefing.greeting)
        last = turn.conversation.lines[-1]
        if last.by == "caller":
            return _answer(last.text.lower())
        if last.by == "tool" and last.tool == TOOLS["text me"]:
            text = turn.conversation.texts[-1]
            if text.status in ("refused", "failed", "undelivered"):
                return Say(text=f"I could not text you: {text.reason}.")
            about = Question(kind="sms_arrived", about=text.effect_key)
            return Say(text="I've texted you. Did it arrive?", asks=about)
        return None


def _answer(words: str) -> Move:
    named = (tool for word, tool in TOOLS.items() if word in words)
    return next((UseTool(tool=tool) for tool in named), Say(text="All right."))
