"""What matters more than the conversation: danger, recording, and the end of a call."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from hookflash import CallCenter
from hookflash.domain.call import events as e
from hookflash.domain.call.effects import HangUp, StopRecording
from hookflash.orchestrator.carriers.simulator.behaviour import Behaviour
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.ports.telephony import TelephonyOffers
from hookflash.orchestrator.simulation.virtual_time import EPOCH, VirtualClock
from hookflash.testing import in_virtual_time
from tests.tree import ROOT
from tests.unit.command_handler.opened import open_worker

OFFICE = ROOT / "docs" / "tutorial" / "office.yaml"
NUMBER, CALLER = "+14155550100", "+14155550199"


class Phones(SimulatedTelephony):
    """Counts what it is asked to stop and to hang up."""

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__(clock, pace=0.0)
        self.stopped: list[StopRecording] = []
        self.hung_up: list[HangUp] = []

    async def stop_recording(self, request: StopRecording) -> None:
        """Note it."""
        self.stopped.append(request)

    async def hang_up(self, request: HangUp) -> None:
        """Note it, and do it."""
        self.hung_up.append(request)
        await super().hang_up(request)


@asynccontextmanager
async def office(file: Path = OFFICE, **offers: bool) -> AsyncIterator[tuple[CallCenter, Phones]]:
    """The office of the tutorial, and its telephony."""
    clock = VirtualClock(asyncio.get_running_loop(), EPOCH)
    phones = Phones(clock)
    phones.offers = TelephonyOffers(playback="say_waits", **{"stops_recording": True, **offers})
    center = open_worker("1", open_store("sqlite://"), clock, phones)
    phones.tell = center.report
    await center.apply(file)
    try:
        yield center, phones
    finally:
        phones.tell = None
        await center.close()


async def calls(center: CallCenter, *words: str) -> str:
    """The caller calls and says ``words``, at an easy pace."""
    call = await center.receive_call(to=NUMBER, from_=CALLER)
    await center.answer(call)
    for said in words:
        await center.hear(call, said)
        await asyncio.sleep(1)
    return call


async def kinds(center: CallCenter, call: str) -> list[str]:
    """The types of the call's events."""
    return [event.type for event in await center.events(call)]


async def spoken(center: CallCenter, call: str) -> list[str]:
    """What the agent said."""
    return [one.text for one in await center.events(call) if isinstance(one, e.AgentSpoke)]


@in_virtual_time
async def test_in_an_emergency_the_caller_is_told_once_to_dial_the_emergency_number() -> None:
    """The call goes on, and jobs work as usual if the caller then asks for a person."""
    async with office() as (center, phones):
        call = await calls(center, "My husband can't breathe!", "My husband can't breathe!")
        told = [text for text in await spoken(center, call) if "hang up now and dial 911" in text]
        assert len(told) == 1
        await center.hear(call, "Can I talk to a person?")
        assert "TransferProposed" in await kinds(center, call)
        assert phones.hung_up == []
        await center.end(call)
        summary = await center.call(call)
        assert summary is not None
        assert (summary.needs_follow_up, summary.follow_up_reason) == (True, "emergency")


@in_virtual_time
async def test_an_emergency_makes_the_open_question_lapse() -> None:
    """A yes that follows transfers nobody."""
    async with office() as (center, _):
        call = await calls(center, "Can I talk to a person?", "My house is on fire!", "Yes")
        (lapsed,) = [x for x in await center.events(call) if isinstance(x, e.TransferLapsed)]
        assert lapsed.reason == "emergency"
        assert "TransferConfirmed" not in await kinds(center, call)


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """The office with ``old`` replaced by ``new``."""
    file = tmp_path / "office.yaml"
    text = OFFICE.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    return file


def test_the_words_are_the_workspaces(tmp_path: Path) -> None:
    """As its file sets them."""
    words = "Hang up and call the mountain rescue on 140."
    file = changed(tmp_path, "agent: Sona\n", f"agent: Sona\nemergency: {words}\n")

    @in_virtual_time
    async def scene() -> None:
        async with office(file) as (center, _):
            assert words in await spoken(center, await calls(center, "Somebody has been shot"))

    scene()


