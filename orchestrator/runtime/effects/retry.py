"""Backoff, and the retries of idempotent requests."""

from collections.abc import Awaitable, Callable

from tenacity import AsyncRetrying, RetryCallState, stop_after_attempt
from tenacity.wait import wait_exponential

from hookflash.domain.call.effects import HangUp, ReleasePhone, StopRecording
from hookflash.orchestrator.ports.clock import Clock

TRIES = 8
"""About half a minute. After that the recovery sweep asks the provider again."""
_GROWING = wait_exponential(multiplier=0.5, max=8.0)


def backoff(effect_key: str, attempt: int) -> float:
    """Seconds to wait after attempt number ``attempt``: half to all of an exponential wait.

    The jitter is derived from the key, not drawn: workers spread out, and a run can be repeated.
    """
    state = RetryCallState(retry_object=None, fn=None, args=(), kwargs={})  # type: ignore[arg-type]
    state.attempt_number = attempt
    spread = int(effect_key[:8], 16) / 0xFFFF_FFFF
    return _GROWING(state) * (0.5 + 0.5 * spread)


async def retry_idempotent(
    effect: ReleasePhone | HangUp | StopRecording,
    request: Callable[[], Awaitable[None]],
    clock: Clock,
) -> None:
    """Repeat ``request`` until it succeeds; raises what the last of ``TRIES`` raised."""

    def wait(state: RetryCallState) -> float:
        return backoff(effect.effect_key, state.attempt_number)

    retrying = AsyncRetrying(
        sleep=clock.sleep, wait=wait, stop=stop_after_attempt(TRIES), reraise=True
    )
    await retrying(request)
