"""A workspace's webhooks from the outside: endpoints, tests, the delivery log."""

from collections.abc import Callable
from datetime import timedelta

from hookflash.domain.problem import Problem
from hookflash.domain.webhook.endpoint import Endpoint
from hookflash.domain.webhook.events import WebhookSecretIssued
from hookflash.domain.webhook.saving import EndpointForm
from hookflash.orchestrator.ports.ids import Ids
from hookflash.orchestrator.ports.webhooks import WebhookSender
from hookflash.orchestrator.webhooks.outgoing.delivery_store import Attempt, Key
from hookflash.orchestrator.webhooks.outgoing.endpoint_worker import DeliveryContext
from hookflash.orchestrator.webhooks.outgoing.envelope import trial
from hookflash.orchestrator.webhooks.outgoing.signing import as_secret
from hookflash.orchestrator.webhooks.outgoing.supervisor import DeliverySupervisor


class WebhookService:
    """Webhooks of all workspaces. ``new_secret`` gives random bits, in hex."""

    def __init__(
        self,
        office: DeliveryContext,
        sender: WebhookSender,
        ids: Ids,
        new_secret: Callable[[], str],
    ) -> None:
        self._book = office.book
        self._office = office
        self._sender = sender
        self._ids = ids
        self._new_secret = new_secret

    async def run(self) -> None:
        """Send what is to be sent, until the log is closed."""
        await DeliverySupervisor(self._office).run()

    def check(self, url: str) -> Problem | None:
        """What is wrong with an address, as far as that can be told now."""
        return self._sender.check(url)

    async def create(self, workspace: str, form: EndpointForm, command: str) -> WebhookSecretIssued:
        """Make an endpoint; what happens from now on is sent there.

        The same ``command`` gives the same endpoint. Raises ``TooManyEndpoints``.
        """
        endpoint = self._ids.new("endpoint")
        # First where it begins: nothing may happen between an endpoint and its beginning.
        position = await self._office.log.last_position()
        await self._office.ask(self._office.shelf.open, Key(workspace, endpoint), position)
        return await self._book.create(
            workspace, endpoint, form, secret=self._secret(), command=command
        )

    async def endpoints(self, workspace: str) -> tuple[Endpoint, ...]:
        """A workspace's endpoints, oldest first."""
        return tuple((await self._book.of(workspace)).by_id.values())

    async def endpoint(self, workspace: str, endpoint: str) -> Endpoint:
        """One endpoint by its id. Raises ``NoSuchEndpoint``."""
        return await self._book.one(workspace, endpoint)

    async def change(self, endpoint: Endpoint, form: EndpointForm, command: str) -> Endpoint:
        """Make an endpoint match ``form``; the same ``command`` counts once.

        Raises ``NoSuchEndpoint``.
        """
        return await self._book.change(endpoint, form, command)

    async def rotate(
        self, endpoint: Endpoint, overlap: timedelta, command: str
    ) -> WebhookSecretIssued:
        """Give an endpoint a new secret, beside which the old ones sign for ``overlap``."""
        return await self._book.rotate(endpoint, self._secret(), overlap, command)

    async def remove(self, endpoint: Endpoint, command: str) -> None:
        """Remove an endpoint, with whatever waits for it and its delivery log."""
        await self._book.remove(endpoint.workspace, endpoint.id, command)
        await self._office.ask(self._office.shelf.forget, _key(endpoint))

    async def test(self, endpoint: Endpoint) -> Attempt:
        """Send a test event now, once, whether the endpoint is switched on or not."""
        at = self._office.clock.now()
        message = trial(endpoint, self._ids.new("test"), at)
        tried = await self._office.poster.post(endpoint, message, 1)
        attempt: Attempt = await self._office.ask(
            self._office.shelf.note, _key(endpoint), tried | {"next_at": None}
        )
        return attempt

    async def attempts(
        self, endpoint: Endpoint, limit: int, before: int | None
    ) -> tuple[Attempt, ...]:
        """The endpoint's delivery log, newest first."""
        found: tuple[Attempt, ...] = await self._office.ask(
            self._office.shelf.attempts, _key(endpoint), limit, before
        )
        return found

    def close(self) -> None:
        """Let go of the database."""
        self._office.shelf.close()

    def _secret(self) -> str:
        return as_secret(self._new_secret())


def _key(endpoint: Endpoint) -> Key:
    return Key(endpoint.workspace, endpoint.id)
