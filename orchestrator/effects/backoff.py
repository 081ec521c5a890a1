"""How long to wait before a provider that took nothing is asked again."""

from tenacity import RetryCallState
from tenacity.wait import wait_exponential

_GROWING = wait_exponential(multiplier=0.5, max=8.0)


def backoff(effect_key: str, attempt: int) -> float:
    """Seconds before the attempt after ``attempt``: half to all of an exponential wait.

    The jitter comes from the key, not from chance: workers spread out, and a run repeats.
    """
    state = RetryCallState(retry_object=None, fn=None, args=(), kwargs={})  # type: ignore[arg-type]
    state.attempt_number = attempt
    spread = int(effect_key[:8], 16) / 0xFFFF_FFFF
    return _GROWING(state) * (0.5 + 0.5 * spread)
