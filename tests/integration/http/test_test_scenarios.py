"""Test scenarios over HTTP, on what is live and on drafts; how jobs are read."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from pathlib import Path
from typing import Any, Final, ParamSpec
from unittest.mock import patch

import pytest

from hookflash.orchestrator.system.side_processes import SideProcesses, TooExpensive
from tests.integration.http.conftest import Api, serving

LINK: Final = "https://example.com/book"
TEST: Final[dict[str, Any]] = {
    "name": "The link",
    "job": "Booking",
    "caller": ["I'd like to book"],
    "expect": {"texts": [LINK]},
}
OTHER: Final = "https://example.com/other"
DRAFT: Final = {"instructions": f"If the caller wants to book, /Send SMS: {OTHER}"}


P = ParamSpec("P")


def on_a_loop(test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Run an async test on an event loop of its own."""

    @wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        asyncio.run(test(*args, **kwargs))

    return run


async def failures(api: Api, body: dict[str, Any]) -> list[str]:
    """What the only test of ``body`` says."""
    done = await api.ask("POST", "/v1/tests", json={"tests": [TEST]} | body)
    assert done.status_code == 200, done.text
    (result,) = done.json()["results"]
    assert done.json()["passed"] == result["passed"] == (not result["failures"])
    return list(result["failures"])


@on_a_loop
async def test_a_draft_is_tested_before_it_is_published(tmp_path: Path) -> None:
    """Nothing live has changed, and no call is recorded."""
    async with serving(tmp_path) as api:
        calls = (await api.ask("GET", "/v1/calls")).json()
        assert await failures(api, {}) == []
        await api.ask("PUT", "/v1/jobs/Booking/draft", json={"name": "Booking"} | DRAFT)
        assert await failures(api, {}) == []
        assert await failures(api, {"drafts": True}) == [f"texts: expected “{LINK}”, got “{OTHER}”"]
        assert (await api.ask("GET", "/v1/calls")).json() == calls


@on_a_loop
async def test_scenarios_are_read_and_played_beside_the_calls(tmp_path: Path) -> None:
    """In a side process: reading YAML and playing callers would hold up every call."""

    async def stopped(*_: object, **__: object) -> None:
        raise TooExpensive("it was stopped at its limit of time")

    async with serving(tmp_path) as api:
        with patch.object(SideProcesses, "run", stopped):
            done = await api.ask("POST", "/v1/tests", json={"tests": [TEST]})
        assert done.status_code == 413, done.text


@on_a_loop
async def test_a_job_that_is_not_saved_is_tested(tmp_path: Path) -> None:
    """As an editor has it."""
    async with serving(tmp_path) as api:
        edited = {"name": "Booking"} | DRAFT
        expected = [TEST | {"expect": {"texts": [OTHER]}}]
        assert await failures(api, {"job": edited, "tests": expected}) == []
        wrong = {"name": "Booking", "instructions": "/Send SMS: Hi. There."}
        done = await api.ask("POST", "/v1/tests", json={"tests": [TEST], "job": wrong})
        assert done.status_code == 422
        assert "could be “Hi” or “Hi. There.”" in done.text


@on_a_loop
async def test_tests_may_be_yaml(tmp_path: Path) -> None:
    """Mistakes are named with their place and line."""
    async with serving(tmp_path) as api:
        text = f"name: It\ncaller: [I want to book]\nexpect: {{texts: [{LINK}]}}\n"
        assert await failures(api, {"tests": text}) == []
        done = await api.ask("POST", "/v1/tests", json={"tests": text.replace("caller", "caler")})
        assert done.status_code == 422
        named = {(one["field"], one["line"]) for one in done.json()["errors"]}
        assert named == {("caller", 1), ("caler", 2)}


@on_a_loop
async def test_who_may_only_read_runs_no_tests(tmp_path: Path) -> None:
    """They take the server's time."""
    async with serving(tmp_path) as api:
        done = await api.ask("POST", "/v1/tests", role="read", json={"tests": [TEST]})
        assert done.status_code == 403


@pytest.mark.parametrize("path", ["/v1/jobs/check", "/v1/jobs/Booking/draft"])
@on_a_loop
async def test_a_job_shows_how_it_is_read(tmp_path: Path, path: str) -> None:
    """Its actions as they will run, and what was not understood."""
    async with serving(tmp_path) as api:
        method = "POST" if path.endswith("check") else "PUT"
        written = (
            "If it rains, [/Send SMS: Caf\u00e9 \u2014 open]. Otherwise, /Transfer call: Scheduling"
        )
        body = {"name": "Booking", "instructions": written}
        read = (await api.ask(method, path, json=body)).json()
        text, transfer = read["actions"]
        assert text["text"] == "Caf\u00e9 \u2014 open"
        assert (text["encoding"], text["segments"], text["beyond_gsm"]) == ("UCS-2", 1, "\u2014")
        assert "“it rains” was not understood" in text["condition"]
        assert [phone["name"] for phone in transfer["phones"]] == ["Front Desk", "On Call"]
        assert (read["problems"], read["warnings"][0]["field"]) == ([], "instructions")


