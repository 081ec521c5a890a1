"""The retry schedule of a failed delivery."""

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
"""Seconds to wait after each failure, as Standard Webhooks recommends: three days in total."""
SPREAD: Final = 0.2
"""The largest jitter, as a share of the wait."""
_WAIT: Final = wait_chain(*map(wait_fixed, SCHEDULE))
_STOP: Final = stop_after_attempt(len(SCHEDULE) + 1)


def next_wait(message_id: str, attempt: int) -> float | None:
    """Return the seconds to wait after failed ``attempt`` (from 1); None after the last one.

    Jitter of up to ``SPREAD`` spreads out retries that failed together. It is derived from the
    message id rather than drawn at random, so that a run is reproducible.
    """
    state = RetryCallState(retry_object=None, fn=None, args=(), kwargs={})  # type: ignore[arg-type]
    state.attempt_number = attempt
    if _STOP(state):
        return None
    return _WAIT(state) * (1 + SPREAD * crc32(f"{message_id}/{attempt}".encode()) / 0xFFFF_FFFF)
