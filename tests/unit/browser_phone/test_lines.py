"""Lines of tabs: who is admitted, what is cut off, and what a tab may send."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError

from hookflash.orchestrator.carriers.browser.carrier import BrowserCarrier
from hookflash.orchestrator.carriers.browser.live_call import RETURN_SECONDS
from hookflash.orchestrator.carriers.browser.tab import LIVE, MAX_LIVE_BYTES, Tab
from hookflash.orchestrator.testing.contracts.telephony import DANA, transfer
from hookflash.testing import Reports
from tests.contract.ports.browser_phones import CALL, being, calling, carrier_for, served
from tests.rig.scaled_time import run_scaled
from tests.rig.tabs import FakeTab, Message, fake_tab

ENDED = ("call", "ended")
Check = Callable[[BrowserCarrier, str, Reports], Coroutine[Any, Any, None]]


@asynccontextmanager
async def office() -> AsyncIterator[tuple[BrowserCarrier, str, Reports]]:
    """A carrier, the address of its lines, and what it reports."""
    reports = Reports()
    carrier = carrier_for(reports)
    async with served(carrier) as url:
        yield carrier, url, reports
        await carrier.exchange.close()


def in_office(check: Check, speed: float = 1) -> None:
    """Check something in a new office."""

    async def main() -> None:
        async with office() as (carrier, url, reports):
            await check(carrier, url, reports)

    run_scaled(main(), speed)


@pytest.mark.parametrize(
    "opening",
    [
        {**calling(), "key": "another"},
        {**calling(), "call": "short"},
        {**calling(), "from": "Bob"},
        {**being(DANA), "extra": 1},
        {"do": "listen"},
        [],
    ],
)
def test_who_has_no_key_or_is_no_tab_is_refused(opening: Message) -> None:
    """The line is closed with a reason, and nothing was recorded."""

    async def check(carrier: BrowserCarrier, url: str, _: Reports) -> None:
        async with connect(url) as socket:
            await socket.send(json.dumps(opening))
            with pytest.raises(ConnectionClosedError) as closed:
                await socket.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1008
        assert closed.value.rcvd.reason
        assert carrier.exchange.live(CALL) is None

    in_office(check)


def test_what_cannot_be_read_is_answered_and_changes_nothing() -> None:
    """The call goes on."""

    async def check(carrier: BrowserCarrier, url: str, reports: Reports) -> None:
        async with fake_tab(url, calling()) as tab:
            await tab.until("state")
            for wrong in ({"do": "say"}, {"do": "fly"}, {"do": "say", "id": "x" * 9, "text": "\0"}):
                tab.said.clear()
                await tab.tell(**wrong)
                await tab.until("error")
            await tab.speak(b"odd")
            await tab.speak(bytes(640))
            assert carrier.exchange.live(CALL) is not None
            assert reports.statuses == []

    in_office(check)


def test_a_tab_whose_line_is_cut_returns_to_its_call() -> None:
    """What was said in between is said again."""

    async def check(carrier: BrowserCarrier, url: str, reports: Reports) -> None:
        async with fake_tab(url, calling()) as tab:
            await tab.until("state")
        await asyncio.sleep(RETURN_SECONDS / 3)
        live = carrier.exchange.live(CALL)
        assert live is not None
        live.speaker.say("speech-1", "Are you still there?", reported=False)
        async with fake_tab(url, calling()) as tab:
            again = await tab.until("speech")
            assert again["text"] == "Are you still there?"
            await asyncio.sleep(RETURN_SECONDS * 2)
            assert carrier.exchange.live(CALL) is live
            assert ENDED not in reports.statuses

    in_office(check, 3)


def test_a_tab_that_does_not_return_has_hung_up() -> None:
    """After six seconds."""

    async def check(carrier: BrowserCarrier, url: str, reports: Reports) -> None:
        async with fake_tab(url, calling()) as tab:
            await tab.until("state")
        await asyncio.sleep(RETURN_SECONDS + 3)
        assert carrier.exchange.live(CALL) is None
        assert reports.statuses == [ENDED]

    in_office(check, 3)


def test_a_call_that_is_opened_in_a_second_tab_moves_there() -> None:
    """The first is told, and what it still sends is not the caller's."""

    async def check(carrier: BrowserCarrier, url: str, reports: Reports) -> None:
        async with fake_tab(url, calling()) as first:
            await first.until("state")
            async with fake_tab(url, calling()) as second:
                await second.until("state")
                await first.until("moved")
                assert carrier.exchange.live(CALL) is not None
                assert reports.statuses == []

    in_office(check)


def test_a_slow_tab_misses_old_sound_and_nothing_else() -> None:
    """Half a second of live sound waits for it at most; speech waits whole."""
    tab = Tab()
    tab.tell("state")
    frame = bytes(639)
    for number in range(100):
        tab.play(LIVE, bytes([number]) + frame)
        tab.play(7, bytes([number]) + frame)

    async def all_sent() -> list[str | bytes]:
        tab.close()
        sent = []
        while (message := await tab.next()) is not None:
            sent.append(message)
        return sent

    sent = asyncio.run(all_sent())
    live = [one[4] for one in sent if isinstance(one, bytes) and one[:4] == bytes(4)]
    kept = MAX_LIVE_BYTES // 640
    assert live == list(range(100 - kept, 100))
    assert len(sent) == 1 + kept + 100


def test_two_tabs_of_one_phone_ring_and_one_takes_the_call() -> None:
    """The other is told that the call was answered elsewhere."""

    async def check(carrier: BrowserCarrier, url: str, _: Reports) -> None:
        async with (
            fake_tab(url, calling()) as caller,
            fake_tab(url, being(DANA, "first-tab")) as first,
            fake_tab(url, being(DANA, "second-tab")) as second,
        ):
            await ring(carrier, caller)
            leg = (await first.until("ring"))["leg"]
            await second.until("ring")
            await first.tell("answer", leg=leg)
            await second.until("stop_ring", why="answered elsewhere")
            await first.until("connected")
            await caller.speak(b"\5\0" * 320)
            await first.speak(b"\6\0" * 320)
            await caller.until("state", state="connected")
            while not (caller.sound and first.sound):  # noqa: ASYNC110 - dictionaries
                await asyncio.sleep(0.05)
            assert (caller.sound[LIVE][:1], first.sound[LIVE][:1]) == (b"\6", b"\5")

    in_office(check)


async def ring(carrier: BrowserCarrier, caller: FakeTab) -> None:
    """Ring the phone of Dana."""
    await caller.until("state")
    while not carrier.exchange.phones(DANA)[1:]:  # noqa: ASYNC110 - a list
        await asyncio.sleep(0.05)
    assert carrier.telephony is not None
    await carrier.telephony.ring(transfer("one", DANA))
