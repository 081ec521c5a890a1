"""The public API of webhooks: endpoints, secrets, tests, the delivery log."""

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
from hookflash.orchestrator.webhooks.outgoing.endpoints import NoSuchDelivery, NotSentAgain
from hookflash.orchestrator.webhooks.outgoing.envelope import trial_message
from hookflash.orchestrator.webhooks.outgoing.signing import as_secret
from hookflash.orchestrator.webhooks.outgoing.supervisor import DeliverySupervisor


class WebhookService:
    """Manages the webhooks of all workspaces. ``new_secret`` returns random bits in hex."""

    def __init__(
        self,
        context: DeliveryContext,
        sender: WebhookSender,
        ids: Ids,
        new_secret: Callable[[], str],
    ) -> None:
        self._book = context.book
        self._context = context
        self._sender = sender
        self._ids = ids
        self._new_secret = new_secret

    async def run(self) -> None:
        """Deliver events until the log is closed."""
        await DeliverySupervisor(self._context).run()

    def check(self, url: str) -> Problem | None:
        """Return what is wrong with a URL, as far as it can be checked without connecting."""
        return self._sender.check(url)

    async def create(self, workspace: str, form: EndpointForm, command: str) -> WebhookSecretIssued:
        """Create an endpoint, which is sent the events from now on.

        A repeated ``command`` returns the same endpoint. Raises ``TooManyEndpoints``.
        """
        endpoint = self._ids.new("endpoint")
        # The cursor comes first, so that no event after the endpoint's creation is missed.
        position = await self._context.log.last_position()
        open_cursor = self._context.store.open
        await self._context.run_blocking(open_cursor, Key(workspace, endpoint), position)
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
        """Give an endpoint a new secret; the old ones sign as well for ``overlap`` more."""
        return await self._book.rotate(endpoint, self._secret(), overlap, command)

    async def remove(self, endpoint: Endpoint, command: str) -> None:
        """Remove an endpoint, its queue and its delivery log."""
        await self._book.remove(endpoint.workspace, endpoint.id, command)
        await self._context.run_blocking(self._context.store.delete, _key(endpoint))

    async def test(self, endpoint: Endpoint) -> Attempt:
        """Send a test event once, now, even if the endpoint is disabled."""
        at = self._context.clock.now()
        message = trial_message(endpoint, self._ids.new("test"), at)
        row = await self._context.poster.post(endpoint, message, 1)
        attempt: Attempt = await self._context.run_blocking(
            self._context.store.record, _key(endpoint), row | {"next_at": None}
        )
        return attempt

    async def resend(self, endpoint: Endpoint, attempt: int) -> Attempt:
        """Send the event of an attempt (its id) again, once, now: the same message, newly signed.

        What waits for its turn or for a retry goes on as before. The endpoint counts as it is now.
        The event is sent as it is in the log: what was erased is not sent. Raises
        ``NoSuchEndpoint``, ``NoSuchDelivery``, and ``NotSentAgain`` if the endpoint is off, or if
        it was a test, is of an older version, or is not in the log.
        """
        endpoint, key = await self._book.one(endpoint.workspace, endpoint.id), _key(endpoint)
        found = await self._context.run_blocking(self._context.store.attempt, key, attempt)
        if found is None:
            raise NoSuchDelivery(attempt)
        before, sent = found
        if not endpoint.enabled:
            raise NotSentAgain("the endpoint is off; enable it first")
        if before.position is None:
            raise NotSentAgain("it is a test, or of an older version; send a test instead")
        message = await self._context.messages.at(before.position, endpoint.workspace)
        if message is None or message.id != before.message:
            raise NotSentAgain("its event is not in the log, or cannot be read")
        row = await self._context.poster.post(endpoint, message, sent + 1)
        if row["outcome"] == "failed":
            row["outcome"] = "given_up"  # by hand, so it is not retried by itself
        placed = row | {"next_at": None, "position": before.position}
        again: Attempt = await self._context.run_blocking(self._context.store.record, key, placed)
        if again.outcome == "gone":
            await self._book.disable_gone(endpoint, message.id, again.at)
        return again

    async def attempts(
        self, endpoint: Endpoint, limit: int, before: int | None
    ) -> tuple[Attempt, ...]:
        """Return up to ``limit`` attempts, newest first; only older ones than id ``before``."""
        found: tuple[Attempt, ...] = await self._context.run_blocking(
            self._context.store.attempts, _key(endpoint), limit, before
        )
        return found

    def close(self) -> None:
        """Close the database connections."""
        self._context.store.close()

    def _secret(self) -> str:
        return as_secret(self._new_secret())


def _key(endpoint: Endpoint) -> Key:
    return Key(endpoint.workspace, endpoint.id)
