"""Texts from contacts, and callers whose ids are not plain numbers, on SQLite and PostgreSQL."""

import asyncio

import pytest

from hookflash import CallCenter, InvalidText, Item, NameReused, UnknownNumber
from hookflash.domain.call import events as e
from hookflash.domain.workspace.contact import ContactOptedOut, contact_stream
from tests.cast import CALLER
from tests.rig.agent import OFFICE, LiteralAgent

OURS = "+14155550100"
WORKSPACE = "harbor-dental"


def on(url: str):  # type: ignore[no-untyped-def]  # noqa: ANN201 - a context manager
    """A call center on the log under ``url``."""
    return CallCenter.open(url, agent=LiteralAgent())


def test_a_stop_by_text_refuses_the_next_text_of_a_call(url: str) -> None:
    """The facts are read anew for each text, also during a call."""

    async def main() -> None:
        async with on(url) as center:
            await center.apply(OFFICE)
            call = await center.receive_call(to=OURS, from_="tel:415-555-0199;phone-context=+1")
            await center.answer(call)
            sent = await center.receive_text(to=f"tel:{OURS}", from_="4155550199", body="Stop.")
            assert (sent.contact, sent.consent) == (CALLER, "opted_out")
            await center.hear(call, "Could you text me the link?")
            (refused,) = [x for x in await center.events(call) if isinstance(x, e.SmsRefused)]
            assert refused.reason == "opted_out"
            (thread,) = await center.inbox(WORKSPACE)
            assert thread.thread == sent.thread
            bubble = next(item for item in thread.items if item.status == "received")
            assert (bubble.sender, bubble.body, bubble.outcome) == (CALLER, "Stop.", "opted_out")
            (found,) = await center.search_inbox(WORKSPACE, "stop.")
            assert [item.body for item in found.items] == ["Stop."]

    asyncio.run(main())


def test_a_message_counts_once_in_any_process(url: str) -> None:
    """Two call centers get it at the same time, each several times."""

    async def main() -> None:
        async with on(url) as center, on(url) as other:
            await center.apply(OFFICE)
            texts = [
                one.receive_text(to=OURS, from_=CALLER, body="STOP", message_id="SM1")
                for one in (center, other) * 3
            ]
            assert len(set(await asyncio.gather(*texts))) == 1
            opted_out = await center._log.read_stream(contact_stream(WORKSPACE, CALLER))
            assert [type(event) for event in opted_out] == [ContactOptedOut]
            with pytest.raises(NameReused):
                await center.receive_text(to=OURS, from_=CALLER, body="START", message_id="SM1")
            assert (await center.contact(WORKSPACE, CALLER)).opted_out

    asyncio.run(main())


def test_a_text_that_cannot_be_placed_is_refused(file_url: str) -> None:
    """No such number, no sender, no storable body; nothing is recorded."""

    async def main() -> None:
        async with on(file_url) as center:
            await center.apply(OFFICE)
            before = await center.position()
            with pytest.raises(UnknownNumber, match=r"“tel:\+12125550100” \(\+12125550100\)"):
                await center.receive_text(to="tel:+12125550100", from_=CALLER, body="Hi")
            with pytest.raises(UnknownNumber, match="“bob” is not a phone number"):
                await center.receive_text(to="bob", from_=CALLER, body="Hi")
            with pytest.raises(InvalidText, match="from_: names no sender"):
                await center.receive_text(to=OURS, from_="anonymous", body="Hi")
            with pytest.raises(InvalidText, match="body: contains the character U"):
                await center.receive_text(to=OURS, from_=CALLER, body="a\0b")
            assert await center.position() == before

    asyncio.run(main())


