"""A report for a call that the log does not have is kept, not lost (FAULTS 17)."""

from typing import ClassVar

from hookflash.domain.event import Event


class ReportQuarantined(Event):
    """``report`` named ``call_id``, which is not in the log; one stream for each such id."""

    TOPIC: ClassVar[str] = "quarantine.report_quarantined.v1"

    call_id: str
    report: str
    data: dict[str, object]

    @property
    def stream(self) -> str:
        """``<workspace>.quarantine.<rest of the call's id>``."""
        return quarantine_stream(self.call_id)


def quarantine_stream(call_id: str) -> str:
    """Where reports for an unknown call are kept."""
    workspace, _, rest = call_id.partition(".")
    return f"{workspace}.quarantine.{rest}"
