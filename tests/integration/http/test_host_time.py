"""The host's clock in requests about what the caller said."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hookflash.domain.call.events import CallerSpoke, DigitsPressed
from tests.integration.http.conftest import Api
from tests.integration.http.test_answers import in_office

WORDS: dict[str, dict[str, Any]] = {"hear": {"text": "Hello"}, "press": {"digits": "5"}}


async def began(api: Api, call: str) -> datetime:
    """When the caller's words, or keys, began."""
    events = await api.center.events(call)
    (at,) = [e.began_at for e in events if isinstance(e, CallerSpoke | DigitsPressed)]
    assert at is not None
    return at


@pytest.mark.parametrize("path", WORDS)
@pytest.mark.parametrize("skew", [-200, 200])
def test_when_words_began_is_put_on_our_clock(path: str, skew: float, folder: Path) -> None:
    """By the header that tells when the request was sent."""

    async def check(api: Api) -> None:
        call = await api.call()
        await api.ask("POST", f"/v1/calls/{call}/answer")
        here = api.center.now()
        there = here + timedelta(seconds=skew)
        body = {**WORDS[path], "began_at": (there - timedelta(seconds=3)).isoformat()}
        headers = {"Hookflash-Sent-At": there.isoformat()}
        done = await api.ask("POST", f"/v1/calls/{call}/{path}", json=body, headers=headers)
        assert done.is_success, done.text
        since = await began(api, call) - (here - timedelta(seconds=3))
        assert timedelta() <= since < timedelta(seconds=1)

    in_office(folder, check)


@pytest.mark.parametrize("path", WORDS)
def test_words_did_not_begin_after_they_were_reported(path: str, folder: Path) -> None:
    """Without the header, a time that lies ahead is taken as the time of the report."""

    async def check(api: Api) -> None:
        call = await api.call()
        await api.ask("POST", f"/v1/calls/{call}/answer")
        ahead = (api.center.now() + timedelta(hours=1)).isoformat()
        await api.ask("POST", f"/v1/calls/{call}/{path}", json={**WORDS[path], "began_at": ahead})
        assert await began(api, call) <= api.center.now()

    in_office(folder, check)


@pytest.mark.parametrize(
    "sent_at", ["yesterday", "1772463600", "2026-03-02T12:00:00", "9999-12-31T23:59:59Z"]
)
def test_a_time_that_is_none_is_named(sent_at: str, folder: Path) -> None:
    """The header, and what it should say; nothing is recorded."""

    async def check(api: Api) -> None:
        call = await api.call()
        before = await api.center.position()
        done = await api.ask(
            "POST",
            f"/v1/calls/{call}/hear",
            json={"text": "Hello"},
            headers={"Hookflash-Sent-At": sent_at},
        )
        assert done.status_code == 422, done.text
        (error,) = done.json()["errors"]
        assert error["field"].lower() == "hookflash-sent-at"
        assert error["right"]
        assert await api.center.position() == before

    in_office(folder, check)
