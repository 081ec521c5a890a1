"""Times by the host's clock in requests, and the header that tells how far it is off."""

import re
from datetime import datetime, timedelta
from typing import Annotated, Final, NamedTuple

from fastapi import Depends, Header
from pydantic import AwareDatetime, BeforeValidator
from pydantic_core import PydanticCustomError

from hookflash.orchestrator.http.auth import Center
from hookflash.orchestrator.http.idempotency import CommandId
from hookflash.orchestrator.http.problems import at_fault
from hookflash.orchestrator.ports.host_clock import (
    host_ahead,
    moment_on_our_clock,
    played_on_our_clock,
)
from hookflash.orchestrator.ports.reports import Spoken

HEADER: Final = "Hookflash-Sent-At"
MOST_AHEAD: Final = timedelta(days=1)


def _as_written(time: object) -> object:
    """Reject a bare number, which pydantic would read as seconds since 1970."""
    if isinstance(time, str) and re.match(r"\d{4}-", time):
        return time
    raise PydanticCustomError("datetime_type", "not written as a time")


Time = Annotated[AwareDatetime, BeforeValidator(_as_written)]


class _Sent(NamedTuple):
    """A command with its id, from a host whose clock is ``ahead`` of ours."""

    id: str
    ahead: timedelta
    received: datetime

    def moment(self, at: datetime | None) -> datetime | None:
        """A time by the host's clock, by ours."""
        return moment_on_our_clock(at, self.ahead, self.received) if at else None

    def played(self, report: Spoken) -> Spoken:
        """The report with its times by our clock."""
        return played_on_our_clock(report, self.ahead, self.received)


async def _sent(
    command: CommandId,
    center: Center,
    sent_at: Annotated[
        Time | None,
        Header(
            alias=HEADER,
            description="When this attempt is sent, by the clock of the times in the body.",
        ),
    ] = None,
) -> _Sent:
    received = center.now()
    ahead = host_ahead(sent_at, received) if sent_at else timedelta()
    if abs(ahead) > MOST_AHEAD:
        wrong = "is more than a day from this server's time"
        raise at_fault(HEADER, wrong, "Send the current time, or leave the header out.")
    return _Sent(command, ahead, received)


ByHostClock = Annotated[_Sent, Depends(_sent)]
"""The command id, and the correction of the times in the body."""
