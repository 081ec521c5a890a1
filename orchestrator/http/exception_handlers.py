"""Turns exceptions into problem details (RFC 9457)."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match

from hookflash import (
    LogFault,
    LogMoved,
    NoRecordingStore,
    NoSuchDelivery,
    NoSuchEndpoint,
    NotCarriedHere,
    NotHosted,
    NotSentAgain,
    NumberTaken,
    RecordingStoreFailed,
    ScenariosFailed,
    SideProcessFailed,
    TooExpensive,
    TooManyCalls,
    TooManyChanges,
    TooManyRefusals,
    TooManyWaiting,
    UnreadableEvent,
    ViewsBehind,
)
from hookflash.domain.errors import HookflashError
from hookflash.domain.idempotency import NameReused
from hookflash.orchestrator.http.conditional_requests import NotModified
from hookflash.orchestrator.http.idempotency import reused
from hookflash.orchestrator.http.problems import (
    FieldProblem,
    HttpProblem,
    answer_problem,
    not_found,
    unprocessable,
)
from hookflash.orchestrator.http.validation_errors import explain
from hookflash.orchestrator.provider_reports.message import REPORTS
from hookflash.orchestrator.telemetry.logs import get_logger
from hookflash.orchestrator.workspaces.errors import InvalidChange, NotFound, Stale
from hookflash.orchestrator.workspaces.file.problems import InvalidFile

Handler = Callable[[Request, Exception], Awaitable[Response]]

_WHOLE: Final = "body"
_NO_PART: Final = (*REPORTS, "[key]")
"""Path parts that pydantic adds and clients did not send: union tags, and keys of mappings."""
_IN_PARTS: Final = "Send it in parts, piece by piece, or apply a file with “hookflash apply”."
_METHODS: Final = ("DELETE", "GET", "HEAD", "POST", "PUT")
logger = get_logger(__name__)


def answer_faults(app: FastAPI) -> None:
    """Register handlers so that every error of ``app`` is sent as problem details."""
    app.add_exception_handler(HttpProblem, answer_problem)
    app.add_exception_handler(RequestValidationError, _handler(_invalid))
    app.add_exception_handler(InvalidFile, _handler(_document))
    app.add_exception_handler(InvalidChange, _handler(_change))
    app.add_exception_handler(ScenariosFailed, _handler(_scenarios))
    app.add_exception_handler(NotFound, _handler(_not_there))
    app.add_exception_handler(Stale, _handler(_stale))
    app.add_exception_handler(NotModified, _not_modified)
    app.add_exception_handler(NameReused, _handler(lambda _: reused()))
    app.add_exception_handler(NumberTaken, _handler(_number_taken))
    app.add_exception_handler(TooExpensive, _handler(_too_expensive))
    app.add_exception_handler(TooManyCalls, _handler(_too_many_calls))
    app.add_exception_handler(TooManyChanges, _handler(_too_many_changes))
    app.add_exception_handler(TooManyWaiting, _handler(_too_many_waiting))
    app.add_exception_handler(SideProcessFailed, _handler(_not_read))
    app.add_exception_handler(NotCarriedHere, _handler(_conflict))
    app.add_exception_handler(NotHosted, _handler(_conflict))
    app.add_exception_handler(TooManyRefusals, _handler(_conflict))
    app.add_exception_handler(NoSuchEndpoint, _handler(_no_endpoint))
    app.add_exception_handler(NoSuchDelivery, _handler(_no_delivery))
    app.add_exception_handler(NotSentAgain, _handler(_conflict))
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(NoRecordingStore, _handler(_no_recordings))
    app.add_exception_handler(RecordingStoreFailed, _handler(_no_recordings))
    app.add_exception_handler(LogMoved, _handler(_moved))
    app.add_exception_handler(ViewsBehind, _handler(_views_behind))
    app.add_exception_handler(UnreadableEvent, _handler(_unreadable))
    app.add_exception_handler(LogFault, _handler(_unavailable))
    app.add_exception_handler(DBAPIError, _handler(_unavailable))
    app.add_exception_handler(Exception, _handler(_unforeseen))


def _handler(to_problem: Callable[[Any], HttpProblem]) -> Handler:
    async def handle(_: Request, error: Exception) -> Response:
        return to_problem(error).response()

    return handle


def _invalid(error: RequestValidationError) -> HttpProblem:
    return unprocessable(_field_problem(one) for one in error.errors())


def _field_problem(error: dict[str, Any]) -> FieldProblem:
    place, *path = error["loc"]
    path = (
        [] if error["type"] == "json_invalid" else [part for part in path if part not in _NO_PART]
    )
    wrong, right = explain(error)
    field = _path(path) or (_WHOLE if place == "body" else str(place))
    return FieldProblem(field=field, wrong=wrong, right=right)


def _path(parts: list[str | int]) -> str:
    """Write a path as in workspace documents: ``flow[0].agent.greeting``."""
    steps = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)
    return "".join(steps).removeprefix(".")


def _document(error: InvalidFile) -> HttpProblem:
    return unprocessable(
        FieldProblem(field=one.path or _WHOLE, line=one.line, wrong=one.wrong, right=one.right)
        for one in error.problems
    )


def _change(error: InvalidChange) -> HttpProblem:
    return unprocessable(
        FieldProblem(field=one.path or _WHOLE, line=one.line, wrong=one.wrong, right=one.right)
        for one in error.problems
    )


def _scenarios(error: ScenariosFailed) -> HttpProblem:
    right = "Mend the draft or the scenario, or publish with despite_failures=true."
    failed = (one for one in error.results if not one.passed)
    errors = (
        FieldProblem(field=f"scenarios “{one.name}”", wrong="; ".join(one.failures), right=right)
        for one in failed
    )
    return HttpProblem(HTTPStatus.CONFLICT, f"Nothing was changed: {error}", errors)


def _not_there(error: NotFound) -> HttpProblem:
    return not_found(error.what)


def _stale(error: Stale) -> HttpProblem:
    detail = f"Nothing was changed: {error.what} has changed since it was read. Read it again."
    return HttpProblem(HTTPStatus.PRECONDITION_FAILED, detail)


async def _not_modified(_: Request, same: Exception) -> Response:
    assert isinstance(same, NotModified)  # noqa: S101 - this handler is entered for no other
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": same.etag})


def _number_taken(error: NumberTaken) -> HttpProblem:
    wrong, right = str(error), "Remove it, or use another number."
    return unprocessable([FieldProblem(field="numbers", wrong=wrong, right=right)])


def _too_expensive(error: TooExpensive) -> HttpProblem:
    detail = f"Nothing was changed: this takes too long to check, {error}. {_IN_PARTS}"
    return HttpProblem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)


def _too_many_changes(error: TooManyChanges) -> HttpProblem:
    detail = f"Nothing was changed: {error}. {_IN_PARTS}"
    return HttpProblem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)


def _too_many_calls(error: TooManyCalls) -> HttpProblem:
    logger.warning("call_not_taken", reason=str(error))
    detail = f"The call was not recorded: this server holds {error.most} live calls, its limit."
    return HttpProblem(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers={"Retry-After": "5"})


def _too_many_waiting(_: TooManyWaiting) -> HttpProblem:
    detail = "Nothing was changed: too many changes of this workspace are waiting; try again."
    return HttpProblem(HTTPStatus.TOO_MANY_REQUESTS, detail, headers={"Retry-After": "5"})


def _not_read(error: SideProcessFailed) -> HttpProblem:
    logger.error("side_process_failed", error=str(error))
    detail = "Nothing was changed: the server could not check the request; try again later."
    return HttpProblem(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers={"Retry-After": "60"})


def _no_endpoint(error: NoSuchEndpoint) -> HttpProblem:
    return not_found(f"webhook endpoint “{error}”")


def _no_delivery(error: NoSuchDelivery) -> HttpProblem:
    return not_found(f"delivery “{error}” to this endpoint")


def _conflict(error: HookflashError) -> HttpProblem:
    return HttpProblem(HTTPStatus.CONFLICT, f"Nothing was changed: {error}.")


async def _plain(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - this handler is entered for no other
    status = HTTPStatus(error.status_code)
    details = {
        HTTPStatus.NOT_FOUND: "No resource has this path; /v1/openapi.json lists all paths.",
        HTTPStatus.METHOD_NOT_ALLOWED: "This path does not allow this method; see “Allow”.",
    }
    headers = dict(error.headers or {})
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_allowed(request))
    return HttpProblem(status, details.get(status, str(error.detail)), headers=headers).response()


def _allowed(request: Request) -> list[str]:
    """Return the methods of a path over all its routes; the framework lists only one route's."""
    routes: list[BaseRoute] = request.app.routes
    return [
        method
        for method in _METHODS
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes
        )
    ]


