"""Authenticates requests by API key, and checks the key's role."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final, cast

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, SecurityScopes

from hookflash.domain.access.events import Role
from hookflash.domain.access.keys import Key
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.http.costs import cost_of
from hookflash.orchestrator.http.problems import HttpProblem
from hookflash.orchestrator.http.rate_limits import Limits

_bearer: Final = HTTPBearer(
    auto_error=False,
    scheme_name="key",
    description="An API key of one workspace, from “hookflash key new”: `hf_…`",
)


async def call_center(request: Request) -> CallCenter:
    """Return the call center that the application serves."""
    center: CallCenter = request.app.state.center
    return center


Center = Annotated[CallCenter, Depends(call_center)]


@dataclass(frozen=True)
class Asker:
    """The workspace (its slug) of an authenticated request, and its key."""

    workspace: str
    key: Key

    def owns(self, workspace: str) -> None:
        """Raise 404 for any workspace but the key's own, whether it exists or not."""
        if workspace != self.workspace:
            raise HttpProblem(HTTPStatus.NOT_FOUND, f"There is no workspace “{workspace}”.")

    def needs(self, role: Role) -> None:
        """Raise 403 unless the key's role is ``role`` or includes it."""
        if not self.key.may(role):
            detail = f"This key has the role “{self.key.role}”; this request needs “{role}”."
            raise HttpProblem(HTTPStatus.FORBIDDEN, detail)


async def _asker(
    request: Request,
    center: Center,
    sent: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Asker:
    limits: Limits = request.app.state.limits
    holder = await center.keys.holder(sent.credentials) if sent else None
    if holder is None:
        limits.count_failure(address_of(request))
        raise no_entry("This key is not valid." if sent else "The API key is missing.")
    asker = Asker(*holder)
    cost = cost_of(request.scope["route"].name)
    limits.count_request(request.scope, asker.workspace, asker.key.id, cost)
    return asker


def no_entry(wrong: str) -> HttpProblem:
    """Return the 401 for a request without a valid key; ``wrong`` says what is wrong."""
    detail = f"{wrong} Send one as “Authorization: Bearer hf_…”; see “hookflash key new”."
    return HttpProblem(HTTPStatus.UNAUTHORIZED, detail, headers={"WWW-Authenticate": "Bearer"})


def address_of(request: Request) -> str:
    """Return the client address of a request; empty if unknown."""
    return request.client.host if request.client else ""


async def _who_may(scopes: SecurityScopes, known: Annotated[Asker, Depends(_asker)]) -> Asker:
    """Check that the key has the role that a route requires; OpenAPI shows it as a scope."""
    known.needs(cast("Role", scopes.scope_str))
    return known


Reader = Annotated[Asker, Security(_who_may, scopes=["read"])]
Operator = Annotated[Asker, Security(_who_may, scopes=["operate"])]
Configurer = Annotated[Asker, Security(_who_may, scopes=["configure"])]
Administrator = Annotated[Asker, Security(_who_may, scopes=["administer"])]
