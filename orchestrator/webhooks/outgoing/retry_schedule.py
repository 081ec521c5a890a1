"""When a message that was not taken is sent again."""

from typing import Final
from zlib import crc32

from tenacity import RetryCallState, stop_after_attempt, wait_chain, wait_fixed

_MINUTE: Final = 60.0
_HOUR: Final = 60 * _MINUTE
SCHEDULE: Final = (
    5.0,
    5 * _MINUTE,
    30 * _MINUTE,
    *(hours * _HOUR for hours in (2, 5, 10, 14, 20, 24)),
)
"""Seconds after each failure, as Standard Webhooks advises: three days in all."""
SPREAD: Final = 0.2
_WAIT: Final = wait_chain(*map(wait_fixed, SCHEDULE))
_STOP: Final = stop_after_attempt(len(SCHEDULE) + 1)


def next_wait(message_id: str, attempt: int) -> float | None:
    """Seconds after failed ``attempt`` (from 1) until the next; None when it was the last.

    Up to a fifth is added, from the message's id and not from chance: what failed together is not
    sent again all at once, and a run repeats.
    """
    state = RetryCallState(retry_object=None, fn=None, args=(), kwargs={})  # type: ignore[arg-type]
    state.attempt_number = attempt
    if _STOP(state):
        return None
    return _WAIT(state) * (1 + SPREAD * crc32(f"{message_id}/{attempt}".encode()) / 0xFFFF_FFFF)
