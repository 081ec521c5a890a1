"""A call center opened for reading: it sees everything and changes nothing."""

import asyncio
from pathlib import Path

import pytest

from hookflash import (
    Accepted,
    Answer,
    CallCenter,
    CallReader,
    MessagingOffers,
    NoSuchCall,
    NoSuchEvent,
    NoSuchLog,
    NotFound,
    NotTaken,
    ReadOnly,
    SendText,
    SystemClock,
    TextFound,
)
from hookflash.orchestrator.reading import CHANGING
from hookflash.orchestrator.runtime.recovery import EVERY
from hookflash.testing import SimulatedTelephony
from tests.tree import ROOT

OFFICE = ROOT / "docs" / "tutorial" / "office.yaml"
HARBOR = "harbor-dental"


class Busy:
    """A carrier that postpones every text."""

    offers = MessagingOffers()

    def __init__(self) -> None:
        self.answer: Answer = NotTaken(reason="busy", seconds=0.1)
        self.sent = 0

    async def send(self, _: SendText) -> Answer:
        """Count the request, and postpone it."""
        self.sent += 1
        return self.answer

    async def find(self, _: SendText) -> TextFound | None:
        """Never find one."""
        return None


def phones() -> SimulatedTelephony:
    """Phones that nobody answers, and speech that takes no time."""
    return SimulatedTelephony(SystemClock(), pace=0)


async def left_behind(url: str) -> str:
    """A call with a text that waits to be sent, on a log without a worker."""
    async with CallCenter.open(url, telephony=phones(), messaging=Busy()) as center:
        await center.apply(OFFICE)
        call = await center.receive_call(to="+14155550100", from_="+14155550199")
        await center.answer(call)
        await center.hear(call, "I'd like to book a cleaning")
    return call


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The URL of a log."""
    return f"sqlite:///{tmp_path / 'calls.db'}"


def test_it_answers_and_leaves_the_log_as_it_is(url: str) -> None:
    """It starts no waiting effect: no event is added, however long it stays open."""

    async def main() -> None:
        call = await left_behind(url)
        async with CallCenter.read(url) as reader:
            before = await reader.position()
            (summary,) = await reader.calls(HARBOR)
            assert (summary.call, summary.state) == (call, "conversing")
            assert summary == await reader.call(call)
            await asyncio.sleep(EVERY + 0.5)
            assert await reader.position() == before
            assert (await reader.snapshot(call)).open[0].action == "send_sms_1#1"
        busy = Busy()
        busy.answer = Accepted(provider_id="SM1")
        async with CallCenter.open(url, messaging=busy) as worker:
            await worker.until(call, lambda now: next(iter(now.texts.values())).status != "queued")
        assert busy.sent == 1

    asyncio.run(main())


def test_it_sees_what_a_worker_adds(url: str) -> None:
    """Views, events and followers show what another call center has just recorded."""

    async def main() -> None:
        call = await left_behind(url)
        async with CallCenter.open(url) as worker, CallCenter.read(url) as reader:
            following = reader.follow(await reader.position())
            await worker.end(call)
            _, event = await anext(following)
            assert event.stream == call
            assert (await reader.call(call)).state == "ended"
            assert [one.state for one in await reader.calls(HARBOR)] == ["ended"]
            assert (await reader.events(call))[-1].position == (await worker.call(call)).position
            assert await reader.lag() == 0

    asyncio.run(main())


def test_it_refuses_to_change_anything(url: str) -> None:
    """The error says what to open instead. The log itself refuses to append, too."""

    async def main() -> None:
        await left_behind(url)
        async with CallCenter.read(url) as reader:
            for name in sorted(CHANGING):
                with pytest.raises(ReadOnly, match=rf"{name}: .* use CallCenter\.open"):
                    getattr(reader, name)
                assert not hasattr(reader, name)
            with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
                reader.nonsense  # type: ignore[attr-defined]  # noqa: B018 - it raises
            with pytest.raises(ReadOnly):
                await reader._log.append([])

    asyncio.run(main())


def test_it_creates_no_database(url: str, tmp_path: Path) -> None:
    """Reading a log that does not exist is an error, and leaves no file behind."""

    async def main() -> None:
        with pytest.raises(NoSuchLog, match=r"calls\.db"):
            async with CallCenter.read(url):
                pass

    asyncio.run(main())
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_there_is_named(url: str) -> None:
    """A missing call, event, thread, transfer or workspace: each raises its own error."""

    async def ask(reader: CallReader, call: str) -> None:
        for unknown in (
            reader.call("harbor-dental.call.x"),
            reader.events("harbor-dental.call.x"),
            reader.timeline("harbor-dental.call.x"),
        ):
            with pytest.raises(NoSuchCall, match="x"):
                await unknown
        for beyond in (reader.snapshot(call, 99), reader.changes(call, 0, 99)):
            with pytest.raises(NoSuchEvent, match="99"):
                await beyond
        for missing in (
            reader.thread(HARBOR, "x"),
            reader.transfer(HARBOR, "x"),
            reader.workspace("x"),
        ):
            with pytest.raises(NotFound, match=r"there is no .* “x”"):
                await missing
        assert await reader.owner("+14155550999") is None

    async def main() -> None:
        call = await left_behind(url)
        async with CallCenter.read(url) as reader:
            await ask(reader, call)
            assert await reader.owner("+14155550100") == HARBOR
            assert await reader.numbers() == ("+14155550100",)
            assert (await reader.workspace(HARBOR)).name == "Harbor Dental"
            assert await reader.workspaces_with_calls() == (HARBOR,)
            assert (await reader.replay(call))[0].type == "CallReceived"

    asyncio.run(main())
