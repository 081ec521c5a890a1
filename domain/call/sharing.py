"""Has the calls in memory share what is equal on many of them, such as a number's greeting."""

from collections.abc import Hashable
from functools import lru_cache
from typing import Final, TypeVar, cast

T = TypeVar("T", bound=Hashable)
SHARED: Final = 8_192
"""The values used last that are shared; there are a few in each version of a number's flow."""


def shared(value: T) -> T:
    """The first known value equal to ``value``, which must not be changed."""
    return cast("T", _first(value))


@lru_cache(SHARED)
def _first(value: T) -> T:
    return value
