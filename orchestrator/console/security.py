"""What a browser may do on the console's pages, and what an unknown address costs.

NiceGUI compiles templates in the browser, which needs ``unsafe-eval``. Inline scripts are its own:
each page names them by a nonce of its own, so that markup that was slipped in runs nothing.
"""

from http import HTTPStatus
from typing import Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hookflash.orchestrator.console.frame import theme_of
from hookflash.orchestrator.console.markup import tag
from hookflash.orchestrator.console.navigation import ROOT, address
from hookflash.orchestrator.console.plain_pages import document
from hookflash.orchestrator.system.ids import new_secret

POLICY: Final = (
    "default-src 'none'; "
    "script-src 'self'{scripts}; "
    "style-src 'self' 'unsafe-inline'; "  # Vue and Quasar set styles
    "img-src 'self' data:; "
    "font-src 'self'; "
    "connect-src 'self'; "
    "media-src 'self'; "
    "object-src 'none'; "
    "frame-src 'none'; "
    "worker-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
_HEADER: Final = "Content-Security-Policy"
_SCRIPT: Final = b"<script"


def policy(nonce: str = "") -> str:
    """The policy of a page whose inline scripts have ``nonce``; without one, it may have none."""
    scripts = f" 'nonce-{nonce}' 'unsafe-eval'" if nonce else ""
    return POLICY.format(scripts=scripts)


class SecureHeaders:
    """Adds security headers to everything below the console's root; no site may frame it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or not scope["path"].startswith(ROOT):
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault(_HEADER, policy())
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"
            await send(message)

        await self._app(scope, receive, send_with_headers)


class Nonces:
    """Gives the inline scripts of NiceGUI's pages a nonce, and the page the policy that names it.

    All that NiceGUI puts into a page is escaped, so there is no other ``<script`` in it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        start: Message | None = None
        content = b""

        async def send_with_nonce(message: Message) -> None:
            nonlocal start, content
            if message["type"] == "http.response.start" and _is_page(message):
                start = message
            elif start is None:
                await send(message)
            else:
                content += message.get("body", b"")
                if not message.get("more_body"):
                    await _send_page(start, content, send)

        await self._app(scope, receive, send_with_nonce)


async def _send_page(start: Message, content: bytes, send: Send) -> None:
    nonce = new_secret()
    content = content.replace(_SCRIPT, b'<script nonce="%s"' % nonce.encode())
    headers = MutableHeaders(scope=start)
    headers[_HEADER] = policy(nonce)
    headers["Content-Length"] = str(len(content))
    await send(start)
    await send({"type": "http.response.body", "body": content})


def _is_page(start: Message) -> bool:
    return Headers(raw=start["headers"]).get("content-type", "").startswith("text/html")


def answer_unknown_addresses(pages: FastAPI) -> None:
    """Answer them with a page that is not kept; NiceGUI's own would stay in memory for a minute."""
    pages.add_exception_handler(HTTPStatus.NOT_FOUND, _not_there)


async def _not_there(request: Request, _: Exception) -> Response:
    there = tag("a", "Go to the console", href=address("/live"))
    body = tag("main", tag("h1", "There is no such page"), tag("p", there))
    shown = tag("div", body, class_="hf-sign-in")
    page = document("Not found", theme_of(request.cookies), shown)
    return HTMLResponse(page, HTTPStatus.NOT_FOUND)
