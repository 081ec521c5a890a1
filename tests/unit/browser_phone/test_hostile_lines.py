"""Lines that are cut anywhere, send too much or nonsense, or read nothing: memory stays bounded."""

import asyncio
import json
from contextlib import suppress
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, ConnectionClosedError

from hookflash.orchestrator.carriers.browser.carrier import BrowserCarrier
from hookflash.orchestrator.carriers.browser.live_call import RETURN_SECONDS
from hookflash.orchestrator.carriers.browser.mailbox import LONGEST_WORDS
from hookflash.orchestrator.carriers.browser.pace import (
    MESSAGES_AT_ONCE,
    MESSAGES_PER_SECOND,
    SOUND_AT_ONCE,
    SOUND_PER_SECOND,
)
from hookflash.orchestrator.carriers.browser.router import MAX_MESSAGE, OPEN_SECONDS
from hookflash.orchestrator.carriers.browser.tab import LIVE, MAX_WAITING_BYTES, Tab
from hookflash.orchestrator.carriers.voice.sound import RATE, SAMPLE_BYTES
from hookflash.orchestrator.testing.contracts.telephony import DANA
from hookflash.testing import Reports
from tests.contract.ports.browser_phones import CALL, NUMBER, Calls, being, calling
from tests.rig.tabs import Message, fake_tab, soon
from tests.unit.browser_phone.test_lines import in_office

SECOND = bytes(RATE * SAMPLE_BYTES)
SCRIPT: list[Message] = [
    {"do": "say", "id": "message-1", "text": "A person, please."},
    {"do": "press", "id": "message-2", "digits": "1"},
    {"do": "played", "speech": "s", "samples": 9, "began": 1, "ended": 0, "finished": True},
    {"do": "text", "id": "message-3", "body": "Thank you."},
    {"do": "got", "text": "t"},
    {"do": "hang_up"},
]


@pytest.mark.parametrize("sent", range(len(SCRIPT) + 2))
def test_a_line_may_be_cut_after_each_message(sent: int, caplog: pytest.LogCaptureFixture) -> None:
    """The call waits for its tab, then ends once; nothing fails."""

    async def check(carrier: BrowserCarrier, url: str, reports: Reports) -> None:
        socket = await connect(url)
        for message in [calling(), *SCRIPT][:sent]:
            await socket.send(json.dumps(message))
        await asyncio.sleep(1)
        socket.transport.abort()
        await asyncio.sleep(RETURN_SECONDS + 4)
        assert carrier.exchange.live(CALL) is None
        assert reports.statuses == ([("call", "ended")] if sent else [])

    in_office(check, 8)
    assert not [one for one in caplog.records if one.levelname == "ERROR"]


