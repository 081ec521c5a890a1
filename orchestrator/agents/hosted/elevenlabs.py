"""ElevenLabs: a server tool, whose body and header are as they were configured for us."""

from collections.abc import Sequence
from typing import Any, Final

from pydantic_core import from_json

from hookflash.orchestrator.agents.hosted.payload import (
    Malformed,
    RequestedTool,
    Speaker,
    SpokenTurn,
    ToolRequest,
    limited,
    needed,
    spoken,
    text_at,
)
from hookflash.orchestrator.agents.hosted.platform import FindSecret, Sent, Told, has_token

_ROLES: Final[dict[str, Speaker]] = {"agent": "agent", "assistant": "agent", "user": "caller"}


class ElevenLabs:
    """Requests of ElevenLabs: the workspace's secret ``elevenlabs`` is in a header.

    That is ``X-Hookflash-Secret``, or ``Authorization: Bearer``.
    """

    retries = False

    def is_genuine(self, sent: Sent, workspace: str, find: FindSecret) -> bool:
        """See ``Platform``. The header says nothing of the body's age."""
        secret = find(workspace, "elevenlabs")
        return secret is not None and has_token(sent, secret, "x-hookflash-secret")

    def number(self, body: dict[str, Any]) -> str:
        """See ``Platform``."""
        return text_at(body, "to")

    def read(self, body: dict[str, Any]) -> ToolRequest:
        """See ``Platform``."""
        tool = RequestedTool(
            id=text_at(body, "tool_call_id"),
            name=text_at(body, "tool"),
            arguments=body.get("arguments"),
        )
        return ToolRequest(
            call=needed(text_at(body, "conversation_id"), "conversation_id"),
            to=needed(self.number(body), "to"),
            from_=text_at(body, "from") or None,
            tools=limited((tool,)),
            turns=_turns(body.get("transcript")),
        )

    def reply(self, told: Sequence[Told]) -> Any:
        """See ``Platform``: what the model reads."""
        return {"result": told[0].text}

    def refusal(self, body: dict[str, Any], sentence: str) -> Any:  # noqa: ARG002 - as every platform
        """See ``Platform``."""
        return {"error": sentence}


def _turns(written: Any) -> tuple[SpokenTurn, ...] | None:
    """The history, which comes as JSON in a text."""
    if isinstance(written, str):
        try:
            written = from_json(written) if written.strip() else None
        except ValueError:
            raise Malformed(
                "transcript is not JSON; configure it as system__conversation_history."
            ) from None
    if isinstance(written, dict):
        written = next((one for one in written.values() if isinstance(one, list)), None)
    if not isinstance(written, list):
        return None
    found = [one for one in written if isinstance(one, dict) and text_at(one, "role") in _ROLES]
    return spoken(SpokenTurn(by=_ROLES[one["role"]], text=_words(one)) for one in found)


def _words(one: dict[str, Any]) -> str:
    return next(filter(None, (text_at(one, name) for name in ("message", "content", "text"))), "")
