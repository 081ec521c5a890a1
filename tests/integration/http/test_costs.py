"""What one request may cost: sizes, time, and the units that it takes."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from hookflash.orchestrator.http.body_limits import MAX_BODY, MAX_DOCUMENT, MAX_YAML
from hookflash.orchestrator.http.costs import cost_of
from hookflash.orchestrator.http.rate_limits import Buckets, Limits
from hookflash.orchestrator.workspaces import document_reader
from hookflash.orchestrator.workspaces.editor import MAX_CHANGES
from tests.integration.http.conftest import OFFICE, Api, serving

HOME = "/v1/workspaces/harbor-dental"
YAML = {"Content-Type": "application/yaml"}
JSON = {"Content-Type": "application/json"}


async def put(api: Api, content: bytes, headers: dict[str, str]) -> dict[str, Any]:
    """Replace the workspace, or not; returns the answer's body with its status."""
    answer = await api.ask("PUT", HOME, content=content, headers=headers)
    return {"status": answer.status_code, **answer.json()}


def members(count: int) -> bytes:
    """A document with so many members, in JSON."""
    some = [{"name": f"Member {index}", "phone": "+14155550101"} for index in range(count)]
    return json.dumps({"workspace": "Harbor Dental", "members": some}).encode()


def test_large_yaml_is_refused_with_what_to_do(folder: Path) -> None:
    """As JSON, in pieces, or at the command line; up to the limit it is read."""

    async def check() -> None:
        async with serving(folder) as api:
            padded = OFFICE.encode() + b"# " + b"x" * MAX_YAML
            refused = await put(api, padded, YAML)
            assert refused["status"] == 413
            for way in ("as JSON", "piece by piece", "hookflash apply"):
                assert way in refused["detail"]
            assert (await put(api, padded[:MAX_YAML], YAML))["status"] == 200
            assert (await put(api, members(1) + b" " * MAX_DOCUMENT, JSON))["status"] == 413
            assert (await put(api, members(1) + b" " * MAX_YAML, JSON))["status"] == 200

    asyncio.run(check())


def test_other_bodies_are_small(folder: Path) -> None:
    """There is room for the longest instructions, however they are written."""

    async def check() -> None:
        async with serving(folder) as api:
            job = json.dumps({"instructions": "\U0001f600" * 10_000}).encode()
            answer = await api.ask("PUT", "/v1/jobs/A/draft", content=job, headers=JSON)
            assert answer.status_code == 201
            large = b'{"instructions": "' + b"x" * MAX_BODY + b'"}'
            answer = await api.ask("PUT", "/v1/jobs/A/draft", content=large, headers=JSON)
            assert answer.status_code == 413

    asyncio.run(check())


def test_a_document_changes_only_so_many_pieces_at_once(folder: Path) -> None:
    """More than that is refused, and nothing has changed; in two parts it is taken."""

    async def check() -> None:
        async with serving(folder) as api:
            refused = await put(api, members(MAX_CHANGES + 100), JSON)
            assert refused["status"] == 413
            assert "at most 1,000 may at once" in refused["detail"]
            assert len((await api.ask("GET", "/v1/members")).json()["items"]) == 2
            for count in (MAX_CHANGES - 100, MAX_CHANGES + 100):
                assert (await put(api, members(count), JSON))["status"] == 200

    asyncio.run(check())


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (b'{"jobs":' + b"[" * 100_000, "recursion limit"),
        (json.dumps({"workspace": "Harbor Dental", "jobs": [1] * 50_000}).encode(), "50,000 items"),
        (json.dumps({"workspace": "Harbor Dental", "jobs": [1] * 200}).encode(), "jobs[99]"),
        (b'{"workspace": "A\\u0000"}', "U+0000"),
    ],
)
def test_hostile_json_is_a_422_of_a_bounded_size(folder: Path, body: bytes, wrong: str) -> None:
    """It names what is wrong, and at most a hundred fields."""

    async def check() -> None:
        async with serving(folder) as api:
            refused = await put(api, body, JSON)
            assert refused["status"] == 422
            assert wrong in refused["detail"]
            assert len(refused["errors"]) <= 100

    asyncio.run(check())


def test_a_job_to_check_has_only_so_many_characters(folder: Path) -> None:
    """The limit is that of instructions; more is not even read."""

    async def check() -> None:
        async with serving(folder) as api:
            for count, status in ((10_000, 200), (10_001, 422)):
                job = {"name": "A", "instructions": "x" * count}
                answer = await api.ask("POST", "/v1/jobs/check", role="read", json=job)
                assert answer.status_code == status, answer.text
            assert answer.json()["errors"][0]["field"] == "instructions"

    asyncio.run(check())


def test_a_piece_of_a_large_workspace_is_checked_beside(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the same result, whichever process checks it."""
    monkeypatch.setattr(document_reader, "_FEW_PIECES", 0)

    async def check() -> None:
        async with serving(folder) as api:
            wrong = {"instructions": "/Transfer call: Nobody"}
            answer = await api.ask("POST", "/v1/jobs/check", json={"name": "A", **wrong})
            (problem,) = answer.json()["problems"]
            assert problem["field"] == "instructions"
            removed = await api.ask("DELETE", "/v1/inboxes/Scheduling")
            assert "jobs “Talk to a person”: instructions" in removed.text
            saved = await api.ask("PUT", "/v1/members/Lee", json={"phone": "+14155550104"})
            assert saved.status_code == 201

    asyncio.run(check())


def test_requests_take_units_by_what_they_cost(folder: Path) -> None:
    """The headers say how many; a key that has none left waits, whatever it asks."""

    async def check() -> None:
        slow = Buckets(1 / 3_600, 33)
        async with serving(folder, Limits(slow, slow)) as api:
            answers = [
                await api.ask("GET", "/v1/calls"),
                await api.ask("PUT", HOME, content=OFFICE, headers=YAML),
                await api.ask("GET", HOME),
                await api.ask("GET", "/v1/calls"),
            ]
            assert [one.status_code for one in answers] == [200, 200, 429, 200]
            listed = cost_of("list_calls")
            costs = [listed, cost_of("put_workspace"), cost_of("get_workspace"), listed]
            assert [one.headers["RateLimit-Cost"] for one in answers] == [str(one) for one in costs]
            assert answers[1].headers["RateLimit-Remaining"] == "8"

    asyncio.run(check())
