"""The contract of the ``Messaging`` port."""

import asyncio
from typing import ClassVar

import pytest

from hookflash.domain.call.effects import SendText
from hookflash.orchestrator.ports.answers import Accepted, Refused
from hookflash.orchestrator.ports.messaging import Messaging
from hookflash.orchestrator.testing.contracts.contract import (
    ABOUT,
    CALLER,
    NUMBER,
    Contract,
    Reports,
    on_adapter,
)


def text(key: str, body: str = "https://example.com/book") -> SendText:
    """A text under ``key``."""
    return SendText(**ABOUT, effect_key=key, attempt=1, recipient=CALLER, sender=NUMBER, body=body)


class MessagingContract(Contract[Messaging]):
    """What every adapter that sends texts must do.

    The carrier behind it delivers every text. Tests of what the adapter does not offer are
    skipped.
    """

    seconds: ClassVar[float] = 3.0
    statuses: ClassVar[tuple[str, ...]] = ("sent", "delivered")
    """What the carrier reports of a text that is delivered, in order."""

    def keeps_keys(self, messaging: Messaging) -> bool:
        """Whether one key sends one text; by default, if the adapter promises it for a while."""
        return messaging.offers.idempotent_seconds > 0

    @on_adapter
    async def test_a_text_is_accepted_and_its_delivery_is_reported(
        self, messaging: Messaging, reports: Reports
    ) -> None:
        """The answer has the provider's id; the receipts follow."""
        answer = await messaging.send(text("one"))
        assert isinstance(answer, Accepted)
        assert answer.provider_id
        await asyncio.sleep(self.seconds)
        assert reports.statuses == [("one", status) for status in self.statuses]

    @on_adapter
    async def test_two_texts_are_two(self, messaging: Messaging, reports: Reports) -> None:
        """Two keys are two texts, even with the same body; each is reported under its own key."""
        first, second = await messaging.send(text("one")), await messaging.send(text("two"))
        assert isinstance(first, Accepted)
        assert isinstance(second, Accepted)
        assert first.provider_id != second.provider_id
        await asyncio.sleep(self.seconds)
        assert reports.statuses.count(("one", "delivered")) == 1
        assert reports.statuses.count(("two", "delivered")) == 1

    @on_adapter
    async def test_one_key_is_one_text(self, messaging: Messaging, reports: Reports) -> None:
        """The same request twice gets the same answer, and is delivered once."""
        self._needs_keys(messaging)
        first = await messaging.send(text("one"))
        assert await messaging.send(text("one")) == first
        await asyncio.sleep(self.seconds)
        assert reports.statuses.count(("one", "delivered")) == 1

    @on_adapter
    async def test_a_key_that_was_used_for_another_text_is_refused(
        self, messaging: Messaging, reports: Reports
    ) -> None:
        """The same key with another body is refused; the first text is delivered all the same."""
        self._needs_keys(messaging)
        await messaging.send(text("one"))
        answer = await messaging.send(text("one", "something else"))
        assert isinstance(answer, Refused)
        await asyncio.sleep(self.seconds)
        assert reports.statuses.count(("one", "delivered")) == 1

    @on_adapter
    async def test_a_text_can_be_found_by_its_key(
        self, messaging: Messaging, reports: Reports
    ) -> None:
        """It is not found before it is sent; afterwards it is found with its current status."""
        if not messaging.offers.can_search:
            pytest.skip("the adapter offers no search (offers.can_search)")
        assert await messaging.find(text("one")) is None
        answer = await messaging.send(text("one"))
        found = await messaging.find(text("one"))
        assert found
        assert isinstance(answer, Accepted)
        assert (found.status, found.provider_id) == ("accepted", answer.provider_id)
        await asyncio.sleep(self.seconds)
        assert reports.statuses
        found = await messaging.find(text("one"))
        assert found
        assert found.status == "delivered"
        # A carrier that cannot search by key tells equal texts apart by the ids of the others.
        another = text("two").model_copy(update={"other_ids": (answer.provider_id,)})
        assert await messaging.find(another) is None

    def _needs_keys(self, messaging: Messaging) -> None:
        if not self.keeps_keys(messaging):
            pytest.skip("the adapter does not promise this (offers.idempotent_seconds)")