@on_a_loop
async def test_applying_shows_how_jobs_are_read(tmp_path: Path) -> None:
    """Every action of the workspace."""
    async with serving(tmp_path) as api:
        path = "/v1/workspaces/harbor-dental"
        document = (await api.ask("GET", path)).json()
        applied = (await api.ask("PUT", path, json=document)).json()
        assert [one["job"] for one in applied["actions"]] == [
            "Booking",
            "Talk to a person",
            "Billing",
        ]
        assert (applied["changes"], applied["warnings"]) == ([], [])


@on_a_loop
async def test_scenarios_are_saved_with_a_job(tmp_path: Path) -> None:
    """They run on its draft, and a failing draft is published only on purpose."""
    async with serving(tmp_path) as api:
        kept = {name: TEST[name] for name in ("name", "caller", "expect")}
        path = "/v1/jobs/Booking/scenarios"
        saved = await api.ask("PUT", path, json={"scenarios": [TEST]})
        assert saved.json() == {"job": "Booking", "scenarios": [kept]}
        known = {"If-None-Match": saved.headers["ETag"]}
        assert (await api.ask("GET", path, headers=known)).status_code == 304
        await api.ask("PUT", "/v1/jobs/Booking/draft", json={"name": "Booking"} | DRAFT)
        ran = (await api.ask("POST", f"{path}/run", json={})).json()
        assert (ran["passed"], ran["results"][0]["name"]) == (False, "The link")
        refused = await api.ask("POST", "/v1/jobs/Booking/publish")
        assert refused.status_code == 409
        (error,) = refused.json()["errors"]
        assert error["field"] == "scenarios “The link”"
        assert error["wrong"] == f"texts: expected “{LINK}”, got “{OTHER}”"
        done = await api.ask("POST", "/v1/jobs/Booking/publish?despite_failures=true")
        assert done.json()["version"] == 2


@on_a_loop
async def test_a_test_call_on_a_job_that_is_not_saved(tmp_path: Path) -> None:
    """And a job is renamed: the call flow follows."""
    async with serving(tmp_path) as api:
        body = {"number": "+14155550100", "job": {"name": "Prices"} | DRAFT}
        call = (await api.ask("POST", "/v1/test-calls", json=body)).json()["call"]
        said = await api.ask("POST", f"/v1/test-calls/{call}/say", json={"text": "I want to book"})
        assert said.is_success
        events = (await api.ask("GET", f"/v1/calls/{call}/events")).json()
        assert events[0]["data"]["jobs"] == [["Prices", 0]]
        wrong = body | {"job": {"name": "Prices", "instructions": "/Send SMS:"}}
        assert (await api.ask("POST", "/v1/test-calls", json=wrong)).status_code == 422
        done = await api.ask("POST", "/v1/jobs/Booking/rename", json={"name": "Visits"})
        assert done.json()["name"] == "Visits"
        flow = (await api.ask("GET", "/v1/numbers/+14155550100/flow")).json()
        assert "Visits" in flow["live"][0]["agent"]["jobs"]


@on_a_loop
async def test_a_workspace_is_put_back_with_its_scenarios(tmp_path: Path) -> None:
    """As it was read; without the key they stay, and an empty list removes them."""
    async with serving(tmp_path) as api:
        path = "/v1/workspaces/harbor-dental"
        kept = {key: value for key, value in TEST.items() if key != "job"}
        await api.ask("PUT", "/v1/jobs/Booking/scenarios", json={"scenarios": [TEST]})
        document = (await api.ask("GET", path)).json()
        (job,) = (one for one in document["jobs"] if one["name"] == "Booking")
        assert job["scenarios"] == [kept]
        for sent in (job["scenarios"], None):
            job["scenarios"] = sent
            assert (await api.ask("PUT", path, json=document)).json()["changes"] == []
        assert (await api.ask("GET", "/v1/jobs/Booking/scenarios")).json()["scenarios"] == [kept]
        job["scenarios"] = [kept | {"caller": 5}]
        wrong = (await api.ask("PUT", path, json=document)).json()["errors"]
        assert [one["field"] for one in wrong] == [
            f"jobs[{document['jobs'].index(job)}].scenarios[0].caller"
        ]
        job["scenarios"] = []
        (change,) = (await api.ask("PUT", path, json=document)).json()["changes"]
        assert (change["change"], change["what"]) == ("removed", "scenarios")
