"""Rejects requests that are too large, too slow or cannot be stored, before any route sees them."""

import asyncio
import re
from http import HTTPStatus
from typing import Final
from urllib.parse import unquote_to_bytes

from pydantic_core import from_json
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hookflash.orchestrator.http.problems import HttpProblem, at_fault
from hookflash.orchestrator.log.storable import is_storable

_BODILESS: Final = ("GET", "HEAD", "OPTIONS")
_API: Final = "/v1/"
_AGENTS: Final = "/v1/agents/"
"""Platforms send the whole transcript with each tool call."""
_DOCUMENT: Final = re.compile(r"/v1/workspaces/[^/]+")
MAX_BODY: Final = 128 * 1024
"""Bytes of a request to the API; 10,000 characters of instructions take 120,000 at most."""
MAX_DOCUMENT: Final = 1024 * 1024
"""Bytes of a workspace in JSON, and of what the console's forms send."""
MAX_YAML: Final = 256 * 1024
"""Bytes of a workspace in YAML, which takes far longer to read."""
SECONDS: Final = 20.0
"""The time limit for a whole body."""
_DRAINED: Final = 16 * 1024 * 1024
"""Bytes of a body that is too large that are read, so that its client reads the answer."""
_YAML_FIX: Final = (
    "send a larger workspace as JSON, change it piece by piece, or apply the file with "
    "“hookflash apply”"
)
_PIECES_FIX: Final = "change it piece by piece, or apply the file with “hookflash apply”"


class CheckRequests:
    """Rejects bodies that are too large or slow, and JSON that cannot be stored.

    That is JSON with NaN, infinity, U+0000 or lone surrogates. A workspace document is checked
    where it is read.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check the URL and the body of an HTTP request, then pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            _check_address(scope)
            if scope["method"] not in _BODILESS:
                kind = Headers(scope=scope).get("content-type", "")
                body = await _read_in_time(receive, _Limit.of(scope, kind))
                if not _is_document(scope):
                    _check(body, kind)
                receive = _once(body, receive)
        except HttpProblem as problem:
            await problem.response()(scope, receive, send)
            return
        await self._app(scope, receive, send)


def is_json(content_type: str) -> bool:
    """Whether a body with this media type is JSON."""
    return "json" in content_type.lower()


class _Limit:
    """How many bytes a body may have, and what to do with a larger one."""

    def __init__(self, most: int, fix: str = "") -> None:
        self.most = most
        self._fix = f"; {fix}" if fix else ""

    @classmethod
    def of(cls, scope: Scope, content_type: str) -> "_Limit":
        """The limit of a request."""
        if _is_document(scope):
            known = is_json(content_type)
            return cls(MAX_DOCUMENT, _PIECES_FIX) if known else cls(MAX_YAML, _YAML_FIX)
        small = scope["path"].startswith(_API) and not scope["path"].startswith(_AGENTS)
        return cls(MAX_BODY if small else MAX_DOCUMENT)

    def problem(self, *, closing: bool) -> HttpProblem:
        """The 413 for a larger body; ``closing``: the rest of it will not be read."""
        detail = f"The body is too large; send at most {self.most} bytes{self._fix}."
        headers = {"Connection": "close"} if closing else None
        return HttpProblem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail, headers=headers)


def _is_document(scope: Scope) -> bool:
    return scope["method"] == "PUT" and _DOCUMENT.fullmatch(scope["path"]) is not None


def _check_address(scope: Scope) -> None:
    """Reject URLs with U+0000 or invalid UTF-8, which would decode to a different name."""
    sent = unquote_to_bytes(scope.get("raw_path", b"")) + unquote_to_bytes(scope["query_string"])
    if b"\0" in sent:
        raise at_fault("address", "contains the character U+0000", "Remove it.")
    try:
        sent.decode()
    except UnicodeDecodeError as error:
        right = "Write it in UTF-8, percent-encoded."
        raise at_fault("address", "is not UTF-8", right) from error


async def _read_in_time(receive: Receive, limit: _Limit) -> bytes:
    try:
        async with asyncio.timeout(SECONDS):
            return await _read(receive, limit)
    except TimeoutError as error:
        detail = f"The body was not complete after {SECONDS:.0f} s; send the request again."
        headers = {"Connection": "close"}
        raise HttpProblem(HTTPStatus.REQUEST_TIMEOUT, detail, headers=headers) from error


async def _read(receive: Receive, limit: _Limit) -> bytes:
    body, size = bytearray(), 0
    while True:
        message = await receive()
        size += len(message.get("body", b""))
        if size <= limit.most:
            body += message.get("body", b"")
        elif size > _DRAINED:
            raise limit.problem(closing=True)
        if not message.get("more_body"):
            break
    if size > limit.most:
        raise limit.problem(closing=False)
    return bytes(body)


def _once(body: bytes, receive: Receive) -> Receive:
    """Replay the body that was already read, then pass on what the server sends."""
    sent = False

    async def again() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _check(body: bytes, content_type: str) -> None:
    if not body or not is_json(content_type):
        return
    try:
        content = from_json(body, allow_inf_nan=False)
    except ValueError as error:
        raise at_fault("body", f"is not JSON: {error}", "Send one JSON object.") from error
    if not is_storable(content):
        right = "Remove the character, or send a finite number."
        raise at_fault("body", "contains U+0000 or a number that is not finite", right)
