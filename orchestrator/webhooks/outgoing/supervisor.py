"""Runs a worker for every enabled endpoint."""

import asyncio

from hookflash.domain.webhook.endpoint import Endpoint
from hookflash.domain.webhook.events import WebhookEvent
from hookflash.orchestrator.log.errors import UnreadableEvent
from hookflash.orchestrator.log.resilience import until_log_closes
from hookflash.orchestrator.telemetry.logs import get_logger
from hookflash.orchestrator.webhooks.outgoing.delivery_store import Key
from hookflash.orchestrator.webhooks.outgoing.endpoint_worker import DeliveryContext, EndpointWorker

logger = get_logger(__name__)


class DeliverySupervisor:
    """Starts, updates and stops the endpoint workers of a process, following the log."""

    def __init__(self, context: DeliveryContext) -> None:
        self._context = context
        self._workers: dict[Key, tuple[EndpointWorker, asyncio.Task[None]]] = {}

    async def run(self) -> None:
        """Supervise until the log is closed; outages of its database are retried."""
        fault, sleep = "webhook_supervision_failed", self._context.clock.sleep
        try:
            await until_log_closes(self._follow, fault, sleep)
        finally:
            await self._stop(list(self._workers))

    async def _follow(self) -> None:
        position = await self._context.log.last_position()
        self._context.reader.start(position)
        for workspace in await self._context.book.workspaces():
            await self._update(workspace)
        async for batch in self._context.log.batches(position):
            self._context.reader.add(batch)
            changed = {event.workspace for _, event in batch if isinstance(event, WebhookEvent)}
            for workspace in sorted(changed):
                await self._update(workspace)

    async def _update(self, workspace: str) -> None:
        try:
            endpoints = (await self._context.book.of(workspace)).by_id.values()
        except UnreadableEvent as error:  # concerns this workspace alone
            logger.error("webhook_endpoints_unreadable", workspace=workspace, error=str(error))  # noqa: TRY400
            return
        wanted = {Key(workspace, one.id): one for one in endpoints if one.enabled}
        await self._stop(
            [key for key in self._workers if key.workspace == workspace and key not in wanted]
        )
        for key, endpoint in wanted.items():
            self._start_or_update(key, endpoint)

    def _start_or_update(self, key: Key, endpoint: Endpoint) -> None:
        if key in self._workers:
            worker, task = self._workers[key]
            if not task.done():
                worker.endpoint = endpoint
                return
        worker = EndpointWorker(endpoint, self._context)
        self._workers[key] = worker, asyncio.create_task(worker.run())

    async def _stop(self, keys: list[Key]) -> None:
        tasks = [self._workers.pop(key)[1] for key in keys]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
