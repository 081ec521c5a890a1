"""Phone numbers as people read them."""

from functools import cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat


@cache
def spoken(number: str) -> str:
    """A number (E.164) with its parts apart, as it is; whatever is no number stays so."""
    try:
        parsed = phonenumbers.parse(number)
    except NumberParseException:
        return number
    return phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)
