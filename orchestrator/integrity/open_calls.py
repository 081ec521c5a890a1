"""Calls of a contact that have not ended, or are not settled, when the contact is to be erased."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import EndCall
from hookflash.domain.call.decide import decide
from hookflash.domain.call.deciding.ending import INTERRUPTED
from hookflash.domain.call.events import CallEvent
from hookflash.domain.call.evolve import fold
from hookflash.domain.call.timers import KEEPING_SECONDS
from hookflash.domain.erasure.still_live import (
    awaits_provider,
    awaits_recording,
    is_live,
    live_until,
)
from hookflash.domain.errors import HookflashError
from hookflash.domain.event import Actor
from hookflash.orchestrator.log.errors import Conflict
from hookflash.orchestrator.log.store import Store
from hookflash.orchestrator.ports.ids import Ids


class StillOpen(HookflashError, ValueError):
    """A call of the contact is still in progress, or a provider may still report on it."""


def end_open_calls(
    store: Store, call_ids: Sequence[str], at: datetime, ids: Ids, *, all_of_them: bool
) -> None:
    """End the calls that gave no sign of life for long, as interrupted.

    ``all_of_them``: also those that may be live. Raises :class:`StillOpen`, before any call is
    ended, for one that may be live, or whose actions are not settled.
    """
    calls = [_folded(store, call_id) for call_id in call_ids]
    for call in calls:
        if call.state == "ended":
            _refuse_unsettled(call, at)
        elif is_live(call, at) and not all_of_them:
            raise StillOpen(_in_progress(call))
    for call in calls:
        if call.state != "ended":
            _end(store, call, at, ids)


def _folded(store: Store, call_id: str) -> Call:
    return fold(call_id, cast("list[CallEvent]", store.read_stream(call_id)))


def _end(store: Store, call: Call, at: datetime, ids: Ids) -> None:
    ending = EndCall(id=ids.new("end"), at=at, reason=INTERRUPTED, by=Actor.OPERATOR)
    while call.state != "ended":
        try:
            store.append(decide(call, ending))
        except Conflict:
            call = _folded(store, call.call_id)
            continue
        return


def _in_progress(call: Call) -> str:
    return (
        f"{call.call_id} is in progress ({call.state}); erase its caller after it has ended. "
        "If nobody is on the line any more, end it (center.end, or POST "
        f"/v1/calls/{call.call_id}/end), or have the erasure end it (end_open_calls=True, or "
        "--end-open-calls). Without another sign of life it counts as over from "
        f"{live_until(call):%Y-%m-%d %H:%M} UTC on"
    )


def _refuse_unsettled(call: Call, at: datetime) -> None:
    if awaits_recording(call, at):
        hours = KEEPING_SECONDS / 3_600
        raise StillOpen(
            f"{call.call_id} has ended, but its recording is still to be fetched; try again once "
            f"it is kept or lost, {hours:.0f} hours after the call at the latest"
        )
    if awaits_provider(call, at):
        raise StillOpen(
            f"{call.call_id} has ended, but a provider may still report on it; try again in a few "
            "minutes"
        )
