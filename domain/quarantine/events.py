"""Keeps reports about calls that are not in the log, instead of dropping them."""

from typing import ClassVar

from hookflash.domain.event import Event


class ReportQuarantined(Event):
    """A provider's report named an unknown call. Each such ``call_id`` has its own stream."""

    TOPIC: ClassVar[str] = "quarantine.report_quarantined.v1"

    call_id: str
    report: str
    data: dict[str, object]

    @property
    def stream(self) -> str:
        """``<workspace>.quarantine.<rest of the call's id>``."""
        return quarantine_stream(self.call_id)


def quarantine_stream(call_id: str) -> str:
    """The stream for reports about one unknown call."""
    workspace, _, rest = call_id.partition(".")
    return f"{workspace}.quarantine.{rest}"
