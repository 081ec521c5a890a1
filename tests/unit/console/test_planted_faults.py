"""Ten faults in ten calls: each is found from the Call page alone.

The calls are played against the simulator. What is looked for is what the page shows of them.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import TypeVar

import pytest

from hookflash import CallCenter, LegStatus, TextStatus
from hookflash.domain.call import events as e
from hookflash.domain.call.effects import RingPhones
from hookflash.orchestrator.assembly import open_simulation
from hookflash.orchestrator.console.call_player import finding_list
from hookflash.orchestrator.console.call_transcript import transcript
from hookflash.orchestrator.console.lane_drawing import lane_names, lane_tracks, times_of
from hookflash.orchestrator.console.lane_scale import Scale
from hookflash.orchestrator.ports.agent import Say
from hookflash.orchestrator.runtime.recovery import Recovery
from hookflash.orchestrator.simulation.virtual_time import run_virtually
from hookflash.orchestrator.swept_calls import SweptCalls
from hookflash.orchestrator.testing.played_call import PlayedCall
from hookflash.orchestrator.testing.simulated_office import Office, in_virtual_time, office
from hookflash.orchestrator.workspaces.file.workspace_file import workspace_in
from hookflash.projections.replay.lanes import call_lanes
from tests.unit.command_handler.test_promises import HELLO, Plays
from tests.unit.time_machine.stage import OFFICE

K = TypeVar("K", bound=e.CallEvent)
Events = Sequence[e.CallEvent]
Plant = Callable[[Office], Awaitable[PlayedCall]]


def read(markup: str) -> str:
    """The text and the tooltips of ``markup``."""
    titles = " ".join(re.findall(r'title="([^"]*)"', markup))
    return unescape(f"{titles} {re.sub(r'<[^>]*>', ' ', markup)}")


def page(events: Events) -> dict[str, str]:
    """What the page shows of a call in each of its parts, as text."""
    seen = call_lanes(events)
    drawn = lane_names(seen) + lane_tracks(seen, Scale(times_of(seen)))
    return {
        "stands out": read(finding_list(events)),
        "lanes": read(drawn),
        "transcript": " ".join(read(shown) for _, shown in transcript(events)),
    }


async def asked(playing: Office) -> PlayedCall:
    """A caller who was asked whether to be connected, and has heard it."""
    call = await playing.call()
    await call.says("Could I talk to a person?")
    await call.waits(6)
    return call


async def connected(playing: Office) -> PlayedCall:
    """A caller who agreed to it, a moment later."""
    call = await asked(playing)
    await call.says("Yes, please")
    await call.waits(4)
    return call


async def all_in_do_not_disturb(playing: Office) -> PlayedCall:
    """No phone rings."""
    return await connected(playing)


async def text_refused_by_the_carrier(playing: Office) -> PlayedCall:
    """The provider takes the text, and the carrier does not."""
    call = await playing.call(texts="fail:30034")
    await call.says("I'd like to book a cleaning")
    await call.waits(8)
    return call


async def consent_too_early(playing: Office) -> PlayedCall:
    """The caller says yes to something else, while the question is still being asked."""
    call = await playing.call()
    await call.says("Could I talk to a person?")
    began_at = playing.simulation.clock.now() - timedelta(seconds=1)
    await playing.center.hear(call.id, "Yes please", began_at=began_at)
    return call


async def rings_after_the_hang_up(playing: Office) -> PlayedCall:
    """The carrier reports a phone that rings, after it had confirmed that it does not."""
    call = await connected(playing)
    (confirmed,) = await of_kind(playing.center, call.id, e.TransferConfirmed)
    await call.hangs_up()
    await call.waits(3)
    leg = confirmed.legs[0].leg
    await playing.center.report(call.id, LegStatus(leg=leg, status="ringing"))
    await call.waits(2)
    return call


async def promise_not_kept(playing: Office) -> PlayedCall:
    """The agent says that it sent a text, and did not."""
    call = await playing.call()
    await call.says("Could you text me the link?")
    return call


async def question_lapses(playing: Office) -> PlayedCall:
    """The caller says nothing."""
    call = await asked(playing)
    await call.waits(60)
    return call


async def voicemail_without_message(playing: Office) -> PlayedCall:
    """The caller hears the greeting, and hangs up."""
    call = await connected(playing)
    await call.waits(40)
    await call.hangs_up()
    return call


async def reported_twice(playing: Office) -> PlayedCall:
    """The provider reports a delivery once more, as another message."""
    call = await playing.call()
    await call.says("I'd like to book a cleaning")
    await call.waits(6)
    (requested,) = await of_kind(playing.center, call.id, e.SmsRequested)
    again = TextStatus(effect_key=requested.effect_key, status="delivered", message_id="again")
    await playing.center.report(call.id, again)
    return call


async def of_kind(center: CallCenter, call: str, kind: type[K]) -> list[K]:
    """The events of one kind on a call."""
    return [one for one in await center.events(call) if isinstance(one, kind)]


WRONG = OFFICE.replace("+14155550102", "+14155550177")
ALL_QUIET = OFFICE.replace('0101"}', '0101", do_not_disturb: true}').replace(
    '0102"}', '0102", do_not_disturb: true}'
)
FAULTS: dict[Plant, tuple[str, dict[str, str]]] = {
    all_in_do_not_disturb: (
        ALL_QUIET,
        {"stands out": "No phone rang: .*Dana has do not disturb on"},
    ),
    text_refused_by_the_carrier: (OFFICE, {"stands out": "code 30034", "lanes": "failed"}),
    consent_too_early: (
        OFFICE,
        {"stands out": "“Yes please” began before the caller had heard the question"},
    ),
    rings_after_the_hang_up: (
        OFFICE,
        {"stands out": "Dana rang after it was released", "lanes": "caller hung up"},
    ),
    promise_not_kept: (OFFICE, {"stands out": "The agent said “I've texted you the link.”, but"}),
    question_lapses: (
        OFFICE,
        {"stands out": "The question lapsed: silence", "lanes": "the question lapses, fired"},
    ),
    connected: (WRONG, {"lanes": re.escape("ringing +1 (415) 555-0177")}),
    voicemail_without_message: (
        OFFICE,
        {"stands out": "no message was left", "lanes": r"Voicemail\s+no message"},
    ),
    reported_twice: (OFFICE, {"stands out": "A repeated report changed nothing: sms delivered"}),
}


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_seen_on_the_page(plant: Plant) -> None:
    """Where the page says it, and only on the page of a call that has it."""
    workspace, telltales = FAULTS[plant]
    agent = Plays(HELLO, (Say(text="I've texted you the link."),))

    @in_virtual_time
    async def played() -> Events:
        given = agent if plant is promise_not_kept else None
        async with office(workspace, agent=given) as playing:
            return await playing.center.events((await plant(playing)).id)

    @in_virtual_time
    async def sound() -> Events:
        async with office(OFFICE, phones={"Dana": "answer"}) as playing:
            return await playing.center.events((await connected(playing)).id)

    shown, usual = page(played()), page(sound())
    for part, telltale in telltales.items():
        assert re.search(telltale, shown[part]), shown[part]
        assert not re.search(telltale, usual[part]), usual[part]
    assert not usual["stands out"].strip()


def test_a_worker_that_died_during_a_transfer_is_seen_on_the_page(tmp_path: Path) -> None:
    """Its request has no answer, and another worker asks the provider about it."""
    url = f"sqlite:///{tmp_path / 'calls.db'}"
    call = run_virtually(_dies(url))
    shown = page(run_virtually(_takes_over(url, call)))
    assert "no answer was recorded; a worker may have stopped here" in shown["stands out"]
    assert "Asked the provider about the transfer; it had no record of it" in shown["stands out"]
    assert "transfer, attempt 1: no answer" in shown["lanes"]


async def _dies(url: str) -> str:
    """A worker that is gone before the carrier has answered; returns the call."""
    worker = await open_simulation(url, 1)
    await worker.center.apply(workspace_in(OFFICE.encode(), "workspace"))
    asked_to_ring = asyncio.Event()

    async def ring(_: RingPhones) -> None:
        asked_to_ring.set()
        await asyncio.Event().wait()

    worker.telephony.ring = ring  # type: ignore[assignment,method-assign]
    center = worker.center
    call = await center.receive_call(
        to="+14155550100", from_="+14155550199", provider_call_id="call-1"
    )
    await center.answer(call)
    await center.hear(call, "Could I talk to a person?")
    await worker.clock.sleep(6)
    await center.hear(call, "Yes, please")
    await asked_to_ring.wait()
    return call


async def _takes_over(url: str, call: str) -> Events:
    worker = await open_simulation(url, 2)
    center = worker.center
    calls = SweptCalls(center._log, center._runner)
    await Recovery(center._dispatcher, worker.clock, calls).sweep()
    await worker.clock.sleep(80)
    events = await center.events(call)
    await worker.close()
    return events
