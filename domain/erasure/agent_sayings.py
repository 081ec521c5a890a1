"""What stands for words of a host's agent: other words that ask and say goodbye alike."""

from typing import Any, Final

from hookflash.domain.call.commands import ReportAgentWords
from hookflash.domain.policy.speech.agent_questions import may_be_answered, question_in
from hookflash.domain.policy.speech.goodbye import says_goodbye

AGENT_SAID: Final = "[what the agent said]"
AGENT_LEFT: Final = "Goodbye."
SAYINGS: Final = (
    AGENT_SAID,
    AGENT_LEFT,
    "Did it arrive?",
    "Shall I send it again?",
    "Anything else?",
    "Let me know.",
    "Let me know. Goodbye.",
)
"""Stock phrases for every way in which an agent's words are understood."""
_UNHEARD: Final = " [and more]"


def plain_report(command: ReportAgentWords) -> dict[str, Any]:
    """The text of a report without the agent's words, and how much of it was heard."""
    heard = command.text if command.heard_chars is None else command.text[: command.heard_chars]
    if not heard.strip():
        return {"text": AGENT_SAID, "heard_chars": 0}
    stand_in = _alike(command.text, command.heard_chars)
    if command.heard_chars is None:
        return {"text": stand_in, "heard_chars": None}
    rest = _UNHEARD if command.heard_chars < len(command.text) else ""
    return {"text": stand_in + rest, "heard_chars": len(stand_in)}


def _alike(text: str, heard: int | None) -> str:
    meaning = _meaning(text, heard)
    return next((said for said in SAYINGS if _meaning(said, None) == meaning), AGENT_SAID)


def _meaning(text: str, heard: int | None) -> tuple[object, ...]:
    whole = heard is None or heard >= len(text)
    asks = question_in(text, heard)
    leaves = whole and asks is None and says_goodbye(text)
    return asks, leaves, may_be_answered(text, heard)
