"""Responses: to valid requests, to invalid ones, and to repeats."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook

from tests.integration.http.conftest import OFFICE, SECRET, Api, serving

AGAIN = {"Idempotency-Key": "one"}
JSON = {"Content-Type": "application/json"}
RECORDING = {"effect_key": "a", "recording": "b", "seconds": 4.5}


def in_office(folder: Path, check: Callable[[Api], Awaitable[None]]) -> None:
    """Run ``check`` against two new workspaces."""

    async def run() -> None:
        async with serving(folder) as api:
            await check(api)

    asyncio.run(run())


def test_a_call_goes_through(folder: Path) -> None:
    """Receive, answer, hear, confirm by a key, end: each response has the call's state."""

    async def check(api: Api) -> None:
        call = f"/v1/calls/{await api.call(test=True)}"
        greeted = (await api.ask("POST", f"{call}/answer")).json()
        assert greeted["said"] == ["Thanks for calling Harbor Dental."]
        asked = await api.ask("POST", f"{call}/hear", json={"text": "Could I talk to somebody?"})
        assert asked.json()["state"] == "confirm_transfer"
        assert (await api.ask("POST", f"{call}/press", json={"digits": "1"})).json()["recorded"]
        assert (await api.ask("POST", f"{call}/end")).json()["outcome"] == "abandoned"
        lines = (await api.ask("GET", f"{call}/timeline")).json()
        assert lines[-1]["state"] == "ended"
        first = (await api.ask("GET", f"{call}/state", params={"at": 1})).json()
        assert (first["state"], first["type"]) == ("ringing", "CallReceived")
        assert (await api.ask("GET", f"{call}/chart")).json()["path"][0] == {
            "from": "ringing",
            "trigger": "answer",
            "to": "conversing",
        }

    in_office(folder, check)


def test_the_same_request_counts_once(folder: Path) -> None:
    """Under one idempotency key the words are heard once, and the response is the same."""

    async def check(api: Api) -> None:
        call = f"/v1/calls/{await api.call()}"
        await api.ask("POST", f"{call}/answer")
        said = {"text": "Could I talk to somebody?"}
        first = await api.ask("POST", f"{call}/hear", json=said, headers=AGAIN)
        second = await api.ask("POST", f"{call}/hear", json=said, headers=AGAIN)
        assert (first.json(), first.json()["said"]) == (second.json(), second.json()["said"])
        other = await api.ask("POST", f"{call}/hear", json={"text": "No"}, headers=AGAIN)
        assert other.status_code == 422
        assert other.json()["errors"][0]["field"] == "Idempotency-Key"

    in_office(folder, check)


def test_the_same_call_comes_in_once(folder: Path) -> None:
    """A repeated key or provider id is the same call; another caller under it is refused."""

    async def check(api: Api) -> None:
        body = {"to": "+14155550100", "from": "+14155550199"}
        first = await api.ask("POST", "/v1/calls", json=body, headers=AGAIN)
        second = await api.ask("POST", "/v1/calls", json=body, headers=AGAIN)
        assert (first.status_code, second.status_code) == (201, 200)
        assert first.json()["call"] == second.json()["call"]
        other = body | {"from": "+14155550198"}
        refused = await api.ask("POST", "/v1/calls", json=other, headers=AGAIN)
        assert refused.status_code == 422

    in_office(folder, check)


@pytest.mark.parametrize(
    ("path", "bodies"),
    [
        ("hear", [{"text": "Could I talk to somebody?"}, {"text": "No"}]),
        ("press", [{"digits": "1"}, {"digits": "2"}]),
        ("tools", [{"tool": "nothing_1"}, {"tool": "nothing_2"}]),
    ],
)
def test_of_two_requests_by_one_key_in_the_same_instant_one_is_refused(
    path: str, bodies: list[dict[str, str]], folder: Path
) -> None:
    """Neither sees the other; the first to be recorded wins."""

    async def check(api: Api) -> None:
        call = await api.call()
        await api.ask("POST", f"/v1/calls/{call}/answer")
        before = len(await api.center.events(call))
        done = await asyncio.gather(
            *(
                api.ask("POST", f"/v1/calls/{call}/{path}", json=body, headers=AGAIN)
                for body in bodies
            )
        )
        assert sorted(one.status_code for one in done) == [200, 422]
        causes = {event.cause for event in (await api.center.events(call))[before:]}
        assert len([cause for cause in causes if "http/one/" in cause]) == 1

    in_office(folder, check)