def test_a_job_may_handle_emergencies(tmp_path: Path) -> None:
    """Then the agent follows it; the call is flagged all the same."""
    file = changed(
        tmp_path,
        "  - name: Talk to a person\n",
        "  - name: Talk to a person\n    handles: emergencies\n",
    )

    @in_virtual_time
    async def scene() -> None:
        async with office(file) as (center, _):
            call = await calls(center, "My husband can't breathe!")
            assert {"EmergencyHeard", "TransferProposed"} <= set(await kinds(center, call))
            assert not any("911" in text for text in await spoken(center, call))

    scene()


@in_virtual_time
async def test_an_objection_to_recording_is_passed_to_the_telephony() -> None:
    """Once."""
    async with office() as (center, phones):
        call = await calls(center, "I don't want to be recorded", "Don't record this call")
        assert [request.call_id for request in phones.stopped] == [call]
        assert (await kinds(center, call)).count("RecordingDeclined") == 1
        assert "RecordingStopped" in await kinds(center, call)


@in_virtual_time
async def test_a_telephony_that_cannot_stop_recording_is_not_asked() -> None:
    """What the caller said is recorded all the same."""
    async with office(stops_recording=False) as (center, phones):
        call = await calls(center, "I don't want to be recorded")
        assert phones.stopped == []
        assert "RecordingDeclined" in await kinds(center, call)


async def reaches_the_mailbox(center: CallCenter, phones: Phones) -> str:
    """A caller who objected to recording, and whom nobody answers."""
    call = await calls(center, "I don't want to be recorded", "Can I talk to a person?")
    phones.behave(call, Behaviour.model_validate({"phones": {"*": {"does": "ignore"}}}))
    await center.hear(call, "Yes")
    await center.until(call, lambda now: now.state == "voicemail_fallback", 60)
    await asyncio.sleep(1)
    return call


@pytest.mark.parametrize(
    ("pressed", "outcome"),
    [("1", "voicemail"), ("2", "voicemail_declined"), ("", "voicemail_declined")],
)
def test_a_mailbox_asks_first_whether_to_record(pressed: str, outcome: str) -> None:
    """1 records; on 2, or after ten seconds of silence, the call is hung up."""

    @in_virtual_time
    async def scene() -> None:
        async with office() as (center, phones):
            call = await reaches_the_mailbox(center, phones)
            assert "To leave a recorded message, press 1." in await spoken(center, call)
            assert "VoicemailAttempted" not in await kinds(center, call)
            if pressed:
                await center.press(call, pressed)
            await asyncio.sleep(9)
            assert bool(phones.hung_up) is (pressed == "2")
            await asyncio.sleep(200)
            assert ("VoicemailStarted" in await kinds(center, call)) is (pressed == "1")
            summary = await center.call(call)
            assert summary is not None
            assert (summary.outcome, summary.needs_follow_up) == (outcome, True)

    scene()


@in_virtual_time
async def test_without_keys_a_mailbox_hangs_up() -> None:
    """The caller could not choose."""
    async with office(keys=False) as (center, phones):
        call = await reaches_the_mailbox(center, phones)
        assert len(phones.hung_up) == 1
        summary = await center.call(call)
        assert summary is not None
        assert summary.outcome == "voicemail_declined"


@in_virtual_time
async def test_goodbye_ends_the_call_after_a_pause() -> None:
    """There is no second goodbye, although the caller says it too."""
    async with office() as (center, phones):
        call = await calls(center, "That's all, goodbye", "Thank you, bye!")
        said = [text for text in await spoken(center, call) if "oodbye" in text]
        assert len(said) == 1
        await asyncio.sleep(2)
        assert phones.hung_up == []
        await asyncio.sleep(5)
        assert len(phones.hung_up) == 1
        summary = await center.call(call)
        assert summary is not None
        assert (summary.outcome, summary.needs_follow_up) == ("answered", False)


@in_virtual_time
async def test_a_caller_who_goes_on_after_goodbye_is_answered() -> None:
    """The pause is over then."""
    async with office() as (center, phones):
        call = await calls(center, "That's all, goodbye", "Wait, can I talk to a person?")
        assert "TransferProposed" in await kinds(center, call)
        await asyncio.sleep(10)
        assert phones.hung_up == []
