"""A small host on loopback: answers webhooks with TwiML, and checks every signature."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx
from aiohttp import web
from twilio.request_validator import RequestValidator, get_signature_algorithm

from tests.rig.skipped_time import run_skipping
from tests.twilio.account import Account
from tests.twilio.standin import HOST, StandIn, standing_in

T = TypeVar("T")

OFFICE = "+14155550100"
CALLER = "+14155550199"
Answer = Callable[[dict[str, str]], str]
Talk = Callable[[web.WebSocketResponse], Awaitable[None]]


@dataclass
class Host:
    """What the host answers by path, and what it was sent."""

    account: Account
    url: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    statuses: dict[str, list[int]] = field(default_factory=dict)
    talk: Talk | None = None
    seen: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    forged: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)

    def says(self, path: str, twiml: str) -> None:
        """Answer ``path`` with this TwiML."""
        self.answers[path] = lambda _: f"<Response>{twiml}</Response>"

    def got(self, path: str) -> list[dict[str, str]]:
        """The forms that ``path`` was sent, in order."""
        return [form for where, form in self.seen if where == path]

    def _genuine(self, request: web.Request, form: dict[str, str]) -> bool:
        headers = request.headers
        algorithm = get_signature_algorithm(headers.get("X-Twilio-Webhooks-Signature-Settings"))
        validator = RequestValidator(self.account.secret())
        scheme = "ws" if "Upgrade" in headers else "http"
        url = f"{scheme}://{request.host}{request.raw_path}"
        given = headers.get("X-Twilio-Signature", "")
        return bool(validator.validate(url, form, given, algorithm))

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.seen.append((request.path, form))
        self.tokens.append(request.headers.get("I-Twilio-Idempotency-Token", ""))
        if not self._genuine(request, form):
            self.forged.append(request.path)
            return web.Response(status=403)
        if "Upgrade" in request.headers:
            return await self._socket(request)
        if statuses := self.statuses.get(request.path):
            return web.Response(status=statuses.pop(0))
        make = self.answers.get(request.path)
        if make is None:
            return web.Response(status=204)
        return web.Response(text=make(form), content_type="text/xml")

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        assert self.talk
        await self.talk(socket)
        return socket


@dataclass(frozen=True)
class Scene:
    """A stand-in, a host and a client of the REST API."""

    twilio: StandIn
    host: Host
    rest: httpx.AsyncClient

    async def over(self, sid: str, status: str = "completed") -> None:
        """Wait until a leg has ended like this, and its last callbacks were sent."""
        await self.twilio.ledger.find("status", call=sid, status=status, within=300)
        await asyncio.sleep(8)

    def heard(self, far: str) -> list[str]:
        """What the far end with this number heard."""
        return [entry["text"] for entry in self.twilio.ledger.read(kind="heard", far=far)]


@asynccontextmanager
async def scene(account: Account | None = None) -> AsyncIterator[Scene]:
    """Set up a scene in which ``OFFICE`` is a number of the account; nothing may crash in it."""
    used = account or Account()
    host = Host(used)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", host.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, HOST, 0)
    await site.start()
    host.url = f"http://{HOST}:{runner.addresses[0][1]}"
    try:
        async with standing_in(used) as twilio:
            twilio.control.number(
                OFFICE,
                voice_url=f"{host.url}/voice",
                sms_url=f"{host.url}/sms",
                status_callback=f"{host.url}/status",
            )
            root = f"{twilio.url}/2010-04-01/Accounts/{used.sid}"
            login = (used.sid, used.token)
            async with httpx.AsyncClient(base_url=root, auth=login, timeout=None) as rest:  # noqa: S113
                yield Scene(twilio, host, rest)
            assert twilio.world.tasks.crashes == []
    finally:
        await runner.cleanup()


def play(story: Callable[[Scene], Coroutine[Any, Any, T]], account: Account | None = None) -> T:
    """Run ``story`` in a scene, without waiting."""

    async def told() -> T:
        async with scene(account) as set_up:
            return await story(set_up)

    return run_skipping(told())
