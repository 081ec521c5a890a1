"""Completes the OpenAPI document that FastAPI generates: summaries, errors, examples."""

import re
from collections.abc import Iterator
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from hookflash.orchestrator.http.examples import examples
from hookflash.orchestrator.http.problems import ProblemDetails

_REFERENCE: Final = "#/components/schemas/{model}"
_NULL: Final = {"type": "null"}
_IN_PATHS: Final = {
    "call_id": (
        "The id returned when the call was received.",
        "harbor-dental.call.0b1f2c3d4e5f6a7b",
    ),
    "delivery": ("The id of the attempt, from the list of deliveries.", 42),
    "effect_key": ("The transfer's effect key.", "5b2f8a0e-6c1d-5e4f-9a3b-7c8d9e0f1a2b"),
    "endpoint": ("The id that creating the endpoint returned.", "endpoint-5f0c8a1b2c3d4e5f"),
    "key": ("The key's id, the third part of its token.", "first"),
    "thread": ("The thread's id, from the list.", "harbor-dental.thread.14155550199.14155550100"),
    "voicemail": ("The voicemail's effect key.", "5b2f8a0e-6c1d-5e4f-9a3b-7c8d9e0f1a2b"),
    "version": ("The version number; the first is 1.", 1),
    "workspace": ("The workspace's id: its name in lower case, hyphenated.", "harbor-dental"),
}
"""Descriptions and examples of path parameters, where the route declares none."""
_ETAG: Final = {
    "ETag": {
        "schema": {"type": "string"},
        "description": "Identifies this state, for “If-Match” and “If-None-Match”.",
    }
}
_RETRY_AFTER: Final = {
    "Retry-After": {"schema": {"type": "integer"}, "description": "How many seconds to wait."}
}


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document of ``app``; built on the first request."""
    if app.openapi_schema is None:
        described = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        _add_problems(described)
        for operation in operations(described):
            _remove_null(operation)
            _summarise(operation)
            _describe_path_params(operation)
            _add_headers(operation)
            _add_examples(operation)
        app.openapi_schema = described
    return app.openapi_schema


def operations(described: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every operation of an OpenAPI document."""
    for methods in described["paths"].values():
        yield from methods.values()


def _add_problems(described: dict[str, Any]) -> None:
    """Add the schema of problem details."""
    problem = ProblemDetails.model_json_schema(ref_template=_REFERENCE)
    schemas = described.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(problem.pop("$defs", {}), ProblemDetails=problem)


def _remove_null(operation: dict[str, Any]) -> None:
    """Remove null from optional parameters: clients omit them, they cannot send null."""
    for parameter in operation.get("parameters", ()):
        schema = parameter["schema"]
        kinds = [kind for kind in schema.get("anyOf", ()) if kind != _NULL]
        if len(kinds) == 1:
            del schema["anyOf"]
            parameter["schema"] = kinds[0] | schema
            if "description" in kinds[0]:
                parameter.setdefault("description", kinds[0]["description"])


def _summarise(operation: dict[str, Any]) -> None:
    """Use the first sentence of an operation's description as its summary."""
    sentence = re.split(r"\.(?:\s|$)", operation["description"], maxsplit=1)[0]
    operation["summary"] = sentence.replace("``", "")


def _describe_path_params(operation: dict[str, Any]) -> None:
    for parameter in operation.get("parameters", ()):
        if "description" not in parameter and parameter["in"] == "path":
            meaning, example = _IN_PATHS[parameter["name"]]
            parameter |= {"description": meaning, "example": example}


def _add_headers(operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    if "429" in responses:
        responses["429"]["headers"] = _RETRY_AFTER
    if {"304", "412"} & set(responses):
        for status in {"200", "201"} & set(responses):
            responses[status]["headers"] = _ETAG


def _add_examples(operation: dict[str, Any]) -> None:
    """Add the recorded request and response, where the route declares no example."""
    shown = examples().get(operation["operationId"], {})
    bodies = [(operation.get("requestBody", {}), "request")]
    bodies += [
        (response, "response")
        for status, response in operation["responses"].items()
        if status.startswith("2")
    ]
    for body, which in bodies:
        for kind, content in body.get("content", {}).items():
            example = shown.get(which, {}).get(kind)
            if example is not None and not {"example", "examples"} & set(content):
                content["example"] = example
