"""Who may do what on a line: the key, the phones of others, one bridge, and who hears whom."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from functools import partial

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from hookflash.orchestrator.carriers.browser.carrier import BrowserCarrier
from hookflash.orchestrator.carriers.browser.live_call import LiveCall
from hookflash.orchestrator.carriers.browser.messages import Played
from hookflash.orchestrator.carriers.browser.tab import LIVE
from hookflash.orchestrator.carriers.voice.speech import NoSpeech, Said, SpeechState
from hookflash.orchestrator.ports.reports import Spoken
from hookflash.orchestrator.testing.contracts.telephony import DANA, SAM, transfer
from hookflash.testing import Reports
from tests.contract.ports.browser_phones import CALL, Calls, being, calling, carrier_for, served
from tests.rig.scaled_time import run_scaled
from tests.rig.tabs import FakeTab, fake_tab, soon
from tests.unit.browser_phone.test_lines import in_office

FRAME = b"\5\0" * 320
WHILE = 0.5
"""Seconds in which what must not happen would have happened."""


class Voice(NoSpeech):
    """Makes a second of sound for each letter, and never ends the last."""

    state: SpeechState = "ready"

    async def speak(self, text: str) -> AsyncIterator[Said]:
        """Give the sound, then wait."""
        for letter in text:
            yield Said(letter, bytes(32_000))
        await asyncio.Event().wait()


def live_call(carrier: BrowserCarrier) -> LiveCall:
    """The call."""
    live = carrier.exchange.live(CALL)
    assert live is not None
    return live


async def ring(carrier: BrowserCarrier, caller: FakeTab, *phones: str) -> None:
    """Ring phones once their tabs are open."""
    await caller.until("state")
    await soon(lambda: all(carrier.exchange.phones(one) for one in phones))
    assert carrier.telephony is not None
    await carrier.telephony.ring(transfer("one", *phones))


def test_a_tab_with_the_key_of_another_office_is_refused() -> None:
    """It may neither call there nor be a phone; the one with the right key may."""

    async def check() -> None:
        other = carrier_for(Reports(), key="key-of-another-office")
        async with served(other) as url:
            for opening in (calling(), being(DANA)):
                async with connect(url) as socket:
                    await socket.send(json.dumps(opening))
                    with suppress(TimeoutError, ConnectionClosed):
                        await asyncio.wait_for(socket.recv(), WHILE)
                    assert socket.close_code == 1008
            assert not other.exchange.phones(DANA)
            assert other.exchange.live(CALL) is None
            await other.exchange.close()

    run_scaled(check(), 1)


def test_a_phone_cannot_answer_decline_or_hang_up_that_of_another_member() -> None:
    """Only Dana's own tab gets her call."""

    async def check(carrier: BrowserCarrier, url: str, reports: Reports) -> None:
        async with (
            fake_tab(url, calling()) as caller,
            fake_tab(url, being(DANA)) as dana,
            fake_tab(url, being(SAM)) as sam,
        ):
            await soon(lambda: bool(carrier.exchange.phones(SAM)))
            await ring(carrier, caller, DANA)
            await dana.until("ring")
            for do in ("answer", "decline", "hang_up"):
                await sam.tell(do, leg="one.1")
            await asyncio.sleep(WHILE)
            assert not [one for one in reports.statuses if one[1] != "ringing"]
            assert live_call(carrier).mode == "ringing"
            await dana.tell("answer", leg="one.1")
            await dana.until("connected")

    in_office(check)


def test_the_id_of_a_tab_does_not_make_it_another_members_phone() -> None:
    """A tab that repeats the id of Dana's gets neither her call nor her caller's sound."""

    async def check(carrier: BrowserCarrier, url: str, _: Reports) -> None:
        async with fake_tab(url, calling()) as caller, fake_tab(url, being(DANA)) as dana:
            await ring(carrier, caller, DANA)
            await dana.until("ring")
            await dana.tell("answer", leg="one.1")
            await dana.until("connected")
            thief = being(SAM, being(DANA)["tab"])
            async with fake_tab(url, {**thief, "leg": "one.1"}) as sam:
                await soon(lambda: bool(carrier.exchange.phones(SAM)))
                await caller.speak(FRAME)
                await soon(lambda: LIVE in dana.sound)
                await asyncio.sleep(WHILE)
                assert not sam.sound
                assert not [one for one in sam.said if one["is"] == "connected"]

    in_office(check)


def test_a_ring_that_is_answered_twice_has_one_bridge() -> None:
    """By the two tabs of a phone, and by two phones: the core names one."""

    async def check(carrier: BrowserCarrier, url: str, reports: Reports) -> None:
        async with (
            fake_tab(url, calling()) as caller,
            fake_tab(url, being(DANA, "first-tab")) as first,
            fake_tab(url, being(DANA, "second-tab")) as second,
            fake_tab(url, being(SAM)) as sam,
        ):
            await soon(lambda: len(carrier.exchange.phones(DANA)) == 2)
            await ring(carrier, caller, DANA, SAM)
            for tab in (first, second, sam):
                await tab.until("ring")
            await asyncio.gather(
                first.tell("answer", leg="one.1"),
                second.tell("answer", leg="one.1"),
                sam.tell("answer", leg="one.2"),
            )
            await asyncio.sleep(WHILE)
            connected = [
                one for tab in (first, second, sam) for one in tab.said if one["is"] == "connected"
            ]
            assert len(connected) == 1
            assert len(reports.bridged) == 1
            assert sorted(one for one, _ in reports.asked) == ["one.1", "one.2"]

    in_office(check)


