"""Retell: one tool call in a request, without an id, and signed."""

import re
from collections.abc import Sequence
from typing import Any, Final

from hookflash.orchestrator.agents.hosted.payload import (
    RequestedTool,
    Speaker,
    SpokenTurn,
    ToolRequest,
    limited,
    needed,
    seconds_at,
    spoken,
    text_at,
)
from hookflash.orchestrator.agents.hosted.platform import (
    FindSecret,
    Sent,
    Told,
    is_recent,
    is_signed,
)

_SIGNATURE: Final = re.compile(r"v=([0-9]{1,16}),d=([0-9a-fA-F]{64})")
_FILLER: Final = "execution_message"
_ROLES: Final[dict[str, Speaker]] = {"agent": "agent", "user": "caller"}


class Retell:
    """Requests of Retell, signed with its API key: the workspace's secret ``retell``."""

    retries = True

    def is_genuine(self, sent: Sent, workspace: str, find: FindSecret) -> bool:
        """See ``Platform``. What is signed is the body, followed by the time in milliseconds."""
        key = find(workspace, "retell")
        match = _SIGNATURE.fullmatch(sent.headers.get("x-retell-signature", ""))
        if key is None or match is None:
            return False
        timestamp, digest = match.groups()
        signed = is_signed(digest, key, sent.body + timestamp.encode())
        return signed and is_recent(int(timestamp), sent.at)

    def number(self, body: dict[str, Any]) -> str:
        """See ``Platform``."""
        return text_at(body, "call", _ours(body))

    def read(self, body: dict[str, Any]) -> ToolRequest:
        """See ``Platform``."""
        theirs = "to_number" if _ours(body) == "from_number" else "from_number"
        tool = RequestedTool(id="", name=text_at(body, "name"), arguments=_arguments(body))
        return ToolRequest(
            call=needed(text_at(body, "call", "call_id"), "call.call_id"),
            to=needed(self.number(body), f"call.{_ours(body)}"),
            from_=text_at(body, "call", theirs) or None,
            tools=limited((tool,)),
            turns=_turns(body["call"]),
        )

    def reply(self, told: Sequence[Told]) -> Any:
        """See ``Platform``: what the model reads."""
        return {"result": told[0].text}

    def refusal(self, body: dict[str, Any], sentence: str) -> Any:  # noqa: ARG002 - as every platform
        """See ``Platform``."""
        return {"error": sentence}


def _arguments(body: dict[str, Any]) -> Any:
    """The arguments, without the words that Retell has the agent say while it waits."""
    given = body.get("args")
    if isinstance(given, dict):
        return {name: value for name, value in given.items() if name != _FILLER}
    return given


def _ours(body: dict[str, Any]) -> str:
    """The field with the business number: on calls that the agent made, it is the caller."""
    outbound = text_at(body, "call", "direction") == "outbound"
    return "from_number" if outbound else "to_number"


def _turns(call: dict[str, Any]) -> tuple[SpokenTurn, ...] | None:
    listed = call.get("transcript_object")
    if not isinstance(listed, list):
        return None
    found = [one for one in listed if isinstance(one, dict) and text_at(one, "role") in _ROLES]
    return spoken(_turn(one) for one in found)


def _turn(one: dict[str, Any]) -> SpokenTurn:
    listed = one.get("words")
    words = [word for word in listed if isinstance(word, dict)] if isinstance(listed, list) else []
    return SpokenTurn(
        by=_ROLES[one["role"]],
        text=text_at(one, "content"),
        began=seconds_at(words[0], "start") if words else None,
        ended=seconds_at(words[-1], "end") if words else None,
    )
