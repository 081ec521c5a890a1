"""Ids of messages, on SQLite and PostgreSQL: one namespace per kind, and one content per id."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from hookflash import CallCenter, Ended, LegStatus, NameReused, Recording, TextStatus, Transcript
from hookflash.domain.call import events as e
from hookflash.domain.event import Actor
from hookflash.domain.quarantine.events import quarantine_stream
from tests.cast import CALLER, NUMBER
from tests.rig.agent import OFFICE, LiteralAgent

Say = Callable[[CallCenter, str, str], Awaitable[object]]
TWO = ("1", "2")


async def hear(center: CallCenter, call: str, content: str) -> None:
    """The caller says the content."""
    await center.hear(call, f"I live at number {content}", message_id="m-1")


async def press(center: CallCenter, call: str, content: str) -> None:
    """The caller presses the key."""
    await center.press(call, content, message_id="m-1")


async def use_tool(center: CallCenter, call: str, content: str) -> None:
    """The host's agent calls a tool that there is not."""
    await center.use_tool(call, f"nothing_{content}", {}, "m-1")


async def report_text(center: CallCenter, call: str, content: str) -> None:
    """A provider reports on a text that nobody knows."""
    await center.report(call, TextStatus(effect_key=content, status="sent", message_id="m-1"))


async def report_leg(center: CallCenter, call: str, content: str) -> None:
    """A provider reports on a phone that nobody knows."""
    await center.report(call, LegStatus(leg=content, status="ringing", message_id="m-1"))


async def report_recording(center: CallCenter, call: str, content: str) -> None:
    """A provider reports a recording."""
    recording = Recording(effect_key="v", recording=content, seconds=1.0, message_id="m-1")
    await center.report(call, recording)


async def report_transcript(center: CallCenter, call: str, content: str) -> None:
    """A provider reports a transcript."""
    transcript = Transcript(effect_key="v", transcript=content, message_id="m-1")
    await center.report(call, transcript)


MESSAGES: tuple[Say, ...] = (
    hear,
    press,
    use_tool,
    report_text,
    report_leg,
    report_recording,
    report_transcript,
)


def test_messages_of_every_kind_may_have_the_same_id(url: str) -> None:
    """Each is recorded once: a key press is not a repetition of words with its id."""

    async def main() -> None:
        async with CallCenter.open(url, agent=LiteralAgent()) as center:
            call = await begun(center)
            before = len(await center.events(call))
            for _ in TWO:
                for send in MESSAGES:
                    await send(center, call, "1")
            await center.receive_text(to=NUMBER, from_=CALLER, body="Hi", message_id="m-1")
            events = (await center.events(call))[before:]
            caused = [event for event in events if event.cause.endswith("/m-1")]
            assert len(caused) == len({event.cause for event in caused}) == len(MESSAGES)

    asyncio.run(main())


@pytest.mark.parametrize("send", MESSAGES)
def test_other_content_under_an_id_is_refused(send: Say, shared_url: str) -> None:
    """By any process; the message that came first stays, and may be repeated."""

    async def main() -> None:
        async with (
            CallCenter.open(shared_url, agent=LiteralAgent()) as center,
            CallCenter.open(shared_url, agent=LiteralAgent()) as other,
        ):
            call = await begun(center)
            await send(center, call, "1")
            recorded = await center.events(call)
            for one in (center, other):
                with pytest.raises(NameReused, match="the id 'm-1' was used before"):
                    await send(one, call, "2")
                await send(one, call, "1")
            assert await center.events(call) == recorded

    asyncio.run(main())


def test_a_report_on_an_unknown_call_has_one_content_per_id(url: str) -> None:
    """Also while it is quarantined."""

    async def main() -> None:
        async with CallCenter.open(url, agent=LiteralAgent()) as center:
            await center.apply(OFFICE)
            unknown = "harbor-dental.call.0000000000000000"
            for send in (report_text, report_leg, report_text):
                await send(center, unknown, "1")
            kept = await center._log.read_stream(quarantine_stream(unknown))
            assert [event.position for event in kept] == [1, 2]
            with pytest.raises(NameReused, match="m-1"):
                await send(center, unknown, "2")

    asyncio.run(main())


def test_a_call_of_another_caller_is_not_taken_for_a_known_one(url: str) -> None:
    """A carrier that gives an id twice would otherwise join two callers in one call."""

    async def main() -> None:
        async with CallCenter.open(url, agent=LiteralAgent()) as center:
            call = await begun(center)
            again = await center.receive_call(to=NUMBER, from_=CALLER, provider_call_id="CA1")
            assert again == call
            with pytest.raises(NameReused, match="CA1"):
                await center.receive_call(to=NUMBER, from_="+14155550177", provider_call_id="CA1")
            await center.report(call, Ended(message_id="m-1"))
            with pytest.raises(NameReused):
                await center.report(call, Ended(reason="gateway_died", message_id="m-1"))

    asyncio.run(main())


def test_an_id_without_a_kind_in_an_older_log_stands_for_every_kind(file_url: str) -> None:
    """A host that repeats a message after the upgrade is not heard twice."""

    async def main() -> None:
        async with CallCenter.open(file_url, agent=LiteralAgent()) as center:
            call = await begun(center)
            events = list(await center.events(call))
            older = [event.model_copy(update={"call_id": OLD}) for event in events]
            older[0] = older[0].model_copy(update={"rules": 1})
            words = e.CallerSpoke(
                call_id=OLD,
                position=len(older) + 1,
                at=datetime(2026, 3, 2, 12, tzinfo=UTC),
                by=Actor.CALLER,
                cause="m-1",
                text="Hello",
            )
            await center._log.append([*older, words])
            await center.hear(OLD, "Hello", message_id="m-1")
            assert len(await center.events(OLD)) == words.position

    asyncio.run(main())


OLD = "harbor-dental.call.00000000000000ff"


async def begun(center: CallCenter) -> str:
    """Receive and answer a call."""
    await center.apply(OFFICE)
    call = await center.receive_call(to=NUMBER, from_=CALLER, provider_call_id="CA1")
    await center.answer(call)
    return call
