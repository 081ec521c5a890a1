"""Twilio's copy of a recorded message goes once we have it, or with its caller."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from tests.integration.twilio.office import CALLER, Office, play
from tests.integration.twilio.test_transfers import asking

pytestmark = pytest.mark.slow

DELETE = r"DELETE .*/Recordings/"


@asynccontextmanager
async def a_message(office: Office, *faults: dict[str, Any]) -> AsyncIterator[str]:
    """A caller has left a message; yields the call, once it is over."""
    office.twilio.world.faults.order([{"on": "rest", "match": DELETE, **one} for one in faults])
    office.twilio.control.phones({"default": {"outcome": "busy", "ring": 1}})
    message = ({"until": "leave a message"}, {"say": "Please call me back."}, {"wait": 12})
    _, call_id = office.called(asking("a person", *message, {"hang_up": True}))
    await office.over(call_id)
    yield call_id


def _copy(call: Call) -> str:
    recording = call.voicemail.recording if call.voicemail else None
    return recording.copy if recording is not None else ""


def _was_refused(call: Call) -> bool:
    recording = call.voicemail.recording if call.voicemail else None
    return recording is not None and recording.discards > 0


async def told(office: Office, call_id: str, kind: type[e.CallEvent]) -> list[Any]:
    """The events of a kind."""
    return [event for event in await office.center.events(call_id) if isinstance(event, kind)]


@pytest.mark.parametrize(
    "faults",
    [
        [],
        [{"do": "refuse", "status": 500, "code": 20500}],
        [{"do": "refuse", "status": 429, "code": 20429, "seconds": 2}],
        [{"do": "lose_answer"}],
        [{"do": "hang", "seconds": 12}],
    ],
    ids=["", "500", "429", "lost", "timeout"],
)
def test_a_recording_that_we_have_is_deleted_at_twilio(
    tmp_path: Path, faults: list[dict[str, Any]]
) -> None:
    """What failed is tried again; one that is not there any more counts as deleted."""

    async def story(office: Office) -> None:
        async with a_message(office, *faults) as call_id:
            call = await office.until(call_id, lambda call: _copy(call) == "discarded")
            assert _copy(call) == "discarded"
            assert call.voicemail is not None
            assert call.voicemail.transcript == "Please call me back."
            assert office.twilio.world.recordings == {}
            failed = await told(office, call_id, e.RecordingDiscardPostponed)
            assert len(failed) == len(faults)
            lines = [line.text for line in await office.center.timeline(call_id)]
            assert "The provider has deleted its copy of the recording" in lines
            assert any("did not delete its copy" in line for line in lines) == bool(faults)
            (erased,) = await office.center.erase(CALLER, operator="Dana")
            assert erased.recordings == ()

    play(story, tmp_path)


def test_what_twilio_still_has_is_deleted_with_the_contact(tmp_path: Path) -> None:
    """Also if it could not be deleted before; what then is left is named."""

    async def story(office: Office) -> None:
        async with a_message(office, {"do": "refuse", "status": 500, "times": 3}) as call_id:
            await office.until(call_id, _was_refused)
            office.twilio.world.faults.clear()
            (erased,) = await office.center.erase(CALLER, operator="Dana")
            assert erased.recordings == ()
            assert erased.deleted == 1
            assert office.twilio.world.recordings == {}

    play(story, tmp_path)


def test_an_erasure_names_what_twilio_did_not_delete(tmp_path: Path) -> None:
    """A person has to delete it; the contact is erased all the same."""

    async def story(office: Office) -> None:
        fault = {"do": "refuse", "status": 500, "code": 20500, "times": 99}
        async with a_message(office, fault) as call_id:
            await office.until(call_id, lambda call: _copy(call) == "discarding")
            (erased,) = await office.center.erase(CALLER, operator="Dana")
            assert erased.recordings == tuple(office.twilio.world.recordings)
            assert len(erased.recordings) == 1

    play(story, tmp_path)
