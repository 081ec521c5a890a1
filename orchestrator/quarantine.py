"""Keeps reports for calls that the log does not have."""

import structlog

from hookflash.domain.event import Actor
from hookflash.domain.quarantine.events import ReportQuarantined, quarantine_stream
from hookflash.orchestrator.calls import Log
from hookflash.orchestrator.log.errors import Conflict
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.reports import Report

logger = structlog.get_logger(__name__)


class Quarantine:
    """Where a report goes whose call nobody knows; the same report is kept once."""

    def __init__(self, log: Log, clock: Clock) -> None:
        self._log = log
        self._clock = clock

    async def keep(self, call_id: str, report: Report, message_id: str) -> None:
        """Record it, unless ``message_id`` is here already."""
        while True:
            kept = await self._log.read_stream(quarantine_stream(call_id))
            if any(event.cause == message_id for event in kept):
                return
            event = ReportQuarantined(
                call_id=call_id,
                position=len(kept) + 1,
                at=self._clock.now(),
                by=Actor.PROVIDER,
                cause=message_id,
                report=type(report).__name__,
                data=report.model_dump(mode="json"),
            )
            try:
                await self._log.append([event])
            except Conflict:
                continue
            logger.warning("report_quarantined", call_id=call_id, report=event.report)
            return
