"""Signs of life: what shows that a call still exists, and how long it may go without.

A dead gateway reports nothing, not even the end of its calls (docs/explanation/effects.md).
"""

from datetime import datetime
from typing import Final

from hookflash.domain.call import events as e
from hookflash.domain.call.conversation import CallState

STALE_SECONDS: Final = 900.0
"""A live call without a sign of life for so long is marked on every screen."""
NOTED_SECONDS: Final = 300.0
"""Between two signs of life that are recorded only because the provider was asked.

Far less than ``STALE_SECONDS``, so that a call which the provider confirms is never marked."""
MAY_BE_SILENT: Final[tuple[CallState, ...]] = ("dropped", "ended")
"""States without an expected sign of life: people talk, and nothing of it is reported."""

SIGNS: Final[frozenset[type[e.CallEvent]]] = frozenset(
    {
        e.CallReceived,
        e.CallAnswered,
        e.CallFoundLive,
        e.CallerSpoke,
        e.DigitsPressed,
        e.SpeechAccepted,
        e.SpeechHeard,
        e.TransferAccepted,
        e.TransferConnected,
        e.RecipientRinging,
        e.RecipientAnswered,
        e.RecipientBridged,
        e.RecipientUnavailable,
        e.RecipientStopped,
        e.VoicemailStarted,
        e.VoicemailRecorded,
    }
)
"""Words, keys, and what the telephony tells about the call.

A text's receipt is no sign: its carrier knows nothing of the call. Nor is a transcript, which may
come hours later, nor what this side decides alone."""
_LATE_SIGNS: Final = ("leg_", "speech_")
_OF_AGENT: Final = (e.AgentSpoke, e.AgentSilenced)


def is_sign_of_life(event: e.CallEvent) -> bool:
    """Whether ``event`` shows that the call existed at that moment."""
    if type(event) in SIGNS:
        return True
    if isinstance(event, e.LateReportNoted):
        return event.report.startswith(_LATE_SIGNS)
    return isinstance(event, _OF_AGENT) and event.reported


def is_silent(last_sign_at: datetime, now: datetime) -> bool:
    """Whether the last sign of life was long before ``now``."""
    return (now - last_sign_at).total_seconds() >= STALE_SECONDS


def is_stale(state: CallState, last_sign_at: datetime, now: datetime) -> bool:
    """Whether a call in ``state`` should have given a sign of life long before ``now``."""
    return state not in MAY_BE_SILENT and is_silent(last_sign_at, now)
