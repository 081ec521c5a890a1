"""A provider's report as the command that it is to the call."""

from datetime import datetime

from hookflash.domain.call.commands import Command, EndCall, ReportLeg, ReportSms, ReportVoicemail
from hookflash.orchestrator.ports.reports import Ended, LegStatus, Recording, Report, TextStatus

COMMANDS: dict[type[Report], type[Command]] = {
    TextStatus: ReportSms,
    LegStatus: ReportLeg,
    Recording: ReportVoicemail,
    Ended: EndCall,
}


def command_for(report: Report, message_id: str, at: datetime) -> Command:
    """The command that enters ``report``, under the id it counts once by."""
    data = report.model_dump(exclude={"message_id"})
    return COMMANDS[type(report)].model_validate({"id": message_id, "at": at, **data})
