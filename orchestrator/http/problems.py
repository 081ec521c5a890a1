"""Problem details (RFC 9457): the body of every error response."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from itertools import islice
from typing import Any, Final

from fastapi import Request
from fastapi.responses import JSONResponse

from hookflash.domain.problem import Problem
from hookflash.domain.value import Value

MAX_ERRORS: Final = 100
MEDIA_TYPE: Final = "application/problem+json"


class FieldProblem(Problem):
    """A mistake in one field of a request; ``line`` counts from 1 and is set for documents."""

    field: str
    line: int | None = None


class ProblemDetails(Value):
    """An error (RFC 9457); ``errors`` lists every invalid field."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: tuple[FieldProblem, ...] = ()


class HttpProblem(Exception):
    """Ends a request with problem details."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        errors: Iterable[FieldProblem] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.errors = tuple(errors)
        self.headers = headers

    def response(self) -> JSONResponse:
        """Return the HTTP response."""
        details = ProblemDetails(
            title=self.status.phrase, status=self.status, detail=str(self), errors=self.errors
        )
        return JSONResponse(
            details.model_dump(mode="json"),
            status_code=self.status,
            headers=dict(self.headers or {}),
            media_type=MEDIA_TYPE,
        )


async def answer_problem(_: Request, problem: Exception) -> JSONResponse:
    """Respond with a problem that a route raised."""
    assert isinstance(problem, HttpProblem)  # noqa: S101 - this handler is entered for no other
    return problem.response()


def not_found(what: str) -> HttpProblem:
    """Return a 404 that does not reveal whether another workspace has ``what``."""
    return HttpProblem(HTTPStatus.NOT_FOUND, f"This workspace has no {what}.")


def at_fault(field: str, wrong: str, right: str) -> HttpProblem:
    """Return a 422 for one invalid field."""
    error = FieldProblem(field=field, wrong=wrong, right=right)
    return unprocessable([error])


def unprocessable(errors: Iterable[FieldProblem]) -> HttpProblem:
    """Return a 422 that names the first ``MAX_ERRORS`` invalid fields; nothing was changed."""
    errors = tuple(islice(errors, MAX_ERRORS))
    named = "; ".join(f"{error.field}: {error.wrong}" for error in errors)
    return HttpProblem(HTTPStatus.UNPROCESSABLE_ENTITY, f"Nothing was changed. {named}.", errors)


_EXAMPLES: Final[dict[HTTPStatus, ProblemDetails]] = {
    HTTPStatus.BAD_REQUEST: ProblemDetails(
        title="Bad Request", status=400, detail="data.status: Input should be 'accepted' or 'sent'"
    ),
    HTTPStatus.UNAUTHORIZED: ProblemDetails(
        title="Unauthorized",
        status=401,
        detail="The API key is missing. Send one as “Authorization: Bearer hf_…”; "
        "see “hookflash key new”.",
    ),
    HTTPStatus.FORBIDDEN: ProblemDetails(
        title="Forbidden",
        status=403,
        detail="This key has the role “read”; this request needs “operate”.",
    ),
    HTTPStatus.NOT_FOUND: ProblemDetails(
        title="Not Found", status=404, detail="This workspace has no call “sunny-cafe.call.0b1f”."
    ),
    HTTPStatus.REQUEST_TIMEOUT: ProblemDetails(
        title="Request Timeout",
        status=408,
        detail="The body was not complete after 20 s; send the request again.",
    ),
    HTTPStatus.CONFLICT: ProblemDetails(
        title="Conflict",
        status=409,
        detail="Nothing was changed: the phone of Dana is not ringing; it is answered.",
    ),
    HTTPStatus.PRECONDITION_FAILED: ProblemDetails(
        title="Precondition Failed",
        status=412,
        detail="Nothing was changed: job “Booking” has changed since it was read. Read it again.",
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ProblemDetails(
        title="Request Entity Too Large",
        status=413,
        detail="The body is too large; send at most 131072 bytes.",
    ),
    HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE: ProblemDetails(
        title="Requested Range Not Satisfiable",
        status=416,
        detail="The recording has 64044 bytes.",
    ),
    HTTPStatus.UNPROCESSABLE_ENTITY: ProblemDetails(
        title="Unprocessable Entity",
        status=422,
        detail="Nothing was changed. text: is missing.",
        errors=(FieldProblem(field="text", wrong="is missing", right="Send it."),),
    ),
    HTTPStatus.TOO_MANY_REQUESTS: ProblemDetails(
        title="Too Many Requests",
        status=429,
        detail="Too many requests with this key; try again in 1 s.",
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: ProblemDetails(
        title="Service Unavailable", status=503, detail="The database did not answer; try again."
    ),
}


def documented(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI responses for errors: a schema and an example for each status."""
    return {
        int(status): {
            "description": status.phrase,
            "content": {
                MEDIA_TYPE: {
                    "schema": {"$ref": "#/components/schemas/ProblemDetails"},
                    "example": _EXAMPLES[status].model_dump(mode="json"),
                }
            },
        }
        for status in statuses
    }


def known_already(model: type[Value]) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI response for an idempotent repeat."""
    return {200: {"description": "Already exists: the request is a repeat.", "model": model}}
