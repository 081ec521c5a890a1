"""The OpenAPI document: what the framework writes, completed."""

from collections.abc import Iterator
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from hookflash.orchestrator.http.examples import examples
from hookflash.orchestrator.http.problems import ProblemDetails

_REFERENCE: Final = "#/components/schemas/{model}"
_NULL: Final = {"type": "null"}


def describe(app: FastAPI) -> dict[str, Any]:
    """The description of ``app``, made when it is first asked for."""
    if app.openapi_schema is None:
        described = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        _add_problems(described)
        for operation in operations(described):
            _leave_null_out(operation)
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
