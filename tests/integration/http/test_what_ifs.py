"""Recorded calls are decided again over HTTP, and nothing is recorded."""

from pathlib import Path
from typing import Any, Final

import pytest

from tests.integration.http.conftest import Api
from tests.integration.http.test_answers import in_office

WHAT_IF: Final = "/v1/what-if"
PENDING: Final = {"settings": {"registration": "pending"}}


async def booked(api: Api) -> str:
    """A caller gets the link; returns the call's id."""
    call = await api.call()
    answered = await api.ask("POST", f"/v1/calls/{call}/answer")
    assert answered.is_success, answered.text
    heard = await api.ask("POST", f"/v1/calls/{call}/hear", json={"text": "I'd like to book"})
    assert heard.is_success, heard.text
    await api.center.until(call, lambda now: bool(now.texts), 20.0)
    ended = await api.ask("POST", f"/v1/calls/{call}/end", json={})
    assert ended.is_success, ended.text
    return call


def test_a_call_is_forked(folder: Path) -> None:
    """The answer has both endings, where they part, and the branch line by line."""

    async def check(api: Api) -> None:
        call = await booked(api)
        before = await api.center.position()
        done = await api.ask("POST", f"/v1/calls/{call}/fork", role="read", json=PENDING)
        assert done.status_code == 200, done.text
        fork = done.json()
        assert fork["ends_otherwise"]
        assert fork["would_be"]["texts"] == [
            "refused (registration_pending): https://example.com/book"
        ]
        assert "still pending" in fork["difference"]["instead"]
        assert fork["difference"]["instead"] in [line["text"] for line in fork["timeline"]]
        assert await api.center.position() == before

    in_office(folder, check)


def test_the_caller_does_something_else(folder: Path) -> None:
    """From an event on."""

    async def check(api: Api) -> None:
        call = await booked(api)
        body = {"at": 2, "say": ["Could I talk to somebody?", "No, thanks"], "hang_up": True}
        fork = (await api.ask("POST", f"/v1/calls/{call}/fork", json=body)).json()
        assert fork["would_be"]["transfers"] == ["Scheduling: declined"]
        assert fork["would_be"]["texts"] == []

    in_office(folder, check)


def test_a_branch_is_kept_as_a_test(folder: Path) -> None:
    """It fails while the call would end otherwise, and has nothing of the caller in it."""

    async def check(api: Api) -> None:
        call = await booked(api)
        body = {**PENDING, "test": "anonymous"}
        done = await api.ask("POST", f"/v1/calls/{call}/fork", role="read", json=body)
        test = done.json()["test"]
        assert "def test_the_call_ends_as_it_did" in test
        assert "5550199" not in test
        same = await api.ask("POST", f"/v1/calls/{call}/fork", json={"test": "anonymous"})
        assert same.status_code == 422
        assert same.json()["errors"][0]["field"] == "test"

    in_office(folder, check)


def test_another_version_of_a_job_takes_its_place(folder: Path) -> None:
    """One that was published; another is refused by name."""

    async def check(api: Api) -> None:
        call = await booked(api)
        same = await api.ask("POST", f"/v1/calls/{call}/fork", json={"jobs": {"Booking": 1}})
        assert not same.json()["ends_otherwise"]
        assert [lane["name"] for lane in same.json()["lanes"]["lanes"]][:2] == ["Call", "Caller"]
        none = await api.ask("POST", f"/v1/calls/{call}/fork", json={"jobs": {"Booking": 9}})
        assert none.status_code == 422
        assert none.json()["errors"][0]["field"] == "jobs"

    in_office(folder, check)


def test_calls_that_would_end_differently_are_found_page_by_page(folder: Path) -> None:
    """Newest first; ``next`` leads to the older ones."""

    async def check(api: Api) -> None:
        calls = [await booked(api) for _ in range(3)]
        found: list[str] = []
        body: dict[str, Any] = {**PENDING, "limit": 2}
        for _ in range(5):
            page = (await api.ask("POST", WHAT_IF, role="read", json=body)).json()
            found += [one["call"] for one in page["changed"]]
            if page["next"] is None:
                break
            body["before"] = page["next"]
        assert sorted(found) == sorted(calls)
        nothing = (await api.ask("POST", WHAT_IF, json={"since": "2999-01-01T00:00:00Z"})).json()
        assert (nothing["same"], nothing["different"], nothing["next"]) == (0, 0, None)

    in_office(folder, check)


def test_drafts_are_asked_about(folder: Path) -> None:
    """They take the place of the live versions; without any, that is said."""

    async def check(api: Api) -> None:
        call = await booked(api)
        refused = await api.ask("POST", WHAT_IF, json={"drafts": True})
        assert refused.json()["errors"][0]["field"] == "drafts"
        job = {"instructions": "Text the link: /Send SMS: https://example.com/new"}
        drafted = await api.ask("PUT", "/v1/jobs/Booking/draft", json={"name": "Booking", **job})
        assert drafted.is_success, drafted.text
        page = (await api.ask("POST", WHAT_IF, json={"drafts": True})).json()
        assert [one["call"] for one in page["changed"]] == [call]
        assert "https://example.com/new" in page["changed"][0]["would_be"]["texts"][0]

    in_office(folder, check)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"at": 999}, "at"),
        ({"at": -1}, "at"),
        ({"settings": {"ring_seconds": 5}}, "settings.ring_seconds"),
        ({"settings": {"ring_second": 20}}, "settings.ring_second"),
        ({"phones": {"Dana": {"does": "sing"}}}, "phones.Dana.does"),
        ({"press": "x"}, "press"),
        ({"say": [""]}, "say[0]"),
    ],
)
def test_what_is_wrong_is_named(body: dict[str, Any], field: str, folder: Path) -> None:
    """With its field, and what would be right."""

    async def check(api: Api) -> None:
        call = await booked(api)
        refused = await api.ask("POST", f"/v1/calls/{call}/fork", json=body)
        assert refused.status_code == 422
        assert [one["field"] for one in refused.json()["errors"]] == [field]

    in_office(folder, check)