@pytest.mark.parametrize(
    "opening",
    ["", "{", "null", "\0", '{"do": "call"', "x" * MAX_MESSAGE, b"", b"\0\xff" * 400, b"\xff\xfe"],
)
def test_what_is_no_opening_is_refused(
    opening: str | bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """Text that cannot be read, and sound before anything else."""

    async def check(carrier: BrowserCarrier, url: str, _: Reports) -> None:
        async with connect(url) as socket:
            await socket.send(opening)
            with pytest.raises(ConnectionClosedError) as closed:
                await socket.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1008
        assert not list(carrier.exchange.callers("+14155550199"))

    in_office(check)
    assert not [one for one in caplog.records if one.levelname == "ERROR"]


def test_a_line_that_says_nothing_is_closed() -> None:
    """It costs nothing for longer than ten seconds."""

    async def check(_: BrowserCarrier, url: str, __: Reports) -> None:
        async with connect(url) as socket, asyncio.timeout(OPEN_SECONDS * 3):
            with pytest.raises(ConnectionClosedError):
                await socket.recv()

    in_office(check, 8)


@pytest.mark.parametrize("sent", ["x" * (MAX_MESSAGE + 1), bytes(MAX_MESSAGE + 2)])
def test_a_line_that_sends_too_much_at_once_is_closed(sent: str | bytes) -> None:
    """Its call waits for a tab that behaves."""

    async def check(carrier: BrowserCarrier, url: str, _: Reports) -> None:
        async with connect(url) as socket:
            await socket.send(json.dumps(calling()))
            await socket.recv()
            await socket.send(sent)
            with suppress(TimeoutError):
                await asyncio.wait_for(socket.wait_closed(), 2)
        assert socket.close_code == 1009
        assert carrier.exchange.live(CALL) is not None

    in_office(check)


def test_sound_that_comes_faster_than_it_can_be_spoken_is_left_out() -> None:
    """What a mailbox records is no longer than the call was."""

    async def check(carrier: BrowserCarrier, url: str, __: Reports) -> None:
        async with fake_tab(url, calling()) as tab:
            await tab.until("state")
            live = carrier.exchange.live(CALL)
            assert live is not None
            got: list[int] = []
            live.hear = lambda pcm: got.append(len(pcm))  # type: ignore[method-assign]
            began = asyncio.get_running_loop().time()
            for _ in range(120):
                await tab.speak(SECOND[: MAX_MESSAGE // 2])
            await tab.say("That was all.")
            await tab.until("ack")
            passed = asyncio.get_running_loop().time() - began
            assert got
            seconds = sum(got) / len(SECOND)
            assert seconds <= SOUND_AT_ONCE + SOUND_PER_SECOND * passed

    in_office(check)


def test_a_tab_that_types_without_end_waits() -> None:
    """Words are taken at a person's pace, and none is lost."""
    many = round(MESSAGES_AT_ONCE + 2 * MESSAGES_PER_SECOND)

    async def check(carrier: BrowserCarrier, url: str, __: Reports) -> None:
        began = asyncio.get_running_loop().time()
        async with fake_tab(url, calling()) as tab:
            for _ in range(many):
                await tab.say("Hello?")
            while sum(one["is"] == "ack" for one in tab.said) < many:  # noqa: ASYNC110 - a list
                await asyncio.sleep(0.1)
        assert asyncio.get_running_loop().time() - began >= 1.9
        assert carrier.exchange.core.calls.heard.count("Hello?") == many  # type: ignore[attr-defined]

    in_office(check, 4)


def test_what_waits_for_a_tab_that_reads_nothing_is_bounded() -> None:
    """It counts as gone, and nothing is kept for it."""
    tab = Tab()
    for _ in range(10 * MAX_WAITING_BYTES // len(SECOND)):
        tab.play(LIVE, SECOND)
        tab.play(7, SECOND)
        assert tab.waiting_bytes <= MAX_WAITING_BYTES
    assert tab.closed
    assert tab.waiting_bytes == 0


def test_a_slow_reader_is_left_and_its_call_ends() -> None:
    """The server does not wait for it without end."""

    async def check(carrier: BrowserCarrier, url: str, reports: Reports) -> None:
        socket = await connect(url, max_queue=1, ping_interval=None)
        await socket.send(json.dumps(calling()))
        await asyncio.sleep(0.5)
        live = carrier.exchange.live(CALL)
        assert live is not None
        assert live.tab is not None
        for _ in range(MAX_WAITING_BYTES // len(SECOND) + 30):
            live.tab.play(7, SECOND)
        async with asyncio.timeout(120):
            while carrier.exchange.live(CALL) is not None:  # noqa: ASYNC110 - a dictionary
                await asyncio.sleep(1)
        assert reports.statuses == [("call", "ended")]
        socket.transport.abort()

    in_office(check, 12)


def test_a_typed_message_is_not_endless() -> None:
    """It is over after ten thousand characters."""

    async def check(carrier: BrowserCarrier, url: str, __: Reports) -> None:
        async with fake_tab(url, calling()) as tab:
            await tab.until("state")
            live = carrier.exchange.live(CALL)
            assert live is not None
            live.record("voicemail", "Leave a message.")
            await tab.until("state", state="recording")
            for _ in range(LONGEST_WORDS // 2_000):
                await tab.say("x" * 2_000)
            await soon(lambda: live.mode != "recording")

    in_office(check)


def test_messages_in_the_wrong_order_change_nothing() -> None:
    """Keys, answers and hang-ups of phones that do not ring; reports of what was not said."""

    async def check(carrier: BrowserCarrier, url: str, reports: Reports) -> None:
        async with fake_tab(url, calling()) as caller, fake_tab(url, being(DANA)) as phone:
            await caller.until("state")
            about = {"leg": "no-such-leg", "id": "message-9"}
            for do in ("answer", "decline", "hang_up"):
                await phone.tell(do, leg="no-such-leg")
            await phone.tell("press", digits="1", **about)
            await phone.tell("say", text="Hello?", **about)
            await caller.tell(
                "played", speech="never-said", samples=10**12, began=3, ended=0, finished=True
            )
            await caller.tell("got", text="never-sent")
            await phone.tell("played")
            await phone.until("error")
            assert carrier.exchange.live(CALL) is not None
            assert reports.statuses == []

    in_office(check)


def test_a_replayed_opening_begins_no_second_call() -> None:
    """Not with another number either: whose call it is stands in the log."""

    async def check(carrier: BrowserCarrier, url: str, _: Reports) -> None:
        async with fake_tab(url, calling(**{"from": "+14155550123"})) as thief:
            await thief.until("state")
            live = carrier.exchange.live(CALL)
            assert live is not None
            assert (live.number, live.caller) == (NUMBER, "+14155550199")
            async with fake_tab(url, calling()) as tab:
                await tab.until("state")
                await thief.until("moved")
                assert carrier.exchange.live(CALL) is live

    in_office(check)


def test_a_hundred_tabs_are_carried_side_by_side() -> None:
    """Each caller gets their own call; all are let go together."""

    async def check(carrier: BrowserCarrier, url: str, _: Reports) -> None:
        async def one(number: int) -> None:
            caller = f"+1415555{number:04}"
            async with fake_tab(
                url, calling(f"call-number-{number:04}", **{"from": caller})
            ) as tab:
                await tab.until("state")
                await tab.speak(SECOND[:640])
                await tab.say(f"I am number {number}.")
                await tab.until("ack")
                await tab.tell("hang_up")
                await tab.until("state", state="ended")

        async with asyncio.timeout(60), asyncio.TaskGroup() as group:
            for number in range(100):
                group.create_task(one(number))
        assert not list(carrier.exchange.callers("+14155550199"))
        heard: Any = carrier.exchange.core.calls
        assert len(heard.heard) == 100

    in_office(check)


def test_a_tab_without_a_log_is_asked_to_come_again() -> None:
    """The page connects by itself until the log answers."""

    async def check(carrier: BrowserCarrier, url: str, _: Reports) -> None:
        calls = carrier.exchange.core.calls
        assert isinstance(calls, Calls)
        calls.away = 1
        async with connect(url) as socket:
            await socket.send(json.dumps(calling()))
            with pytest.raises(ConnectionClosed) as closed:
                await socket.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1012
        with suppress(ConnectionClosed):
            async with fake_tab(url, calling()) as tab:
                await tab.until("state", state="talking")

    in_office(check)
