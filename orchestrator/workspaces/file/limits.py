"""Reads the limits of a workspace file, and its time zone."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from hookflash.domain.policy.limits import MOST, UTC, Limits
from hookflash.domain.policy.phone import e164
from hookflash.domain.policy.regions import is_region, special_range
from hookflash.domain.problem import Problem
from hookflash.domain.workspace.names import closest
from hookflash.orchestrator.workspaces.file.node_reader import NodeReader, read_field

_LISTS: Final = ("regions", "shared_cost")
_COUNTS: Final = tuple(name for name in Limits.model_fields if name not in _LISTS)
_count = partial(NodeReader.integer, least=0, most=MOST)


def read_limits(fields: Mapping[str, NodeReader]) -> tuple[Limits, str]:
    """Read the limits and the time zone from the fields of a workspace."""
    limits = read_field(fields, "limits", _limits, Limits())
    return limits, read_field(fields, "time_zone", _time_zone, UTC)


def _limits(reader: NodeReader) -> Limits:
    fields = reader.fields({}, (*_LISTS, *_COUNTS))
    default = dict(Limits())
    counts = {name: read_field(fields, name, _count, default[name]) for name in _COUNTS}
    return Limits.model_validate(
        {
            "regions": read_field(fields, "regions", partial(_list, read=_region), ()),
            "shared_cost": read_field(fields, "shared_cost", partial(_list, read=_shared), ()),
            **counts,
        }
    )


def _list(reader: NodeReader, read: Callable[[NodeReader], str | None]) -> tuple[str, ...]:
    found = (read(item) for item in reader.items())
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _region(reader: NodeReader) -> str | None:
    written = reader.text()
    if written is None or is_region(written.upper()):
        return written.upper() if written else None
    right = "Write the two letters of a country or territory, e.g. MX."
    reader.refuse(f"“{written}” is not the code of a region", right)
    return None


def _shared(reader: NodeReader) -> str | None:
    written = reader.text()
    number = e164(written) if written else None
    if isinstance(number, Problem):
        reader.report(number)
        return None
    if number is not None and special_range(number) != "shared_cost":
        reader.refuse(f"{number} is not a shared-cost number", "Remove it from this list.")
        return None
    return number


def _time_zone(reader: NodeReader) -> str | None:
    written = reader.text()
    if written is None:
        return None
    try:
        return ZoneInfo(written).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = closest(written, available_timezones())
        right = f"Did you mean “{near}”?" if near else "Write an IANA name, e.g. America/New_York."
        reader.refuse(f"“{written}” is not a time zone", right)
        return None
