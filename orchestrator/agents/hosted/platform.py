"""What is different from platform to platform, and what their authentication has in common."""

import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple, Protocol

from hookflash.orchestrator.agents.hosted.payload import RequestedTool, ToolRequest

FindSecret = Callable[[str, str], str | None]
"""Finds the secret that a workspace (its id) has under a name; None if it has none."""
TOLERANCE_SECONDS: Final = 300.0
"""How old a signed request may be, or how far its sender's clock ahead."""


class Sent(NamedTuple):
    """A request as it came: headers in lower case, and the exact body."""

    headers: Mapping[str, str]
    body: bytes
    at: datetime


class Told(NamedTuple):
    """What to tell the model about one of its tool calls."""

    tool: RequestedTool
    text: str


class Platform(Protocol):
    """A platform that hosts agents."""

    @property
    def retries(self) -> bool:
        """Whether it sends a request again that was answered with a 5xx."""
        ...

    def is_genuine(self, sent: Sent, workspace: str, find: FindSecret) -> bool:
        """Whether a request was made with the credential of ``workspace``, and not long ago."""
        ...

    def number(self, body: dict[str, Any]) -> str:
        """The business number in a request that is not yet trusted; empty if there is none."""
        ...

    def read(self, body: dict[str, Any]) -> ToolRequest:
        """What a request says. Raises ``Malformed``."""
        ...

    def reply(self, told: Sequence[Told]) -> Any:
        """The JSON of an answer."""
        ...

    def refusal(self, body: dict[str, Any], sentence: str) -> Any:
        """The JSON of an answer to a request that cannot be used."""
        ...


def same_text(sent: str, secret: str) -> bool:
    """Whether two secrets are the same, in a time that does not tell where they differ."""
    return hmac.compare_digest(sent.encode(), secret.encode())


def has_token(sent: Sent, secret: str, header: str) -> bool:
    """Whether ``secret`` is in ``header``, or in ``Authorization`` as a bearer token."""
    scheme, _, token = sent.headers.get("authorization", "").partition(" ")
    bearer = scheme.lower() == "bearer" and same_text(token.strip(), secret)
    return bearer or same_text(sent.headers.get(header, ""), secret)


def is_signed(signature: str, secret: str, payload: bytes) -> bool:
    """Whether ``signature`` is the HMAC-SHA256 of ``payload``, in hex."""
    expected = hmac.new(secret.encode(), payload, hashlib.sha256).hexdigest()
    return same_text(signature.lower(), expected)


def is_recent(timestamp: float, now: datetime) -> bool:
    """Whether a Unix time, in seconds or milliseconds, is close to ``now``."""
    seconds = timestamp / 1_000 if timestamp > 1e11 else timestamp  # noqa: PLR2004 - the year 5138
    return abs(now.timestamp() - seconds) <= TOLERANCE_SECONDS
