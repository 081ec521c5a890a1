"""Vapi: several tool calls in one message, each with an id."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from hookflash.orchestrator.agents.hosted.payload import (
    Malformed,
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
    has_token,
    is_recent,
    is_signed,
)

_ROLES: Final[dict[str, Speaker]] = {
    "bot": "agent",
    "assistant": "agent",
    "user": "caller",
}


class Vapi:
    """Requests of Vapi.

    The workspace's secret ``vapi-hmac`` is the key of an HMAC credential: the signature covers
    ``{timestamp}.{body}``. Without it, the secret ``vapi`` is a bearer token or ``X-Vapi-Secret``.
    """

    retries = False

    def is_genuine(self, sent: Sent, workspace: str, find: FindSecret) -> bool:
        """See ``Platform``. Where there is a key for signatures, only they count."""
        if (key := find(workspace, "vapi-hmac")) is not None:
            return _is_signed(sent, key)
        token = find(workspace, "vapi")
        return token is not None and has_token(sent, token, "x-vapi-secret")

    def number(self, body: dict[str, Any]) -> str:
        """See ``Platform``."""
        known = (("phoneNumber", "number"), ("call", "phoneNumber", "number"))
        return next(filter(None, (text_at(body, "message", *path) for path in known)), "")

    def read(self, body: dict[str, Any]) -> ToolRequest:
        """See ``Platform``."""
        message = body.get("message")
        if not isinstance(message, dict) or message.get("type") != "tool-calls":
            raise Malformed("message.type is not tool-calls; only tool calls are answered here.")
        known = (("customer", "number"), ("call", "customer", "number"))
        caller = next(filter(None, (text_at(message, *path) for path in known)), "")
        return ToolRequest(
            call=needed(text_at(message, "call", "id"), "message.call.id"),
            to=needed(self.number(body), "message.phoneNumber.number"),
            from_=caller or None,
            tools=limited(_tools(message)),
            turns=_turns(message),
        )

    def reply(self, told: Sequence[Told]) -> Any:
        """See ``Platform``: one result for each tool call, a text without line breaks."""
        return {
            "results": [{"toolCallId": one.tool.id, "result": _one_line(one.text)} for one in told]
        }

    def refusal(self, body: dict[str, Any], sentence: str) -> Any:
        """See ``Platform``: the error is the result of every tool call."""
        message = body.get("message")
        tools = _tools(message) if isinstance(message, dict) else ()
        found = [{"toolCallId": one.id, "error": _one_line(sentence)} for one in tools]
        return {"results": found} if found else {"error": sentence}


def _is_signed(sent: Sent, key: str) -> bool:
    headers = sent.headers
    signature = headers.get("x-vapi-signature") or headers.get("x-signature", "")
    timestamp = headers.get("x-vapi-timestamp") or headers.get("x-timestamp", "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 16):  # noqa: PLR2004 - ms
        return False
    payload = timestamp.encode() + b"." + sent.body
    signed = is_signed(signature.removeprefix("sha256="), key, payload)
    return signed and is_recent(int(timestamp), sent.at)


def _tools(message: dict[str, Any]) -> Iterator[RequestedTool]:
    listed = message.get("toolCallList") or message.get("toolCalls")
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict):
            function = one.get("function")
            named = function if isinstance(function, dict) else one
            arguments = named.get("arguments", named.get("parameters"))
            yield RequestedTool(
                id=text_at(one, "id"), name=text_at(named, "name"), arguments=arguments
            )


def _turns(message: dict[str, Any]) -> tuple[SpokenTurn, ...] | None:
    artifact = message.get("artifact")
    kept = artifact if isinstance(artifact, dict) else {}
    for name, words in (("messages", "message"), ("messagesOpenAIFormatted", "content")):
        listed = kept.get(name)
        if isinstance(listed, list):
            found = [
                one for one in listed if isinstance(one, dict) and text_at(one, "role") in _ROLES
            ]
            return spoken(_turn(one, words) for one in found)
    return None


def _turn(one: dict[str, Any], words: str) -> SpokenTurn:
    began = seconds_at(one, "time", 1_000)
    ended = seconds_at(one, "endTime", 1_000)
    return SpokenTurn(by=_ROLES[one["role"]], text=text_at(one, words), began=began, ended=ended)


def _one_line(text: str) -> str:
    return " ".join(text.split())
