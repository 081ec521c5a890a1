"""For any input, no route fails, and every response is one that the description allows."""

import asyncio
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, cast

import httpx
import pytest
import requests
import schemathesis
from hypothesis import settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.generation.meta import TestPhase
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    ignored_auth,
    positive_data_acceptance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from standardwebhooks import Webhook

from hookflash import CallCenter
from hookflash.orchestrator.http.app import create_app
from tests.integration.http.conftest import ADMIN, SECRET, Api, serving
from tests.integration.http.test_routes import ENDLESS, HOSTED, ROUTES, address, real_ids
from tests.unit.hosted.platforms import find

pytestmark = pytest.mark.slow

SIGNED: Final = "/v1/webhooks"
NESTED: Final = "/v1/jobs/"
"""Names may contain slashes: ``DELETE /v1/jobs/a/diff`` is about the job “a/diff”."""
EXAMPLES: Final = 4
"""Random cases per route; boundary cases are always tried."""
CONFIG: Final = SchemathesisConfig.from_dict(
    {
        "checks": {
            # A document is checked for more than a schema can say: names, numbers, what it refers
            # to. What is not taken then is told field by field.
            "positive_data_acceptance": {
                "expected-statuses": ["2xx", 304, 400, 404, 409, 412, 422]
            },
        },
        "phases": {"coverage": {"unexpected-methods": ["OPTIONS", "TRACE"]}},
    }
)


async def described() -> dict[str, Any]:
    """Return the OpenAPI document."""
    async with CallCenter.open("sqlite://") as center:
        return create_app(center, SECRET, ADMIN, find_secret=find).openapi()


SCHEMA: Final = schemathesis.openapi.from_dict(asyncio.run(described()), config=CONFIG)


ANSWERS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
"""Checks that hold for every response."""


class World:
    """Two workspaces, served in one event loop."""

    def __init__(self, runner: asyncio.Runner, api: Api) -> None:
        self._runner = runner
        self._api = api
        self._ids = runner.run(real_ids(api))

    def send(self, case: schemathesis.Case[Any], path: str) -> httpx.Response:
        """Send a generated request to ``path`` with a key of the highest role.

        A case without a key is sent without one.
        """
        sent = case.as_transport_kwargs(base_url="http://here") | {"url": f"http://here{path}"}
        prepared = requests.Request(**sent).prepare()
        request = httpx.Request(
            str(prepared.method),
            str(prepared.url),
            headers=[(_raw(name), _raw(value)) for name, value in prepared.headers.items()],
            content=cast("bytes | str | None", prepared.body),
        )
        if "Authorization" in request.headers or case.path == SIGNED:
            request.headers.update(self._allowed(case.path, request.content))
        return self._runner.run(self._api.client.send(request))

    def ask(self, method: str, path: str, body: bytes, kind: str) -> httpx.Response:
        """Send a body declared as ``kind`` to an existing ``path``."""
        headers = {"Content-Type": kind} | self._allowed(path, body)
        url = self.real(path)
        return self._runner.run(
            self._api.ask(method, url, role=None, content=body, headers=headers)
        )

    def real(self, path: str) -> str:
        """Return a path to something that still exists."""
        return address(path, self._ids)

    def _allowed(self, path: str, content: bytes) -> dict[str, str]:
        if path == SIGNED:
            now, text = datetime.now(UTC), content.decode(errors="replace")
            return {
                "webhook-id": "msg-1",
                "webhook-timestamp": str(int(now.timestamp())),
                "webhook-signature": Webhook(SECRET).sign("msg-1", now, text),
            }
        key = ADMIN if path == "/v1/workspaces" else self._api.tokens["harbor-dental", "administer"]
        return {"Authorization": f"Bearer {key}"}


def _raw(text: str | bytes) -> bytes:
    return text.encode("latin-1") if isinstance(text, str) else text


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Use one world for all routes."""
    folder = tmp_path_factory.mktemp("any-input")
    with asyncio.Runner() as runner:
        opened = serving(Path(folder))
        yield World(runner, runner.run(opened.__aenter__()))
        runner.run(opened.__aexit__(None, None, None))


@SCHEMA.exclude(path=sorted(ENDLESS)).parametrize()
@settings(max_examples=EXAMPLES, derandomize="CI" in os.environ)
def test_no_input_is_too_much(case: schemathesis.Case[Any], world: World) -> None:
    """No 5xx, no undescribed response, nothing accepted that the description forbids."""
    response = world.send(case, case.formatted_path)
    beside = [unsupported_method, allow_header_conformance] if case.path.startswith(NESTED) else []
    if case.path == HOSTED:  # no credential is in its description: every platform has its own
        beside = [positive_data_acceptance]
    case.validate_response(response, excluded_checks=[ignored_auth, *beside])
    if case.meta is not None and case.meta.phase.name is TestPhase.FUZZING:
        response = world.send(case, world.real(case.path))
        case.validate_response(response, checks=ANSWERS)


ODD: Final = {
    "nothing": b"",
    "half of it": b'{"a":',
    "no object": b"[]",
    "null": b"null",
    "nested beyond measure": b"[" * 100_000,
    "a NUL": b'{"name": "a\\u0000b"}',
    "half a character": b'{"name": "\\ud800"}',
    "no UTF-8": b'{"name": "\xff"}',
    "UTF-16": '{"role": "read"}'.encode("utf-16"),
    "a key twice": b'{"role": "read", "role": "none"}',
    "no number": b'{"role": NaN, "after": Infinity}',
    "a number without end": b'{"after": 1e999}',
    "a number of many digits": b'{"role": ' + b"9" * 5_000 + b"}",
}
"""Bodies that no schema would produce, by description."""


@pytest.mark.parametrize("what", ODD)
@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data"])
def test_no_body_is_too_odd(what: str, kind: str, world: World) -> None:
    """On any route: it is accepted as it is, or refused with a reason."""
    for method, path in ROUTES:
        if method in ("POST", "PUT"):
            answer = world.ask(method, path, ODD[what], kind)
            assert answer.status_code < 500, (method, path, answer.text)
            if answer.is_error:
                assert answer.headers["Content-Type"] == "application/problem+json"
