"""Phone numbers: parses what people write into E.164, and tells kinds of numbers apart.

The phonenumbers library is imported by the functions that need it: loading it takes longer than
loading all rules in this package, and many processes never judge a number.
"""

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from hookflash.domain.policy.contact_key import is_number
from hookflash.domain.problem import Problem

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

REGION: Final = "US"
"""The default region for numbers written without a country code."""

_WRITTEN = re.compile(r"[+\uff0b]?[\d\s().\-\u2010-\u2015/]*\d[\s)]*")
_EXTENSION = re.compile(r"(?i)[\s,;]*(?:ext(?:ension)?\b\.?|x|#)\s*\d+\s*")
_FIX: Final = "Write it with its country code, e.g. +14155550100."
_FIX_DIGITS: Final = "Check the digits, and write them with the country code, e.g. +14155550100."
_TEXTABLE: Final = frozenset({"MOBILE", "FIXED_LINE_OR_MOBILE"})


def strip_invisible(text: str) -> str:
    """``text`` without the invisible characters that copying from an address book can add."""
    return "".join(char for char in text if unicodedata.category(char) != "Cf").strip()


def e164(text: str, region: str = REGION) -> str | Problem:
    """Parse a number as people write it; without a country code it is of ``region``.

    The fictional 555-01xx numbers are valid. An extension cannot be dialled, so a number with one
    is a problem; the extension is not dropped.
    """
    written = " ".join(strip_invisible(text).split())
    if not _WRITTEN.fullmatch(written):
        return _unreadable(written)
    import phonenumbers  # noqa: PLC0415 - slow to load

    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException as error:
        unknown_country = error.error_type == error.INVALID_COUNTRY_CODE
        wrong = "has an unknown country code" if unknown_country else "is not a phone number"
        return Problem(wrong=f"“{written}” {wrong}", right=_FIX)
    if not phonenumbers.is_valid_number(number):
        return Problem(wrong=f"“{written}” {_why_invalid(number)}", right=_FIX_DIGITS)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def strip_extension(text: str) -> str:
    """``text`` without an extension such as ``ext. 5`` at its end."""
    found = _EXTENSION.search(text)
    return text[: found.start()] if found and found.end() == len(text) else text


def extension_after(text: str, end: int) -> bool:
    """Whether an extension such as ``ext. 5`` follows the number that ends at ``end``."""
    return _EXTENSION.match(text, end) is not None


@lru_cache(maxsize=256)
def number_type(number: str) -> str:
    """The type of an E.164 number in its country's numbering plan.

    It is the name of a ``phonenumbers.PhoneNumberType``, e.g. ``MOBILE``; ``UNKNOWN`` for text
    that is not a number.
    """
    import phonenumbers  # noqa: PLC0415 - slow to load

    try:
        found = phonenumbers.number_type(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        found = phonenumbers.PhoneNumberType.UNKNOWN
    return phonenumbers.PhoneNumberType.to_string(found)


def region_of(number: str) -> str:
    """The region of an E.164 number, as two letters; empty if there is none."""
    import phonenumbers  # noqa: PLC0415 - slow to load

    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(number)) or ""
    except phonenumbers.NumberParseException:
        return ""


def time_zones_of(number: str) -> tuple[str, ...]:
    """The time zones in which an E.164 number may be, by their IANA names; none if unknown."""
    import phonenumbers  # noqa: PLC0415 - slow to load
    from phonenumbers.timezone import (  # noqa: PLC0415 - as above
        UNKNOWN_TIMEZONE,
        time_zones_for_number,
    )

    try:
        zones = time_zones_for_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return ()
    return tuple(zone for zone in zones if zone != UNKNOWN_TIMEZONE)


def is_emergency(digits: str, region: str) -> bool:
    """Whether ``digits`` are an emergency number in ``region``, such as 911."""
    import phonenumbers  # noqa: PLC0415 - slow to load

    return phonenumbers.is_emergency_number(digits, region)


def is_toll_free(number: str) -> bool:
    """Whether calls to an E.164 number are free of charge for the caller."""
    return number_type(number) == "TOLL_FREE"


def is_textable(number: str) -> bool:
    """Whether an E.164 number may be able to receive texts.

    Landlines, toll-free, premium-rate and other service numbers cannot. The numbering plan of the
    US and Canada does not tell mobiles from landlines, so there every geographic number counts.
    What is not in E.164, such as a SIP address, cannot receive texts either.
    """
    return is_number(number) and number_type(number) in _TEXTABLE


def _unreadable(written: str) -> Problem:
    stem = _EXTENSION.sub("", written)
    if stem != written and _WRITTEN.fullmatch(stem):
        return Problem(
            wrong=f"“{written}” has an extension, which cannot be dialled",
            right="Give a number that rings the person directly.",
        )
    wrong = f"“{written}” is not a phone number" if written else "the phone number is blank"
    return Problem(wrong=wrong, right=_FIX)


def _why_invalid(number: "PhoneNumber") -> str:
    from phonenumbers import (  # noqa: PLC0415 - slow to load
        ValidationResult,
        is_possible_number_with_reason,
    )

    match is_possible_number_with_reason(number):
        case ValidationResult.TOO_SHORT:
            return "is too short"
        case ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
            return "has no area code"
        case ValidationResult.INVALID_LENGTH:
            return "has the wrong number of digits"
        case ValidationResult.TOO_LONG:
            return "is too long"
        case _:
            return "is not a valid phone number"
