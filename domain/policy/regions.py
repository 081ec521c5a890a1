"""Which regions, and which ranges of numbers, an action may dial or text.

A region is a country or territory of its own numbering, by its ISO code: the US, Canada and
Jamaica are three, although all begin with +1 (docs/explanation/limits.md).
"""

from collections.abc import Collection
from functools import lru_cache
from typing import Final

from hookflash.domain.policy.phone import number_type

NORTH_AMERICA: Final = ("CA", "US")
"""Regions whose numbers may dial each other unless the workspace says otherwise."""

_RANGES: Final = {
    870: "satellite",
    878: "personal",
    881: "satellite",
    882: "satellite",
    883: "satellite",
    979: "premium_rate",
    808: "shared_cost",
}
"""Country codes that belong to no region. 882 and 883 are satellite and other global networks."""
_TYPES: Final = {
    "PREMIUM_RATE": "premium_rate",
    "SHARED_COST": "shared_cost",
    "PERSONAL_NUMBER": "personal",
    "PAGER": "pager",
}
_NO_REGION: Final = ("", "001", "ZZ")


@lru_cache(maxsize=4_096)
def region_of(number: str) -> str:
    """The region of an E.164 number, such as ``US``; empty for one that belongs to none."""
    import phonenumbers  # noqa: PLC0415 - slow to load

    try:
        found = phonenumbers.region_code_for_number(phonenumbers.parse(number)) or ""
    except phonenumbers.NumberParseException:
        return ""
    return "" if found in _NO_REGION else found


@lru_cache(maxsize=4_096)
def special_range(number: str) -> str:
    """The kind of range that an E.164 number is in; empty for an ordinary number.

    One of ``satellite``, ``personal``, ``premium_rate``, ``shared_cost`` or ``pager``.
    """
    import phonenumbers  # noqa: PLC0415 - slow to load

    try:
        code = phonenumbers.parse(number).country_code
    except phonenumbers.NumberParseException:
        return ""
    return _RANGES.get(code or 0) or _TYPES.get(number_type(number), "")


def allowed_regions(number: str, named: Collection[str] = ()) -> tuple[str, ...]:
    """The regions that may be dialled and texted from a business number (E.164), sorted.

    The US and Canada from a number of either, otherwise the number's own; and those in ``named``.
    """
    own = region_of(number)
    usual = NORTH_AMERICA if own in NORTH_AMERICA else (own,)
    return tuple(sorted({*usual, *named} - {""}))


def is_region(code: str) -> bool:
    """Whether ``code`` is the code of a region, in capital letters."""
    import phonenumbers  # noqa: PLC0415 - slow to load

    return code in phonenumbers.SUPPORTED_REGIONS
