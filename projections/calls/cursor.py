"""Where a sorted list of calls continues: an opaque text that names the last call of a page."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated, Any, Final

from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import to_json
from sqlalchemy import Column, ColumnElement, FromClause, UnaryExpression, literal, tuple_

from hookflash.domain.errors import HookflashError
from hookflash.projections.calls.filter import CallSort, ListedOutcome
from hookflash.projections.calls.listed import LISTED

LONGEST: Final = 200
_Position = Annotated[int, Field(strict=True, ge=0, lt=2**63)]
_COLUMNS: Final[dict[str, tuple[Column[Any], Any]]] = {
    "received": (LISTED.c.log_position, _Position),
    "duration": (LISTED.c.seconds, Annotated[float, Field(allow_inf_nan=False)]),
    "outcome": (LISTED.c.outcome, ListedOutcome),
    "events": (LISTED.c.events, Annotated[int, Field(strict=True, ge=0, lt=2**31)]),
}
_LASTS: Final = {
    name: TypeAdapter[tuple[str, Any, int]](tuple[str, kind, _Position])  # type: ignore[valid-type]
    for name, (_, kind) in _COLUMNS.items()
}


class BadCursor(HookflashError, ValueError):
    """A cursor that no page in this order gave."""


def order_of(sort: CallSort, rows: FromClause) -> list[UnaryExpression[Any]]:
    """The order of ``rows``; equal calls come as they were received, in the same direction."""
    columns = (rows.c[_column(sort).name], rows.c.log_position)
    return [column.desc() if sort.startswith("-") else column.asc() for column in columns]


def write_cursor(sort: CallSort, value: float | str, log_position: int) -> str:
    """Name the last call of a page: its ``value`` in the order, and where it begins in the log."""
    return urlsafe_b64encode(to_json((sort, value, log_position))).decode().rstrip("=")


def beyond(sort: CallSort, cursor: str) -> ColumnElement[bool]:
    """The condition that calls of the next page meet. Raises :class:`BadCursor`."""
    value, log_position = _read(sort, cursor)
    place = tuple_(_column(sort), LISTED.c.log_position)
    last = tuple_(literal(value), literal(log_position))
    return place < last if sort.startswith("-") else place > last


def _read(sort: CallSort, cursor: str) -> tuple[Any, int]:
    try:
        written = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        of, value, log_position = _LASTS[sort.removeprefix("-")].validate_json(written)
    except (ValueError, ValidationError) as error:
        raise BadCursor("it is not one that a page in this order gave") from error
    if of != sort:
        raise BadCursor(f"it belongs to a list sorted by {of}")
    return value, log_position


def _column(sort: CallSort) -> Column[Any]:
    return _COLUMNS[sort.removeprefix("-")][0]
