"""Lists, page by page, newest first."""

from collections.abc import Iterable
from typing import Annotated, Final, Generic, TypeVar

from fastapi import Query

from hookflash.domain.value import Value

MAX_POSITION: Final = 2**63 - 1
T = TypeVar("T")

Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
Before = Annotated[
    int | None,
    Query(ge=1, le=MAX_POSITION, description="The ``next`` of the page before this one."),
]


class Page(Value, Generic[T]):
    """Some of a list; ``next`` is the ``before`` of the next page, None after the last."""

    items: tuple[T, ...]
    next: int | None


def page(found: tuple[T, ...], limit: int, position: str) -> Page[T]:
    """A page of ``found``; the attribute ``position`` of the last one leads on."""
    more = len(found) == limit
    return Page(items=found, next=getattr(found[-1], position) if more else None)


def whole(found: Iterable[T | None]) -> Page[T]:
    """A list that is never long, in one page."""
    return Page(items=tuple(one for one in found if one is not None), next=None)