def test_of_two_calls_by_one_key_in_the_same_instant_one_is_refused(folder: Path) -> None:
    """The same for incoming calls, and for marks on a thread."""

    async def check(api: Api) -> None:
        to = {"to": "+14155550100"}
        callers = [to | {"from": caller} for caller in ("+14155550198", "+14155550199")]
        done = await asyncio.gather(
            *(api.ask("POST", "/v1/calls", json=body, headers=AGAIN) for body in callers)
        )
        assert sorted(one.status_code for one in done) == [201, 422]
        (thread,) = (await api.ask("GET", "/v1/threads")).json()["items"]
        path = f"/v1/threads/{thread['thread']}/marks"
        marks = [{"mark": "done"}, {"mark": "read"}]
        marked = await asyncio.gather(
            *(api.ask("POST", path, json=mark, headers=AGAIN) for mark in marks)
        )
        assert sorted(one.status_code for one in marked) == [200, 422]

    in_office(folder, check)


def test_a_workspace_comes_back_as_it_was_read(folder: Path) -> None:
    """PUT accepts what GET returns; an invalid document lists all mistakes, changes nothing."""

    async def check(api: Api) -> None:
        path = "/v1/workspaces/harbor-dental"
        read = (await api.ask("GET", path)).json()
        assert (await api.ask("PUT", path, json=read)).json()["changes"] == []
        read["agent"] = "Mia 🦷"
        changed = (await api.ask("PUT", path, json=read)).json()["changes"]
        assert len(changed) == 1
        assert (await api.ask("GET", path)).json() == read
        wrong = OFFICE.replace("kind: local", "kind: mobile").replace("jobs: [B", "jobs: [X")
        errors = (await api.ask("PUT", path, content=wrong)).json()["errors"]
        assert {error["field"] for error in errors} == {
            "numbers[0].kind",
            "numbers[0].flow[0].agent.jobs[0]",
        }
        other = await api.ask("PUT", path, content=OFFICE.replace("Harbor", "Other"))
        assert other.json()["errors"][0]["field"] == "workspace"
        assert (await api.ask("GET", path)).json() == read

    in_office(folder, check)


def test_lists_go_on_from_a_cursor(folder: Path) -> None:
    """Pages of one call each return every call once, newest first."""

    async def check(api: Api) -> None:
        calls = [await api.call() for _ in range(3)]
        found: list[str] = []
        before: dict[str, int] = {}
        while True:
            page = (await api.ask("GET", "/v1/calls", params={"limit": 1} | before)).json()
            found += [call["call"] for call in page["items"]]
            if page["next"] is None:
                break
            before = {"before": page["next"]}
        assert found == calls[::-1]

    in_office(folder, check)


def test_threads_are_listed_in_short_and_read_at_length(folder: Path) -> None:
    """A list shows the last utterance and the counts; a thread has pages too."""

    async def check(api: Api) -> None:
        calls = [await api.call() for _ in range(3)]
        for call in calls:
            await api.ask("POST", f"/v1/calls/{call}/answer")
            await api.ask("POST", f"/v1/calls/{call}/hear", json={"text": "Do you sell bagpipes?"})
        (thread,) = (await api.ask("GET", "/v1/threads")).json()["items"]
        assert (thread["calls"], thread["texts"], thread["unread"]) == (3, 0, 3)
        assert (thread["last"]["call"], len(thread["last"]["said"])) == (calls[-1], 1)
        assert thread["found"] == []
        path, read = f"/v1/threads/{thread['thread']}", []
        before: dict[str, int] = {}
        for _ in calls:
            page = (await api.ask("GET", path, params={"limit": 1} | before)).json()
            (item,) = page["items"]
            assert len(item["said"]) == 3
            read.append(item["call"])
            before = {"before": page["next"]}
        assert read == calls[::-1]
        page = (await api.ask("GET", path, params=before)).json()
        assert (page["items"], page["next"]) == ([], None)

    in_office(folder, check)


def test_a_thread_is_found_and_done(folder: Path) -> None:
    """A search finds it by a word; once done, it is in that list and no other."""

    async def check(api: Api) -> None:
        call = f"/v1/calls/{await api.call()}"
        await api.ask("POST", f"{call}/answer")
        await api.ask("POST", f"{call}/hear", json={"text": "Do you sell bagpipes?"})
        hits = (await api.ask("GET", "/v1/threads", params={"q": "bagpipes"})).json()["items"]
        assert hits[0]["found"][-1]["said"][-2]["text"] == "Do you sell bagpipes?"
        thread = f"/v1/threads/{hits[0]['thread']}/marks"
        assert (await api.ask("POST", thread, json={"mark": "done"})).json()["status"] == "done"
        listed = [
            len((await api.ask("GET", "/v1/threads", params={"status": s})).json()["items"])
            for s in ("done", "open")
        ]
        assert listed == [1, 0]

    in_office(folder, check)


