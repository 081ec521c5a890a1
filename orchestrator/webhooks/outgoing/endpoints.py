"""Reads and writes the webhook endpoints of all workspaces."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import reduce
from typing import Final

from hookflash.domain.errors import HookflashError
from hookflash.domain.event import Actor, Event
from hookflash.domain.idempotency import refuse_reuse
from hookflash.domain.webhook.endpoint import Endpoint, Endpoints, evolve
from hookflash.domain.webhook.events import (
    DIRECTORY,
    WebhookEvent,
    WebhookSecretIssued,
    WebhooksOpened,
    webhook_stream,
)
from hookflash.domain.webhook.saving import (
    MAX_ENDPOINTS,
    ChangeRequest,
    EndpointForm,
    disable,
    issue_secret,
    remove,
    save,
)
from hookflash.orchestrator.log.decide_and_append import decide_and_append
from hookflash.orchestrator.log.protocol import Log
from hookflash.orchestrator.ports.clock import Clock

GONE: Final = "The receiver said that it is gone for good (410)."
"""Why an endpoint is disabled. Stored: never reword."""
Decide = Callable[[Endpoints, ChangeRequest], Sequence[WebhookEvent]]


class NoSuchEndpoint(HookflashError, LookupError):
    """The endpoint was removed or never existed."""


class NoSuchDelivery(HookflashError, LookupError):
    """The delivery log of the endpoint does not have the attempt, or not any more."""


class NotSentAgain(HookflashError, ValueError):
    """An attempt cannot be repeated; the text says why, and what to do instead."""


class TooManyEndpoints(HookflashError, ValueError):
    """The workspace has the maximum number of endpoints."""


class EndpointBook:
    """Endpoints, read from the log, so that changes by other workers are seen."""

    def __init__(self, log: Log, clock: Clock) -> None:
        self._log = log
        self._clock = clock
        self._known: dict[str, Endpoints] = {}

    async def workspaces(self) -> list[str]:
        """Return the workspaces that ever had an endpoint."""
        opened = await self._log.read_stream(DIRECTORY)
        return [event.workspace for event in opened if isinstance(event, WebhooksOpened)]

    async def of(self, workspace: str) -> Endpoints:
        """Return a workspace's endpoints."""
        known = self._known.get(workspace, Endpoints())
        for event in await self._log.read_stream(webhook_stream(workspace), known.position):
            known = self._known[workspace] = evolve(known, event)
        return known

    async def one(self, workspace: str, endpoint: str) -> Endpoint:
        """Return an endpoint by its id. Raises :class:`NoSuchEndpoint`."""
        return _in(await self.of(workspace), endpoint)

    async def history(self, workspace: str) -> Sequence[Event]:
        """Return every event of a workspace's endpoints."""
        return await self._log.read_stream(webhook_stream(workspace))

    async def create(
        self, workspace: str, endpoint: str, form: EndpointForm, *, secret: str, command: str
    ) -> WebhookSecretIssued:
        """Create an endpoint with its first secret. Raises :class:`TooManyEndpoints`."""

        def made(now: Endpoints, wish: ChangeRequest) -> list[WebhookEvent]:
            if len(now.by_id) >= MAX_ENDPOINTS:
                raise TooManyEndpoints
            saved = save(now, wish, endpoint, form)
            then = reduce(evolve, saved, now)
            return [*saved, issue_secret(then, wish, endpoint, secret, timedelta())]

        return _issued(await self._do(workspace, command, made))

    async def change(self, endpoint: Endpoint, form: EndpointForm, command: str) -> Endpoint:
        """Replace an endpoint's settings with ``form``. Raises :class:`NoSuchEndpoint`."""

        def changed(now: Endpoints, wish: ChangeRequest) -> Sequence[WebhookEvent]:
            return save(now, wish, _in(now, endpoint.id).id, form)

        await self._do(endpoint.workspace, command, changed)
        return await self.one(endpoint.workspace, endpoint.id)

    async def rotate(
        self, endpoint: Endpoint, secret: str, overlap: timedelta, command: str
    ) -> WebhookSecretIssued:
        """Sign with ``secret`` from now on, and with the old ones for ``overlap`` more.

        Raises :class:`NoSuchEndpoint`.
        """

        def rotated(now: Endpoints, wish: ChangeRequest) -> Sequence[WebhookEvent]:
            return [issue_secret(now, wish, _in(now, endpoint.id).id, secret, overlap)]

        return _issued(await self._do(endpoint.workspace, command, rotated))

    async def disable(self, workspace: str, endpoint: str, reason: str, cause: str) -> None:
        """Disable an endpoint on Hookflash's own decision, not an operator's."""
        await self._do(workspace, cause, lambda now, wish: disable(now, wish, endpoint, reason))

    async def disable_gone(self, endpoint: Endpoint, message: str, at: datetime) -> None:
        """Disable an endpoint that answered ``message``, sent ``at`` that time, with 410.

        The time tells this answer from one to the same message before the endpoint was enabled.
        """
        cause = f"gone/{endpoint.id}/{message}/{at.isoformat()}"
        await self.disable(endpoint.workspace, endpoint.id, GONE, cause)

    async def remove(self, workspace: str, endpoint: str, command: str) -> None:
        """Remove an endpoint; does nothing if it does not exist."""
        await self._do(workspace, command, lambda now, wish: remove(now, wish, endpoint))

    async def _do(self, workspace: str, command: str, decide: Decide) -> list[Event]:
        """Append the decided events; a repeated command returns the events of the first time.

        Raises ``NameReused`` if another kind of change used the same command id.
        """
        done: list[Event] = []

        async def decide_now() -> Sequence[Event]:
            history = await self.history(workspace)
            refuse_reuse(command, (event.cause for event in history))
            done[:] = [event for event in history if event.cause == command]
            if done:
                return ()
            wish = ChangeRequest(id=command, at=self._clock.now(), workspace=workspace)
            done[:] = decide(reduce(evolve, history, Endpoints()), wish)
            opening = await self._opening(wish) if done and not history else ()
            return [*opening, *done]

        await decide_and_append(self._log, decide_now)
        return done

    async def _opening(self, wish: ChangeRequest) -> Sequence[Event]:
        listed = await self._log.read_stream(DIRECTORY)
        opened = WebhooksOpened(
            workspace=wish.workspace,
            position=len(listed) + 1,
            at=wish.at,
            by=Actor.OPERATOR,
            cause=wish.id,
        )
        return (opened,)


def _in(endpoints: Endpoints, endpoint: str) -> Endpoint:
    if endpoint not in endpoints.by_id:
        raise NoSuchEndpoint(endpoint)
    return endpoints.by_id[endpoint]


def _issued(events: Sequence[Event]) -> WebhookSecretIssued:
    (issued,) = (event for event in events if isinstance(event, WebhookSecretIssued))
    return issued
