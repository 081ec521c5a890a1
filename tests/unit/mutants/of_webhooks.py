"""Mutants of sending webhooks again by hand."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from unittest.mock import patch

from sqlalchemy import select

from hookflash.domain.webhook.endpoint import Endpoint
from hookflash.orchestrator.webhooks.outgoing.delivery_store import Attempt, DeliveryStore, Key
from hookflash.orchestrator.webhooks.outgoing.endpoints import GONE, EndpointBook
from hookflash.orchestrator.webhooks.outgoing.tables import ATTEMPTS
from hookflash.projections.database.engine import reading
from tests.unit.mutants.registry import mutant
from tests.unit.webhook import test_sending_again


@mutant(
    "send again what another endpoint was sent",
    test_sending_again.test_only_an_event_of_the_endpoint_is_sent_again,
)
def _resend_of_any_endpoint() -> Iterator[None]:
    attempt = DeliveryStore.attempt

    def of_any(self: DeliveryStore, key: Key, number: int) -> tuple[Attempt, int] | None:
        owner = select(ATTEMPTS.c.workspace, ATTEMPTS.c.endpoint).where(ATTEMPTS.c.id == number)
        with reading(self._engine) as connection:
            row = connection.execute(owner).first()
        return attempt(self, Key(*row) if row else key, number)

    with patch.object(DeliveryStore, "attempt", of_any):
        yield


@mutant(
    "send again to an endpoint that was switched off",
    test_sending_again.test_an_endpoint_that_was_switched_off_meanwhile_is_sent_nothing,
)
def _resend_while_off() -> Iterator[None]:
    one = EndpointBook.one

    async def always_on(self: EndpointBook, workspace: str, endpoint: str) -> Endpoint:
        return replace(await one(self, workspace, endpoint), enabled=True)

    with patch.object(EndpointBook, "one", always_on):
        yield


@mutant(
    "leave an endpoint on that says a second time that it is gone",
    test_sending_again.test_a_receiver_that_is_gone_a_second_time_disables_the_endpoint_again,
)
def _disable_once() -> Iterator[None]:
    async def once(self: EndpointBook, endpoint: Endpoint, message: str, _: datetime) -> None:
        cause = f"gone/{endpoint.id}/{message}"
        await self.disable(endpoint.workspace, endpoint.id, GONE, cause)

    with patch.object(EndpointBook, "disable_gone", once):
        yield
