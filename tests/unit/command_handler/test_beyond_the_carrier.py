"""A call center whose carrier cannot do what a workspace asks for."""

import asyncio

import pytest

from hookflash import InvalidWorkspace, MessagingOffers, TelephonyOffers
from hookflash.testing import in_virtual_time
from tests.unit.command_handler.test_carrying_out import CALLER, NUMBER, OFFICE, center, types

WAITS = TelephonyOffers(playback="say_waits")


@in_virtual_time
async def test_it_is_not_applied() -> None:
    """Every problem is named, and nothing has changed."""
    async with center() as (opened, line):
        line.offers = WAITS.model_copy(update={"transfers": False, "largest_group": 1})
        opened._ports.messaging.offers = MessagingOffers(texts=False)  # type: ignore[union-attr,misc]
        before = await opened.position()
        with pytest.raises(InvalidWorkspace, match=r"office\.yaml: jobs\[0\]") as error:
            await opened.apply(OFFICE)
        assert len(error.value.problems) == 3
        assert await opened.position() == before


@in_virtual_time
async def test_a_text_that_it_does_not_send_fails_with_the_reason() -> None:
    """The workspace was applied by a process with other ports: the carrier is not asked."""
    async with center() as (opened, _):
        opened._ports.messaging.offers = MessagingOffers(texts=False)  # type: ignore[union-attr,misc]
        call = await opened.receive_call(to=NUMBER, from_=CALLER)
        await opened.answer(call)
        await opened.use_tool(call, "send_sms_1", {})
        (text,) = (await opened.until(call, lambda call: bool(call.texts), 5)).texts.values()
        assert (text.status, text.reason) == ("failed", "not_offered")
        assert not opened._ports.messaging.taken  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("offers", "code"),
    [({"largest_group": 1}, "group_too_large"), ({"transfers": False}, "not_offered")],
)
def test_a_transfer_that_it_cannot_make_fails_at_once(offers: dict[str, object], code: str) -> None:
    """Nobody's phone rings, not even the first of a group; the caller gets to voicemail."""

    @in_virtual_time
    async def scene() -> None:
        async with center() as (opened, line):
            line.offers = WAITS.model_copy(update=offers)
            call = await opened.receive_call(to=NUMBER, from_=CALLER)
            await opened.answer(call)
            await opened.hear(call, "Could I talk to somebody?")
            await opened.hear(call, "yes please")
            await asyncio.sleep(1)
            assert line.rung == []
            assert "VoicemailAttempted" in await types(opened, call)
            failed = [e for e in await opened.events(call) if e.type == "TransferFailed"]
            assert [getattr(event, "code", None) for event in failed] == [code]

    scene()
