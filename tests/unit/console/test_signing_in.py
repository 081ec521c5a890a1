"""Sign-in: wrong keys, and one-time links."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from http import HTTPStatus
from types import SimpleNamespace
from typing import Final

import httpx
import pytest
from fastapi import FastAPI

from hookflash.orchestrator.console import signing_in
from hookflash.orchestrator.console.session import COOKIE, SIGN_IN
from hookflash.orchestrator.console.sign_in_links import LINK_LIFETIME, SignInLinks
from hookflash.orchestrator.http.rate_limits import Buckets, Limits
from tests.unit.console.test_sessions import Clock

SLOW: Final = 1 / 3_600
"""So slow that nothing is refilled while a test runs."""


class Closed:
    """Sessions that accept no key."""

    async def begin(self, _: str) -> None:
        """Reject every key."""


def test_who_tries_many_wrong_keys_is_told_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the form, by client address; until then the form says what is wrong."""
    monkeypatch.setattr(signing_in, "running", lambda: SimpleNamespace(sessions=Closed()))
    app = FastAPI()
    app.include_router(signing_in.router)
    app.state.limits = Limits(Buckets(SLOW, 1), Buckets(SLOW, 2))

    async def check() -> None:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            done = [await client.post(SIGN_IN, data={"key": "hf_wrong"}) for _ in range(3)]
        assert [one.status_code for one in done] == [401, 401, 429]
        assert "This key is not valid" in done[1].text
        assert "Too many invalid keys from this address" in done[2].text
        assert int(done[2].headers["Retry-After"]) > 3_000

    asyncio.run(check())


KEY: Final = "hf_harbor-dental_first_5"


class Open:
    """Sessions of one key; a cookie names its session."""

    def __init__(self) -> None:
        self.begun: list[str] = []

    async def begin(self, key: str) -> str | None:
        """Begin a session with ``KEY`` only."""
        if key != KEY:
            return None
        self.begun.append(f"session-{len(self.begun)}")
        return self.begun[-1]

    async def asker(self, cookie: str) -> object | None:
        """Return whether the cookie has a session."""
        return cookie if cookie in self.begun else None


Check = Callable[[SignInLinks, Callable[[], httpx.AsyncClient]], Coroutine[None, None, None]]


def with_links(monkeypatch: pytest.MonkeyPatch, clock: Clock, check: Check) -> None:
    """Run ``check`` with a console's links and a factory of browsers without cookies."""
    links = SignInLinks(clock.now)
    console = SimpleNamespace(sessions=Open(), links=links)
    monkeypatch.setattr(signing_in, "running", lambda: console)
    app = FastAPI()
    app.include_router(signing_in.router)
    app.state.limits = Limits(Buckets(SLOW, 1), Buckets(SLOW, 2))

    def browser() -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here")

    asyncio.run(check(links, browser))


def test_a_link_signs_in_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first browser gets a session; another is refused; the first is only redirected."""

    async def check(_: SignInLinks, browser: Callable[[], httpx.AsyncClient]) -> None:
        link = signing_in.sign_in_link("http://here", KEY)
        assert link.startswith("http://here/console/sign-in/link?token=")
        assert KEY not in link
        async with browser() as first, browser() as second:
            signed_in = await first.get(link)
            refused = await second.get(link)
            again = await first.get(link)
        for done in (signed_in, again):
            assert done.status_code == HTTPStatus.SEE_OTHER
            assert done.headers["Location"] == signing_in.HOME
        assert signed_in.cookies[COOKIE] == "session-0"
        assert "HttpOnly" in signed_in.headers["Set-Cookie"]
        assert signed_in.headers["Cache-Control"] == "no-store"
        assert refused.status_code == HTTPStatus.UNAUTHORIZED
        assert "has been used or has expired" in refused.text
        assert COOKIE not in refused.cookies
        assert "Set-Cookie" not in again.headers

    with_links(monkeypatch, Clock(), check)


def test_a_link_expires(monkeypatch: pytest.MonkeyPatch) -> None:
    """Valid for ten minutes and not longer."""
    clock = Clock()

    async def check(links: SignInLinks, browser: Callable[[], httpx.AsyncClient]) -> None:
        assert timedelta(minutes=10) == LINK_LIFETIME
        in_time, late = links.issue(KEY), links.issue(KEY)
        clock.time += LINK_LIFETIME - timedelta(microseconds=1)
        assert links.redeem(in_time) == KEY
        clock.time += timedelta(microseconds=1)
        async with browser() as client:
            done = await client.get(signing_in.LINK, params={"token": late})
        assert done.status_code == HTTPStatus.UNAUTHORIZED

    with_links(monkeypatch, clock, check)


def test_wrong_links_are_refused_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrong, missing, or with a revoked key; they count as invalid keys for the rate limit."""

    async def check(links: SignInLinks, browser: Callable[[], httpx.AsyncClient]) -> None:
        revoked = links.issue("hf_harbor-dental_revoked_5")
        async with browser() as client:
            done = [
                await client.get(signing_in.LINK, params=params)
                for params in ({"token": "0" * 64}, {"token": revoked}, {})
            ]
        assert [one.status_code for one in done] == [401, 401, 429]
        assert all("Set-Cookie" not in one.headers for one in done)
        assert links.redeem(revoked) is None

    with_links(monkeypatch, Clock(), check)


def test_a_link_keeps_neither_its_token_nor_shows_its_key() -> None:
    """Only the token's hash stays in memory, and every token is different."""
    links = SignInLinks(Clock().now)
    tokens = {links.issue(KEY) for _ in range(3)}
    assert len(tokens) == 3
    assert not any(token in repr(vars(links)) for token in tokens)
    assert not any(KEY in token for token in tokens)
