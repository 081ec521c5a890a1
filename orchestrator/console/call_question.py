"""What the Calls page is asked: the filters, the order and the page, as its address has them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, get_args
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError
from starlette.datastructures import QueryParams

from hookflash import CallView
from hookflash.orchestrator.call_views import PASSING
from hookflash.orchestrator.console.navigation import address
from hookflash.projections.calls import period
from hookflash.projections.calls.filter import NEWEST_FIRST, CallFilter, CallSort

PAGE: Final = 25
"""Calls on one page: what fits on a screen. The browser takes longest for the rows."""
MOST_PAGES: Final = 1_000_000
_REPEATED: Final = ("outcome", "reason", "number", "job", "action")
_ONCE: Final = ("q", "follow_up", "contact", "since", "until", "test", "state")
NAMES: Final = (*_ONCE, *_REPEATED)
"""The filters, by their names in ``GET /v1/calls`` and in the address."""
_FLAG: Final = TypeAdapter(bool)
Raw = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class CallQuestion:
    """The filters as they are written in the address, the order, the page and the call shown.

    Every question is another address, so that what is shown can be shared and comes back.
    """

    raw: Raw = field(default_factory=dict)
    sort: CallSort = NEWEST_FIRST
    page: int = 1
    call: str = ""

    def values(self, name: str) -> tuple[str, ...]:
        """The values of a filter, as they are written."""
        return self.raw.get(name, ())

    def value(self, name: str) -> str:
        """The value of a filter that has one; empty if it is not set."""
        return next(iter(self.values(name)), "")

    @property
    def narrowed(self) -> bool:
        """Whether any filter is set."""
        return bool(self.raw)

    def narrow(self, **filters: tuple[str, ...]) -> "CallQuestion":
        """The question with other filters, from its first page on."""
        raw = {name: values for name, values in {**self.raw, **filters}.items() if any(values)}
        return CallQuestion(raw, self.sort)

    def toggle(self, name: str, value: str) -> "CallQuestion":
        """The question with ``value`` taken into a filter, or out of it."""
        now = self.values(name)
        without = tuple(one for one in now if one != value)
        return self.narrow(**{name: without if value in now else (*now, value)})

    def turn(self, page: int) -> "CallQuestion":
        """Another page of the same list."""
        return replace(self, page=max(1, page), call="")

    def show(self, call: str) -> "CallQuestion":
        """The same page with the preview of ``call``."""
        return replace(self, call=call)

    def order(self, sort: CallSort) -> "CallQuestion":
        """The same calls in another order."""
        return replace(self, sort=sort, page=1)

    def where(self, zone: ZoneInfo) -> CallFilter:
        """The filter; days are those of ``zone``."""
        return CallFilter.model_validate(_read(self.raw, zone))

    def lasting(self) -> "CallQuestion":
        """The part of the question that a saved view keeps: no words, callers or dates."""
        raw = {name: values for name, values in self.raw.items() if name not in PASSING}
        return CallQuestion(raw, self.sort)

    def query(self) -> str:
        """The filters and the order as the query of an address."""
        pairs = [(name, value) for name in NAMES for value in self.values(name)]
        if self.sort != NEWEST_FIRST:
            pairs.append(("sort", self.sort))
        return urlencode(pairs)

    def address(self) -> str:
        """The address of the page."""
        place = {"page": self.page if self.page > 1 else "", "call": self.call}
        parts = (self.query(), urlencode({name: at for name, at in place.items() if at}))
        query = "&".join(filter(None, parts))
        return address("/calls") + (f"?{query}" if query else "")


def question_of(view: CallView) -> CallQuestion:
    """The question of a saved view."""
    kept = view.where.model_dump(mode="json", exclude_defaults=True)
    raw = {name: _written(value) for name, value in kept.items()}
    return CallQuestion(raw, view.sort)


def _written(value: Any) -> tuple[str, ...]:
    if isinstance(value, bool):
        return (str(value).lower(),)
    return (value,) if isinstance(value, str) else tuple(value)


def read_question(parameters: QueryParams, zone: ZoneInfo) -> CallQuestion:
    """Read the question in an address; what is not valid in it is left out."""
    raw: dict[str, tuple[str, ...]] = {}
    for name in NAMES:
        written = [value for value in parameters.getlist(name) if _is_valid(name, value, zone)]
        if written:
            raw[name] = tuple(dict.fromkeys(written if name in _REPEATED else written[:1]))
    if not _fits(raw, zone):
        raw.pop("until", None)
    sort, page = parameters.get("sort", ""), parameters.get("page", "")
    return CallQuestion(
        raw if _fits(raw, zone) else {},
        sort if sort in get_args(CallSort) else NEWEST_FIRST,  # type: ignore[arg-type]
        min(int(page), MOST_PAGES) if page.isdecimal() and int(page) else 1,
        parameters.get("call", "")[:300],
    )


def _is_valid(name: str, value: str, zone: ZoneInfo) -> bool:
    return bool(value) and _fits({name: (value,)}, zone)


def _fits(raw: Raw, zone: ZoneInfo) -> bool:
    try:
        CallFilter.model_validate(_read(raw, zone))
    except (ValueError, ValidationError):
        return False
    return True


def _read(raw: Raw, zone: ZoneInfo) -> dict[str, Any]:
    """The fields of a filter. Raises ``ValueError``."""
    read: dict[str, Any] = {name: raw[name] for name in _REPEATED if name in raw}
    for name in _ONCE:
        if name in raw:
            read[name] = _READ.get(name, lambda value, _: value)(raw[name][0], zone)
    return read


_READ: Final[dict[str, Any]] = {
    "since": period.since,
    "until": period.until,
    "follow_up": lambda value, _: _FLAG.validate_python(value),
    "test": lambda value, _: _FLAG.validate_python(value),
}
