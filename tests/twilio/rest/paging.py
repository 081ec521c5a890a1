"""Lists as Twilio pages them."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from aiohttp import web

T = TypeVar("T")

PAGE_SIZE = 50
LARGEST_PAGE = 1000


def page(
    request: web.Request, key: str, found: Sequence[T], shown: Callable[[T], dict[str, Any]]
) -> dict[str, Any]:
    """Return one page of ``found``, newest first, with the addresses of its neighbours."""
    size = min(int(request.query.get("PageSize", PAGE_SIZE)), LARGEST_PAGE)
    number = int(request.query.get("Page", 0))
    part = found[number * size : (number + 1) * size]
    more = len(found) > (number + 1) * size
    return {
        key: [shown(one) for one in part],
        "page": number,
        "page_size": size,
        "start": number * size,
        "end": number * size + max(0, len(part) - 1),
        "uri": _uri(request, number, size),
        "first_page_uri": _uri(request, 0, size),
        "next_page_uri": _uri(request, number + 1, size) if more else None,
        "previous_page_uri": _uri(request, number - 1, size) if number else None,
    }


def _uri(request: web.Request, number: int, size: int) -> str:
    query = {**request.query, "Page": str(number), "PageSize": str(size)}
    return f"{request.path}?{urlencode(query)}"


def meta_page(
    request: web.Request, key: str, found: Sequence[T], shown: Callable[[T], dict[str, Any]]
) -> dict[str, Any]:
    """Return a list as the newer APIs do: with its paging under ``meta``."""
    url = str(request.url)
    meta = {
        "page": 0,
        "page_size": PAGE_SIZE,
        "first_page_url": url,
        "previous_page_url": None,
        "next_page_url": None,
        "url": url,
        "key": key,
    }
    return {"meta": meta, key: [shown(one) for one in found]}
