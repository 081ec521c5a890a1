"""Finds the call that a request names, within the workspace of its key."""

from hookflash.domain.call.errors import NoSuchCall
from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.http.auth import Asker
from hookflash.orchestrator.http.problems import HttpProblem, not_found
from hookflash.orchestrator.provider_reports.message import CALL_ID
from hookflash.projections.calls.queries import CallSummary


def own_call(asker: Asker, call_id: str) -> None:
    """Raise 404 for any call id outside the key's workspace, whether it exists or not."""
    if not CALL_ID.fullmatch(call_id) or call_id.partition(".")[0] != asker.workspace:
        raise _no_call(call_id)


async def call_events(center: CallCenter, asker: Asker, call_id: str) -> list[CallEvent]:
    """Return the events of a call; 404 if the workspace has no such call."""
    own_call(asker, call_id)
    try:
        return await center.events(call_id)
    except NoSuchCall as error:
        raise _no_call(call_id) from error


async def find_call(center: CallCenter, asker: Asker, call_id: str) -> CallSummary:
    """Return the summary of a call; 404 if the workspace has no such call."""
    own_call(asker, call_id)
    try:
        return await center.call(call_id)
    except NoSuchCall as error:
        raise _no_call(call_id) from error


async def is_known(center: CallCenter, call_id: str) -> bool:
    """Tell whether the log contains this call."""
    try:
        await center.events(call_id)
    except NoSuchCall:
        return False
    return True


def _no_call(call_id: str) -> HttpProblem:
    return not_found(f"call “{call_id}”")
