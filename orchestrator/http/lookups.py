"""Finding what a request is about, in the workspace of its key and nowhere else."""

from hookflash.domain.call.errors import NoSuchCall
from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.http.auth import Asker
from hookflash.orchestrator.http.problems import HttpProblem, not_found
from hookflash.orchestrator.provider_reports.message import CALL_ID
from hookflash.projections.calls.queries import CallSummary


def own_call(asker: Asker, call_id: str) -> None:
    """Refuse what is no id of a call in the workspace, whether it is there or not."""
    if not CALL_ID.fullmatch(call_id) or call_id.partition(".")[0] != asker.workspace:
        raise _no_call(call_id)


async def call_events(center: CallCenter, asker: Asker, call_id: str) -> list[CallEvent]:
    """All that happened on a call of the workspace."""
    own_call(asker, call_id)
    try:
        return await center.events(call_id)
    except NoSuchCall as error:
        raise _no_call(call_id) from error


async def find_call(center: CallCenter, asker: Asker, call_id: str) -> CallSummary:
    """A call of the workspace, in one row."""
    own_call(asker, call_id)
    try:
        return await center.call(call_id)
    except NoSuchCall as error:
        raise _no_call(call_id) from error


async def is_known(center: CallCenter, call_id: str) -> bool:
    """Whether the log has this call."""
    try:
        await center.events(call_id)
    except NoSuchCall:
        return False
    return True


def _no_call(call_id: str) -> HttpProblem:
    return not_found(f"call “{call_id}”")
