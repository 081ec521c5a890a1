"""A program that embeds Hookflash erases a caller while other calls go on (fault 36)."""

import asyncio

import pytest

from hookflash import TextStatus
from hookflash.domain.workspace.usage import usage_stream
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.contact_ids import NoContact
from hookflash.orchestrator.integrity.erasing import NothingToErase, StillOpen
from tests.cast import CALLER
from tests.rig.agent import OFFICE, LiteralAgent

NUMBER = "+14155550100"
OTHER = "+14155550123"


async def talk(center: CallCenter, from_: str, words: str) -> str:
    """A call in which the caller says one thing and stays on the line."""
    call = await center.receive_call(to=NUMBER, from_=from_)
    await center.answer(call)
    await center.hear(call, words)
    return call


def test_a_caller_is_erased_during_other_calls(url: str) -> None:
    """Their data is gone from log, views and memory, and other calls go on."""

    async def main() -> None:
        async with CallCenter.open(url, agent=LiteralAgent()) as center:
            await center.apply(OFFICE)
            over = await talk(center, CALLER, "This is Jane")
            await center.end(over)
            live = await talk(center, OTHER, "Hello there")
            (erasure,) = await center.erase("(415) 555-0199", operator="Kim")
            assert (erasure.calls, erasure.workspace) == ((over,), "harbor-dental")
            kept = [await center.events(over), await center._handler.load(over)]
            assert not any(word in repr(kept) for word in ("Jane", CALLER[1:]))
            contacts = {thread.contact for thread in await center.inbox("harbor-dental")}
            assert contacts == {erasure.pseudonym, OTHER}
            await center.hear(live, "Could you text me the link?")
            assert (await center._handler.load(live)).texts
            await center.end(live)

    asyncio.run(main())


def test_a_caller_is_erased_from_the_counts_of_the_day(url: str) -> None:
    """The texts are still counted, for a pseudonym."""

    async def main() -> None:
        async with CallCenter.open(url, agent=LiteralAgent()) as center:
            await center.apply(OFFICE)
            over = await talk(center, CALLER, "Could you text me the link?")
            await center.end(over)
            status = TextStatus(
                effect_key=next(iter((await center._handler.load(over)).texts)), status="delivered"
            )
            await center.report(over, status)
            used = await center.usage("harbor-dental")
            (erasure,) = await center.erase(CALLER, operator="Kim")
            events = await center._log.read_stream(usage_stream("harbor-dental", used.day))
            assert [event.contact for event in events] == [erasure.pseudonym]  # type: ignore[attr-defined]
            assert CALLER[1:] not in repr(center._handler.usage._known)
            assert (await center.usage("harbor-dental")).texts == used.texts == 1

    asyncio.run(main())


def test_a_refused_erasure_changes_nothing(file_url: str) -> None:
    """A call in progress, a stranger, and text that is not a phone number."""

    async def main() -> None:
        async with CallCenter.open(file_url, agent=LiteralAgent()) as center:
            await center.apply(OFFICE)
            live = await talk(center, CALLER, "This is Jane")
            before = await center.events(live)
            with pytest.raises(StillOpen, match="in progress"):
                await center.erase(CALLER, operator="Kim")
            with pytest.raises(NothingToErase):
                await center.erase(OTHER, operator="Kim")
            with pytest.raises(NoContact, match="contact: “Jane” is not a phone number"):
                await center.erase("Jane", operator="Kim")
            assert await center.events(live) == before

    asyncio.run(main())
