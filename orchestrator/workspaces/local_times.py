"""What time it is where a number is. The time zones come from the system, or from ``tzdata``."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hookflash.domain.policy.phone import time_zones_of
from hookflash.domain.policy.texting import LocalTime
from hookflash.domain.workspace.precautions import QuietHours, local_time


def local_time_of(hours: QuietHours, contact: str | None, now: datetime) -> LocalTime:
    """The time for ``contact`` at ``now``, in every zone in which its number may be."""
    there: dict[str, datetime] = {}
    for zone in time_zones_of(contact) if contact is not None else ():
        try:
            there[zone] = now.astimezone(ZoneInfo(zone))
        except ZoneInfoNotFoundError:
            continue
    return local_time(hours, there)
