"""Creates workspaces, authorised by the server's admin token."""

from hashlib import sha256
from hmac import compare_digest
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import Field

from hookflash.domain.value import Value
from hookflash.domain.workspace.document import DEFAULT_AGENT
from hookflash.domain.workspace.names import slug
from hookflash.orchestrator.api_keys import KeyIssuedBefore
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.http.auth import Center, address_of
from hookflash.orchestrator.http.problems import HttpProblem, documented
from hookflash.orchestrator.http.rate_limits import Limits
from hookflash.orchestrator.http.routes.keys import IssuedKey
from hookflash.orchestrator.workspaces.errors import WorkspaceExists

_bearer: Final = HTTPBearer(
    auto_error=False, scheme_name="admin", description="The admin token set when the server starts."
)
Sent = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


class NewWorkspace(Value):
    """A workspace to create; its id is derived from its ``name``."""

    name: str = Field(max_length=400, examples=["Sunny Cafe"])
    agent: str = Field(DEFAULT_AGENT, max_length=400)


class Created(Value):
    """The new, empty workspace, and the first key to it."""

    workspace: str
    name: str
    agent: str
    key: IssuedKey


def new_workspaces_router(admin_token: str) -> APIRouter:
    """Return the route that creates workspaces, for requests with ``admin_token``."""
    router = APIRouter(prefix="/workspaces", tags=["workspace"])

    async def check(request: Request, sent: Sent) -> None:
        _check(request, sent, admin_token)

    @router.post(
        "",
        dependencies=[Depends(check)],  # before the body, so that its errors need the token
        status_code=HTTPStatus.CREATED,
        responses=documented(
            HTTPStatus.UNAUTHORIZED,
            HTTPStatus.CONFLICT,
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            HTTPStatus.UNPROCESSABLE_ENTITY,
            HTTPStatus.TOO_MANY_REQUESTS,
            HTTPStatus.SERVICE_UNAVAILABLE,
        ),
    )
    async def create_workspace(body: NewWorkspace, response: Response, center: Center) -> Created:
        """Create an empty workspace; returns its first key, which is shown only once."""
        made = await _create(center, body)
        response.headers["Location"] = f"/v1/workspaces/{made.workspace}"
        return made

    return router


def _check(request: Request, sent: HTTPAuthorizationCredentials | None, admin_token: str) -> None:
    if sent is None or not compare_digest(_hashed(sent.credentials), _hashed(admin_token)):
        limits: Limits = request.app.state.limits
        limits.count_failure(address_of(request))
        detail = (
            "The admin token is missing or wrong. Send the token that the server was started with "
            "as “Authorization: Bearer …”."
        )
        raise HttpProblem(HTTPStatus.UNAUTHORIZED, detail, headers={"WWW-Authenticate": "Bearer"})


def _hashed(token: str) -> bytes:
    return sha256(token.encode()).digest()


async def _create(center: CallCenter, body: NewWorkspace) -> Created:
    try:
        made = await center.workspaces.create(body.name, body.agent)
    except WorkspaceExists:
        # A workspace without a key was left by an interrupted request; finish that one.
        made = await center.workspace(slug(body.name))
        if (await center.keys.keys(made.slug)).by_id:
            raise _exists(made.slug) from None
    try:
        token = await center.keys.issue(made.slug, "configure", "the first", key="first")
    except KeyIssuedBefore as error:
        raise _exists(made.slug) from error
    key = IssuedKey(id=token.key, role="configure", token=str(token))
    return Created(workspace=made.slug, name=made.name, agent=made.agent, key=key)


def _exists(workspace: str) -> HttpProblem:
    detail = f"Nothing was changed: the workspace “{workspace}” already exists."
    return HttpProblem(HTTPStatus.CONFLICT, detail)
