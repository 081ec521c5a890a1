"""Serves MCP over HTTP: each request has an API key, and sees that key's workspace only."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any, Final

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from hookflash import ApiKeys, maintenance
from hookflash.orchestrator.mcp.access import Access
from hookflash.orchestrator.mcp.opening import open_server

PATH: Final = "/mcp"
MAX_BODY: Final = 128 * 1024
"""Bytes of a request."""
_ACCESS: Final = "hookflash.access"
_SCHEME: Final = "bearer "


class RequireKey:
    """Answers 401 to a request without a valid key; others carry the access of their key."""

    def __init__(self, app: ASGIApp, keys: ApiKeys) -> None:
        self._app = app
        self._keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check the key of an HTTP request, then pass it on."""
        if scope["type"] == "http":
            sent = Headers(scope=scope).get("authorization", "")
            token = sent[len(_SCHEME) :].strip() if sent.lower().startswith(_SCHEME) else ""
            holder = await self._keys.holder(token) if token else None
            if holder is None:
                await _no_entry(known=bool(token))(scope, receive, send)
                return
            workspace, key = holder
            scope[_ACCESS] = Access(workspace, key.role)
        await self._app(scope, receive, send)


def access_of_key(context: Context[Any, Any]) -> Access:
    """The access of the key that a request was sent with."""
    request = context.request_context.request
    if request is None:
        raise ToolError("This request has no API key.")
    access: Access = request.scope[_ACCESS]
    return access


@asynccontextmanager
async def open_http_app(url: str, host: str = "127.0.0.1") -> AsyncIterator[Starlette]:
    """Open an ASGI application that serves the log under ``url`` on ``/mcp``, with ``async with``.

    Every request needs an API key (``Authorization: Bearer hf_…``) and sees its workspace; test
    calls need the role ``operate``. ``host`` is the address that it will listen on: on a loopback
    address, requests for another host name are refused. No session is kept between requests.
    """
    async with (
        maintenance.configuring(url) as configuration,
        open_server(url, access_of_key) as server,
    ):
        app = server.streamable_http_app(
            streamable_http_path=PATH,
            json_response=True,
            stateless_http=True,
            max_request_body_size=MAX_BODY,
            host=host,
        )
        app.add_middleware(RequireKey, keys=configuration.keys)
        yield app


def _no_entry(*, known: bool) -> JSONResponse:
    wrong = "This key is not valid." if known else "The API key is missing."
    detail = f"{wrong} Send one as “Authorization: Bearer hf_…”; see “hookflash key new”."
    return JSONResponse(
        {"error": detail},
        status_code=HTTPStatus.UNAUTHORIZED,
        headers={"WWW-Authenticate": "Bearer"},
    )
