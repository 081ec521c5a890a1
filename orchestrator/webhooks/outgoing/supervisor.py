"""Keeps a courier for every endpoint that is switched on."""

import asyncio

from hookflash.domain.webhook.endpoint import Endpoint
from hookflash.domain.webhook.events import WebhookEvent
from hookflash.orchestrator.log.resilience import until_log_closes
from hookflash.orchestrator.webhooks.outgoing.delivery_store import Key
from hookflash.orchestrator.webhooks.outgoing.endpoint_worker import DeliveryContext, EndpointWorker


class DeliverySupervisor:
    """All endpoints of all workspaces, as one worker serves them."""

    def __init__(self, office: DeliveryContext) -> None:
        self._office = office
        self._at_work: dict[Key, tuple[EndpointWorker, asyncio.Task[None]]] = {}

    async def run(self) -> None:
        """Serve them until the log is closed, however often its database is away."""
        fault, sleep = "webhook_endpoints_not_followed", self._office.clock.sleep
        try:
            await until_log_closes(self._follow, fault, sleep)
        finally:
            await self._stop(list(self._at_work))

    async def _follow(self) -> None:
        position = await self._office.log.last_position()
        self._office.pages.begin(position)
        for workspace in await self._office.book.workspaces():
            await self._serve(workspace)
        async for batch in self._office.log.batches(position):
            self._office.pages.add(batch)
            changed = {event.workspace for _, event in batch if isinstance(event, WebhookEvent)}
            for workspace in sorted(changed):
                await self._serve(workspace)

    async def _serve(self, workspace: str) -> None:
        endpoints = (await self._office.book.of(workspace)).by_id.values()
        wanted = {Key(workspace, one.id): one for one in endpoints if one.enabled}
        await self._stop(
            [key for key in self._at_work if key.workspace == workspace and key not in wanted]
        )
        for key, endpoint in wanted.items():
            self._set_to_work(key, endpoint)

    def _set_to_work(self, key: Key, endpoint: Endpoint) -> None:
        if key in self._at_work:
            courier, task = self._at_work[key]
            if not task.done():
                courier.endpoint = endpoint
                return
        courier = EndpointWorker(endpoint, self._office)
        self._at_work[key] = courier, asyncio.create_task(courier.run())

    async def _stop(self, keys: list[Key]) -> None:
        tasks = [self._at_work.pop(key)[1] for key in keys]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