def test_threads_page_through_calls_and_texts_without_gaps(file_url: str) -> None:
    """Every item is on exactly one page."""

    async def main() -> None:
        async with on(file_url) as center:
            await center.apply(OFFICE)
            for number in range(12):
                if number % 3:
                    await center.receive_text(to=OURS, from_=CALLER, body=f"text {number}")
                else:
                    await center.receive_call(to=OURS, from_=CALLER)
            (thread,) = await center.inbox(WORKSPACE, calls=100)
            assert thread.next is None
            assert (thread.calls, thread.texts, thread.unread) == (4, 8, 12)
            pages: list[Item] = []
            before = None
            while True:
                page = await center.thread(WORKSPACE, thread.thread, calls=2, before=before)
                pages = [*page.items, *pages]
                before = page.next
                if before is None:
                    break
            assert pages == list(thread.items)

    asyncio.run(main())


def test_a_sender_is_erased_with_their_texts(url: str) -> None:
    """Words, number and the received form go; the opt-out stays, the thread gets a pseudonym."""

    async def main() -> None:
        async with on(url) as center:
            await center.apply(OFFICE)
            text = await center.receive_text(
                to=OURS, from_='"Jane Roe" <sip:+14155550199@h>', body="This is Jane"
            )
            await center.receive_text(to=OURS, from_=CALLER, body="STOP")
            (erasure,) = await center.erase(CALLER, operator="Kim")
            assert (erasure.texts, erasure.calls) == (2, ())
            kept = repr([*await center._log.read_stream(text.text), *await center.inbox(WORKSPACE)])
            assert not any(word in kept for word in ("Jane", "14155550199"))
            (thread,) = await center.inbox(WORKSPACE)
            assert thread.contact == erasure.pseudonym
            assert (await center.contact(WORKSPACE, CALLER)).opted_out

    asyncio.run(main())


def test_a_caller_id_that_is_no_number_has_its_own_thread(url: str) -> None:
    """It is not texted, for a reason of its own, can be found and can be erased."""

    async def main() -> None:
        async with on(url) as center:
            await center.apply(OFFICE)
            received = '"Ann" <sip:ann@Example.com:5060>;tag=1'
            call = await center.receive_call(to=f"sip:{OURS}@us.example", from_=received)
            await center.receive_call(to=OURS, from_="sip:bob@example.com")
            await center.receive_call(to=OURS, from_="+15551234567")
            await center.answer(call)
            await center.hear(call, "Could you text me the link?")
            first, *rest = await center.events(call)
            assert isinstance(first, e.CallReceived)
            assert (first.contact, first.from_received) == ("sip:ann@example.com", received)
            assert first.to_received == f"sip:{OURS}@us.example"
            (refused,) = [event for event in rest if isinstance(event, e.SmsRefused)]
            assert refused.reason == "landline"
            contacts = {thread.contact for thread in await center.inbox(WORKSPACE)}
            assert contacts == {"sip:ann@example.com", "sip:bob@example.com", "+15551234567"}
            (found,) = await center.search_inbox(WORKSPACE, "ANN@")
            assert found.contact == "sip:ann@example.com"
            await center.mark_thread(WORKSPACE, found.thread, "done")
            await center.end(call)
            (erasure,) = await center.erase("ann@example.com", operator="Kim")
            kept = repr([await center.events(call), await center.inbox(WORKSPACE)]).casefold()
            assert "ann@" not in kept
            assert "“ann”" not in kept
            assert erasure.calls == (call,)

    asyncio.run(main())


def test_taking_a_number_off_the_list_lifts_only_the_list(file_url: str) -> None:
    """A contact that has sent STOP stays opted out."""

    async def main() -> None:
        async with on(file_url) as center:
            await center.apply(OFFICE)
            listed, both = "+14155550171", "+14155550172"
            await center.workspaces.list_opt_outs(WORKSPACE, [listed, both])
            await center.receive_text(to=OURS, from_=both, body="STOP")
            for number in (listed, both):
                await center.workspaces.unlist_opt_out(WORKSPACE, number)
            assert not (await center.contact(WORKSPACE, listed)).opted_out
            assert (await center.contact(WORKSPACE, both)).sources == {"keyword"}

    asyncio.run(main())
