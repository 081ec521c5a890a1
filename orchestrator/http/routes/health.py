"""Whether the server lives, and whether it can take work."""

from fastapi import APIRouter

from hookflash.domain.value import Value
from hookflash.orchestrator.http.auth import Center

router = APIRouter(tags=["health"])


class Health(Value):
    """All is well."""

    status: str = "ok"


class Readiness(Health):
    """How far the log has come, and how far the views are ``behind`` it, in log positions."""

    position: int
    behind: int


@router.get("/healthz")
async def healthz() -> Health:
    """The server answers."""
    return Health()


@router.get("/readyz")
async def readyz(center: Center) -> Readiness:
    """The database answers too; 503 if it does not."""
    return Readiness(position=await center.position(), behind=await center.lag())