def _no_recordings(error: Exception) -> HttpProblem:
    logger.error("recording_not_read", error=str(error))
    detail = "The recording cannot be read now; try again later."
    return HttpProblem(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers={"Retry-After": "60"})


def _unavailable(error: Exception) -> HttpProblem:
    logger.error("database_fault", error=str(error))
    detail = "The database did not answer; try again."
    return HttpProblem(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers={"Retry-After": "1"})


def _moved(error: LogMoved) -> HttpProblem:
    logger.error("database_file_moved", error=str(error))
    detail = (
        "A file of the database was moved, replaced or deleted while it was in use, so nothing is "
        "stored any more; see the server's log."
    )
    return HttpProblem(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers={"Retry-After": "60"})


def _views_behind(error: ViewsBehind) -> HttpProblem:
    logger.warning("views_behind", error=str(error))
    detail = "The newest events cannot be shown yet; try again."
    return HttpProblem(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers={"Retry-After": "1"})


def _unreadable(error: UnreadableEvent) -> HttpProblem:
    logger.error("event_unreadable", error=str(error))
    detail = (
        f"A stored event that this needs is damaged: {error.stream}, position {error.position}. "
        "Run “hookflash verify”."
    )
    return HttpProblem(HTTPStatus.INTERNAL_SERVER_ERROR, detail)


def _unforeseen(error: Exception) -> HttpProblem:
    logger.error("request_failed", error=repr(error))
    detail = "An unexpected error occurred; see the server's log."
    return HttpProblem(HTTPStatus.INTERNAL_SERVER_ERROR, detail)
