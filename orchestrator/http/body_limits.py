"""Rejects requests that are too large or cannot be stored, before any route sees them."""

from http import HTTPStatus
from typing import Final
from urllib.parse import unquote_to_bytes

from pydantic_core import from_json
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hookflash.orchestrator.http.problems import HttpProblem, at_fault
from hookflash.orchestrator.log.storable import is_storable

_BODILESS: Final = ("GET", "HEAD", "OPTIONS")
MAX_BODY: Final = 1024 * 1024
"""Maximum body size in bytes; a workspace with hundreds of jobs is smaller."""


class CheckRequests:
    """Rejects bodies that are too large and JSON with NaN, infinity, U+0000 or lone surrogates."""

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
                body = await _read(receive)
                _check(body, Headers(scope=scope).get("content-type", ""))
                receive = _once(body, receive)
        except HttpProblem as problem:
            await problem.response()(scope, receive, send)
            return
        await self._app(scope, receive, send)


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


async def _read(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MAX_BODY:
            detail = f"The body is too large; send at most {MAX_BODY} bytes."
            raise HttpProblem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
        if not message.get("more_body"):
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
    if not body or "json" not in content_type.lower():
        return
    try:
        content = from_json(body, allow_inf_nan=False)
    except ValueError as error:
        raise at_fault("body", f"is not JSON: {error}", "Send one JSON object.") from error
    if not is_storable(content):
        right = "Remove the character, or send a finite number."
        raise at_fault("body", "contains U+0000 or a number that is not finite", right)
