"""The OpenAPI document is complete: requests, responses and errors."""

import asyncio
from collections.abc import Iterator
from typing import Any, Final

import pytest
from jsonschema_rs import Draft202012Validator

from hookflash import CallCenter
from hookflash.orchestrator.http.app import create_app
from hookflash.orchestrator.http.examples import examples
from tests.integration.http.conftest import ADMIN, SECRET
from tests.integration.http.recording import EXAMPLES, recorded
from tests.unit.hosted.platforms import find


async def described() -> dict[str, Any]:
    """Return the OpenAPI document."""
    async with CallCenter.open("sqlite://") as center:
        return create_app(center, SECRET, ADMIN, find_secret=find).openapi()


DESCRIBED: Final = asyncio.run(described())
OPERATIONS: Final = {
    operation["operationId"]: operation
    for methods in DESCRIBED["paths"].values()
    for operation in methods.values()
}
RECORD: Final = f"write {EXAMPLES.name} anew: python -m tests.integration.http.recording"


def contents(operation: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every request and response body, with its place."""
    bodies = {"request": operation.get("requestBody", {}), **operation["responses"]}
    for where, body in bodies.items():
        for kind, content in body.get("content", {}).items():
            yield f"{where}, {kind}", content


def shown(content: dict[str, Any]) -> list[Any]:
    """Return the examples of a body."""
    several = [one["value"] for one in content.get("examples", {}).values()]
    return [content["example"], *several] if "example" in content else several


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_shows_what_it_is_about(name: str) -> None:
    """In words, and with an example of each body that matches its schema."""
    operation = OPERATIONS[name]
    assert operation["description"].replace("``", "").startswith(operation["summary"] + ".")
    for where, content in contents(operation):
        assert shown(content), f"{name}: {where} has no example; {RECORD}"
        schema = content["schema"] | {"components": DESCRIBED["components"]}
        for example in shown(content):
            wrong = [error.message for error in Draft202012Validator(schema).iter_errors(example)]
            assert wrong == [], f"{name}: {where}; {RECORD}"


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_says_how_it_goes_wrong(name: str) -> None:
    """Each error is a problem of RFC 9457."""
    operation = OPERATIONS[name]
    errors = {
        status: response["content"]
        for status, response in operation["responses"].items()
        if status >= "400"
    }
    assert "503" in errors
    assert all(list(content) == ["application/problem+json"] for content in errors.values())
    wants_key = bool(operation.get("security"))
    assert ("401" in errors) is wants_key


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_parameter_is_explained(name: str) -> None:
    """With a description; no parameter allows null."""
    for parameter in OPERATIONS[name].get("parameters", ()):
        assert parameter.get("description"), parameter["name"]
        assert "null" not in str(parameter["schema"]), "it is left out, not sent as null"


def test_the_examples_are_of_operations_that_there_are() -> None:
    """Recording again gives examples of the same operations, and none is left over."""
    assert set(asyncio.run(recorded())) == set(examples())
    assert set(examples()) <= set(OPERATIONS)