def test_a_revoked_key_opens_nothing(folder: Path) -> None:
    """From the next request on; the log keeps only its hash."""

    async def check(api: Api) -> None:
        token = api.tokens["harbor-dental", "read"]
        assert (await api.ask("GET", "/v1/calls", role="read")).is_success
        await api.center.keys.revoke("harbor-dental", token.split("_")[2])
        assert (await api.ask("GET", "/v1/calls", role="read")).status_code == 401
        stored = (folder / "http.db").read_bytes() + (folder / "http.db-wal").read_bytes()
        assert token.split("_")[3].encode() not in stored

    in_office(folder, check)


def test_a_signed_report_is_taken(folder: Path) -> None:
    """A genuine webhook ends the call; an unsigned one is refused."""

    async def check(api: Api) -> None:
        call = await api.call()
        body = f'{{"type": "call.ended", "data": {{"call_id": "{call}"}}}}'
        now = api.center.now()
        headers = {
            "webhook-id": "m1",
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(SECRET).sign("m1", now, body),
        }
        refused = await api.ask("POST", "/v1/webhooks", role=None, content=body, headers=JSON)
        assert refused.status_code == 403
        taken = await api.ask("POST", "/v1/webhooks", role=None, content=body, headers=headers)
        assert taken.status_code == 204
        assert (await api.ask("GET", f"/v1/calls/{call}")).json()["state"] == "ended"

    in_office(folder, check)


def test_a_question_of_the_platform_is_answered(folder: Path) -> None:
    """With 200 and a body, where a report is answered with 204."""

    async def check(api: Api) -> None:
        call = await api.call()
        asked = f'{{"type": "phone.answered", "data": {{"call_id": "{call}", "leg": "x.1"}}}}'
        now = api.center.now()
        headers = {
            "webhook-id": "m1",
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(SECRET).sign("m1", now, asked),
        }
        said = await api.ask("POST", "/v1/webhooks", role=None, content=asked, headers=headers)
        assert (said.status_code, said.json()) == (200, {"leg": "x.1", "bridge": False})

    in_office(folder, check)


@pytest.mark.parametrize(
    ("path", "request_"),
    [
        ("hear", {"content": b"", "headers": JSON}),
        ("hear", {"content": b"{", "headers": JSON}),
        ("hear", {"content": b"[" * 100_000, "headers": JSON}),
        ("hear", {"content": b'{"text": "\\ud800"}', "headers": JSON}),
        ("hear", {"content": b'{"text": "a\\u0000"}', "headers": JSON}),
        ("hear", {"content": b"\xff\xfe", "headers": JSON}),
        ("hear", {"content": b'{"text": "plain"}'}),
        ("hear", {"json": {"text": ""}}),
        ("hear", {"json": {"text": "a", "more": 1}}),
        ("hear", {"json": {"text": "a"}, "headers": {"Idempotency-Key": "a b"}}),
        ("hear", {"json": {"text": "a", "began_at": 5}}),
        ("hear", {"json": {"text": "a", "began_at": "5"}}),
        ("hear", {"json": {"text": "a", "began_at": "2026-03-02T12:00:00"}}),
        ("press", {"json": {"digits": "one"}}),
        ("tools", {"json": {"tool": "x", "arguments": [1]}}),
        ("reports", {"json": {"type": "unknown", "data": {}}}),
        (
            "reports",
            {
                "content": b'{"type": "voicemail.recorded", "data": '
                b'{"effect_key": "a", "recording": "b", "seconds": 1e999}}',
                "headers": JSON,
            },
        ),
        (
            "reports",
            {"json": {"type": "voicemail.recorded", "data": RECORDING | {"seconds": True}}},
        ),
        ("end", {"json": {"by": "nobody"}}),
        ("end%00", {}),
    ],
)
def test_bad_input_is_named(path: str, request_: dict[str, Any], folder: Path) -> None:
    """The response is 422 with the field, the mistake and the fix."""

    async def check(api: Api) -> None:
        call = await api.call()
        done = await api.ask("POST", f"/v1/calls/{call}/{path}", **request_)
        assert done.status_code == 422, done.text
        assert done.headers["Content-Type"] == "application/problem+json"
        assert all(one["field"] and one["wrong"] and one["right"] for one in done.json()["errors"])

    in_office(folder, check)


def test_what_is_too_large_is_refused(folder: Path) -> None:
    """A body over one mebibyte gets 413, with any key."""

    async def check(api: Api) -> None:
        done = await api.ask("POST", "/v1/calls", role=None, content=b"x" * (1024 * 1024 + 1))
        assert done.status_code == 413

    in_office(folder, check)
