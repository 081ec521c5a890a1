"""Pages of lists, newest first."""

from collections.abc import Iterable
from typing import Annotated, Final, Generic, TypeVar

from fastapi import Query

from hookflash.domain.value import Value

MAX_POSITION: Final = 2**63 - 1
T = TypeVar("T")

Limit = Annotated[int, Query(ge=1, le=200, description="Maximum number of items.")]
Before = Annotated[
    int | None,
    Query(ge=1, le=MAX_POSITION, description="The ``next`` of the previous page."),
]


class Page(Value, Generic[T]):
    """A page of a list; pass ``next`` as ``before`` to get the next page. None on the last."""

    items: tuple[T, ...]
    next: int | None


def page(found: tuple[T, ...], limit: int, position: str) -> Page[T]:
    """Return ``found`` as a page; ``position`` names the attribute that continues the list."""
    more = len(found) == limit
    return Page(items=found, next=getattr(found[-1], position) if more else None)


def whole(found: Iterable[T | None]) -> Page[T]:
    """Return a short list as one page, without its Nones."""
    return Page(items=tuple(one for one in found if one is not None), next=None)
