"""What every carrier of texts holds to."""

import asyncio
from collections.abc import Callable

from hookflash.orchestrator.ports.answers import Accepted, Refused
from tests.contract.ports.conftest import Check, Reached, text

Hold = Callable[[Check], None]
DELIVERY = 3.0


def test_a_text_is_taken_and_its_delivery_is_reported(hold: Hold) -> None:
    """It has the provider's id at once, and is sent and delivered after that."""

    async def check(outside: Reached) -> None:
        answer = await outside.messaging.send(text("one"))
        assert isinstance(answer, Accepted)
        assert answer.provider_id
        await asyncio.sleep(DELIVERY)
        assert outside.told == [("one", "sent"), ("one", "delivered")]

    hold(check)


def test_one_key_is_one_text(hold: Hold) -> None:
    """The same request twice is answered alike, and delivered once."""

    async def check(outside: Reached) -> None:
        first = await outside.messaging.send(text("one"))
        assert await outside.messaging.send(text("one")) == first
        await asyncio.sleep(DELIVERY)
        assert outside.told.count(("one", "delivered")) == 1

    hold(check)


def test_a_key_that_was_used_for_another_text_is_refused(hold: Hold) -> None:
    """FAULTS 12: the same key with another body."""

    async def check(outside: Reached) -> None:
        await outside.messaging.send(text("one"))
        answer = await outside.messaging.send(text("one", "something else"))
        assert isinstance(answer, Refused)
        await asyncio.sleep(DELIVERY)
        assert outside.told.count(("one", "delivered")) == 1

    hold(check)


def test_a_text_can_be_found_by_its_key(hold: Hold) -> None:
    """Not before it is sent; then as it stands."""

    async def check(outside: Reached) -> None:
        assert await outside.messaging.find(text("one")) is None
        answer = await outside.messaging.send(text("one"))
        found = await outside.messaging.find(text("one"))
        assert found
        assert isinstance(answer, Accepted)
        assert (found.status, found.provider_id) == ("accepted", answer.provider_id)
        await asyncio.sleep(DELIVERY)
        found = await outside.messaging.find(text("one"))
        assert found
        assert found.status == "delivered"

    hold(check)
