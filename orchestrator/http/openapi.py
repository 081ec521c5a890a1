"""The OpenAPI document: what the framework writes, completed."""

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
    "call_id": ("The id that the call got when it came in.", "harbor-dental.call.0b1f2c3d4e5f6a7b"),
    "effect_key": ("The transfer's own key.", "5b2f8a0e-6c1d-5e4f-9a3b-7c8d9e0f1a2b"),
    "endpoint": ("The id that the endpoint got when it was made.", "endpoint-5f0c8a1b2c3d4e5f"),
    "key": ("The key's id, the third part of its token.", "first"),
    "thread": ("As the list names it.", "harbor-dental.thread.14155550199.14155550100"),
    "version": ("Which one; the first is 1.", 1),
    "workspace": ("Its id: its name in small letters, with hyphens.", "harbor-dental"),
}
"""What stands in a path, with an example, where the route does not say so itself."""
_ETAG: Final = {
    "ETag": {
        "schema": {"type": "string"},
        "description": "Which state this is, for “If-Match” and “If-None-Match”.",
    }
}
_RETRY_AFTER: Final = {
    "Retry-After": {"schema": {"type": "integer"}, "description": "How many seconds to wait."}
}


def describe(app: FastAPI) -> dict[str, Any]:
    """The description of ``app``, made when it is first asked for."""
    if app.openapi_schema is None:
        described = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        _add_problems(described)
        for operation in operations(described):
            _leave_null_out(operation)
            _sum_up(operation)
            _explain_path(operation)
            _name_headers(operation)
            _show(operation)
        app.openapi_schema = described
    return app.openapi_schema


def operations(described: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every operation of a description."""
    for methods in described["paths"].values():
        yield from methods.values()


def _add_problems(described: dict[str, Any]) -> None:
    """Describe what errors are made of."""
    problem = ProblemDetails.model_json_schema(ref_template=_REFERENCE)
    schemas = described.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(problem.pop("$defs", {}), ProblemDetails=problem)


def _leave_null_out(operation: dict[str, Any]) -> None:
    """A parameter that need not be sent is left out; there is no way to send it as null."""
    for parameter in operation.get("parameters", ()):
        schema = parameter["schema"]
        kinds = [kind for kind in schema.get("anyOf", ()) if kind != _NULL]
        if len(kinds) == 1:
            del schema["anyOf"]
            parameter["schema"] = kinds[0] | schema
            if "description" in kinds[0]:
                parameter.setdefault("description", kinds[0]["description"])


def _sum_up(operation: dict[str, Any]) -> None:
    """Have an operation told by its first sentence."""
    sentence = re.split(r"\.(?:\s|$)", operation["description"], maxsplit=1)[0]
    operation["summary"] = sentence.replace("``", "")


def _explain_path(operation: dict[str, Any]) -> None:
    for parameter in operation.get("parameters", ()):
        if "description" not in parameter and parameter["in"] == "path":
            meaning, example = _IN_PATHS[parameter["name"]]
            parameter |= {"description": meaning, "example": example}


def _name_headers(operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    if "429" in responses:
        responses["429"]["headers"] = _RETRY_AFTER
    if {"304", "412"} & set(responses):
        for status in {"200", "201"} & set(responses):
            responses[status]["headers"] = _ETAG


def _show(operation: dict[str, Any]) -> None:
    """Add an example to what is sent and to what is answered, where the route has none."""
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