def test_sound_goes_only_to_tabs_that_are_in_the_call() -> None:
    """Neither phones that ring, nor those that are idle, hear the caller; nor are they heard."""

    async def check(carrier: BrowserCarrier, url: str, _: Reports) -> None:
        async with (
            fake_tab(url, calling()) as caller,
            fake_tab(url, being(DANA)) as dana,
            fake_tab(url, being(SAM)) as sam,
        ):
            await ring(carrier, caller, DANA, SAM)
            await dana.until("ring")
            for tab in (caller, dana, sam):
                await tab.speak(FRAME)
            await asyncio.sleep(WHILE)
            assert [caller.sound, dana.sound, sam.sound] == [{}, {}, {}]
            await dana.tell("answer", leg="one.1")
            await caller.until("state", state="connected")
            await caller.speak(FRAME)
            await sam.speak(FRAME)
            await soon(lambda: LIVE in dana.sound)
            await asyncio.sleep(WHILE)
            assert [caller.sound, sam.sound] == [{}, {}]

    in_office(check)


def test_a_phone_that_is_asked_for_the_key_1_hears_nothing_before() -> None:
    """It is not connected by another key either."""

    async def check(carrier: BrowserCarrier, url: str, reports: Reports) -> None:
        async with fake_tab(url, calling()) as caller, fake_tab(url, being(DANA)) as dana:
            await caller.until("state")
            await soon(lambda: bool(carrier.exchange.phones(DANA)))
            request = transfer("one", DANA)
            asking = tuple(leg.model_copy(update={"accept": "press_1"}) for leg in request.legs)
            assert carrier.telephony is not None
            await carrier.telephony.ring(request.model_copy(update={"legs": asking}))
            await dana.until("ring")
            await dana.tell("answer", leg="one.1")
            press = partial(dana.tell, "press", leg="one.1")
            await press(id="key-number-2", digits="2")
            await caller.speak(FRAME)
            await asyncio.sleep(WHILE)
            assert not dana.sound
            assert reports.bridged == []
            await press(id="key-number-1", digits="1")
            await dana.until("connected")

    in_office(check)


@pytest.mark.parametrize("samples", [16_000, 10**12])
def test_no_report_claims_more_than_the_text(samples: int) -> None:
    """What a tab says that it played is capped by what was sent to it."""
    spoken: list[Spoken] = []

    class Noting(Calls):
        async def report(self, call_id: str, report: object) -> None:
            assert call_id == CALL
            if isinstance(report, Spoken):
                spoken.append(report)

    async def check() -> None:
        reports = Reports()
        carrier = carrier_for(reports, Noting(reports), Voice())
        async with served(carrier) as url, fake_tab(url, calling()) as tab:
            tab.plays = False
            await tab.until("state")
            live = live_call(carrier)
            live.speaker.say("speech-1", "Hello")
            stream = (await tab.until("speech"))["stream"]
            await soon(lambda: len(tab.sound.get(stream, b"")) == 5 * 32_000)
            about = {"began": 9.0, "ended": 0.0, "finished": False}
            live.take(Played(do="played", speech="speech-1", samples=samples, **about))
            await soon(lambda: bool(spoken))
            assert spoken[0].heard_chars == min(samples // 16_000, len("Hello"))
            await carrier.exchange.close()

    run_scaled(check(), 1)


def test_speech_that_is_stopped_is_sent_no_further() -> None:
    """The tab is told to stop it, and again when it returns; no more of its sound is made."""

    async def check() -> None:
        reports = Reports()
        carrier = carrier_for(reports, speech=Voice())
        async with served(carrier) as url:
            async with fake_tab(url, calling()) as tab:
                tab.plays = False
                await tab.until("state")
                live = live_call(carrier)
                live.speaker.say("speech-1", "Hello")
                await tab.until("speech")
                live.speaker.stop()
                await tab.until("stop", 2, speech="speech-1")
            async with fake_tab(url, calling()) as tab:
                await tab.until("stop", 2, speech="speech-1")
                assert not [one for one in tab.said if one["is"] == "speech"]
            await carrier.exchange.close()

    run_scaled(check(), 1)


def test_words_that_are_typed_while_the_agent_speaks_interrupt_it() -> None:
    """The core is told that words come, before it gets them."""

    async def check() -> None:
        reports = Reports()
        calls = Calls(reports)
        carrier = carrier_for(reports, calls, Voice())
        async with served(carrier) as url, fake_tab(url, calling()) as tab:
            tab.plays = False
            await tab.until("state")
            live_call(carrier).speaker.say("speech-1", "Hello")
            await tab.until("speech")
            await tab.say("Stop, please.")
            await tab.until("ack")
            assert calls.heard == ["…", "Stop, please."]
            await carrier.exchange.close()

    run_scaled(check(), 1)
