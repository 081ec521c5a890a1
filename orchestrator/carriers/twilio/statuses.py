"""What Twilio's statuses mean."""

from typing import Final, Literal

from hookflash.domain.call.events.transfers import Unavailability

TextState = Literal["accepted", "sent", "delivered", "undelivered", "failed"]
TEXT_STATUSES: Final[dict[str, TextState]] = {
    "accepted": "accepted",
    "scheduled": "accepted",
    "queued": "accepted",
    "sending": "accepted",
    "sent": "sent",
    "delivered": "delivered",
    "read": "delivered",
    "partially_delivered": "delivered",
    "undelivered": "undelivered",
    "failed": "failed",
    "canceled": "failed",
}
RINGING: Final = ("queued", "initiated", "ringing")
LIVE: Final = (*RINGING, "in-progress")
UNAVAILABLE: Final[dict[str, Unavailability]] = {
    "busy": "busy",
    "no-answer": "no_answer",
    "canceled": "no_answer",
    "failed": "failed",
    "completed": "declined",
}
"""Why a phone that never had the caller is out: ``completed`` was picked up and not accepted."""
