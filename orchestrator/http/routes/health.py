"""Liveness and readiness checks."""

from fastapi import APIRouter

from hookflash.domain.value import Value
from hookflash.orchestrator.http.auth import Center

router = APIRouter(tags=["health"])


class Health(Value):
    """The server is up."""

    status: str = "ok"


class Readiness(Health):
    """The log's last position, and how far the views lag ``behind`` it, in log positions.

    ``simulated``: no phone or text in this database is real. ``clock_skew``: seconds that this
    server's clock is ahead of the database's; times are corrected by it.
    """

    position: int
    behind: int
    simulated: bool
    clock_skew: float


@router.get("/healthz")
async def healthz() -> Health:
    """Check that the server is up."""
    return Health()


@router.get("/readyz")
async def readyz(center: Center) -> Readiness:
    """Check that the database answers; 503 if it does not."""
    return Readiness(
        position=await center.position(),
        behind=await center.lag(),
        simulated=await center.simulated(),
        clock_skew=round(center.clock_skew, 3),
    )
