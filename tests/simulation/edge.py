"""How what a host says comes in over HTTP: its clock may differ from ours."""

import asyncio
from datetime import datetime, timedelta

from hookflash.orchestrator.ports import host_clock
from hookflash.orchestrator.ports.reports import Report, Spoken
from hookflash.orchestrator.simulation.virtual_time import EPOCH


def moment(at: datetime, skew: float) -> datetime:
    """A moment by a clock that is ``skew`` seconds ahead, sent now, as the core gets to know it."""
    received = _now()
    sent_at, said = (time + timedelta(seconds=skew) for time in (received, at))
    return host_clock.moment_on_our_clock(said, host_clock.host_ahead(sent_at, received), received)


def report_of(report: Report, skew: float) -> Report:
    """A report, likewise."""
    if not isinstance(report, Spoken):
        return report
    received = _now()
    by = timedelta(seconds=skew)
    ahead = host_clock.host_ahead(received + by, received)
    times = {"began_at": report.began_at + by, "ended_at": report.ended_at + by}
    return host_clock.played_on_our_clock(report.model_copy(update=times), ahead, received)


def _now() -> datetime:
    return EPOCH + timedelta(seconds=asyncio.get_running_loop().time())
