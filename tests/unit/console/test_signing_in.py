"""Signing in with wrong keys."""

import asyncio
from types import SimpleNamespace
from typing import Final

import httpx
import pytest
from fastapi import FastAPI

from hookflash.orchestrator.console import signing_in
from hookflash.orchestrator.console.session import SIGN_IN
from hookflash.orchestrator.http.rate_limits import Buckets, Limits

SLOW: Final = 1 / 3_600
"""So slow that nothing is refilled while a test runs."""


class Closed:
    """Sessions that no key begins."""

    async def begin(self, _: str) -> None:
        """Turn every key away."""


def test_who_tries_many_wrong_keys_is_told_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the form, by its address; until then it says what is wrong."""
    monkeypatch.setattr(signing_in, "running", lambda: SimpleNamespace(sessions=Closed()))
    app = FastAPI()
    app.include_router(signing_in.router)
    app.state.limits = Limits(Buckets(SLOW, 1), Buckets(SLOW, 2))

    async def check() -> None:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            done = [await client.post(SIGN_IN, data={"key": "hf_wrong"}) for _ in range(3)]
        assert [one.status_code for one in done] == [401, 401, 429]
        assert "This key opens nothing" in done[1].text
        assert "Too many wrong keys from this address" in done[2].text
        assert int(done[2].headers["Retry-After"]) > 3_000

    asyncio.run(check())
