"""Liveness and readiness checks."""

from fastapi import APIRouter

from hookflash.domain.value import Value
from hookflash.orchestrator.http.auth import Center

router = APIRouter(tags=["health"])


class Health(Value):
    """The server is up."""

    status: str = "ok"


class Readiness(Health):
    """How far the log is, and how far behind it readers are, in log positions.

    ``position`` is the newest stored event. Followers can read up to ``readable``: less while
    another worker's append is not finished. The views lag ``behind`` the newest event. ``parked``
    counts events that a view could not handle; ``unreadable`` are the log positions of the first
    that are damaged. ``problems`` says what needs attention. ``simulated``: no phone or text in
    this database is real. ``clock_skew``: seconds that this server's clock is ahead of the
    database's; times are corrected by it. ``live_calls``: those that this process holds, of
    ``most_live_calls`` that it may.
    """

    position: int
    readable: int
    behind: int
    parked: int
    unreadable: tuple[int, ...]
    problems: tuple[str, ...]
    simulated: bool
    clock_skew: float
    live_calls: int
    most_live_calls: int


@router.get("/healthz")
async def healthz() -> Health:
    """Check that the server is up."""
    return Health()


@router.get("/readyz")
async def readyz(center: Center) -> Readiness:
    """Check that the database answers; 503 if it does not."""
    health = await center.health()
    live, most = center.room()
    return Readiness(
        position=health.newest,
        readable=health.readable,
        behind=health.behind,
        parked=health.parked,
        unreadable=health.unreadable,
        problems=health.problems,
        simulated=await center.simulated(),
        clock_skew=round(center.clock_skew, 3),
        live_calls=live,
        most_live_calls=most,
    )
