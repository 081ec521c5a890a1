"""Requests that do no harm when made twice are made until they are taken."""

from collections.abc import Awaitable, Callable

from tenacity import AsyncRetrying, RetryCallState, stop_after_attempt

from hookflash.domain.call.effects import HangUp, ReleasePhone
from hookflash.orchestrator.effects.backoff import backoff
from hookflash.orchestrator.ports.clock import Clock

TRIES = 8
"""About half a minute. A provider that is away for longer is asked again by whoever sweeps."""


async def insist(
    effect: ReleasePhone | HangUp, request: Callable[[], Awaitable[None]], clock: Clock
) -> None:
    """Make ``request`` until it does not raise; raises what the last of ``TRIES`` raised."""

    def wait(state: RetryCallState) -> float:
        return backoff(effect.effect_key, state.attempt_number)

    retrying = AsyncRetrying(
        sleep=clock.sleep, wait=wait, stop=stop_after_attempt(TRIES), reraise=True
    )
    await retrying(request)
