"""Phone numbers as people read them."""

import re
from functools import cache
from typing import Final

import phonenumbers
from markupsafe import Markup
from phonenumbers import NumberParseException, PhoneNumberFormat

from hookflash.orchestrator.console.markup import tag
from hookflash.projections.calls.queries import ANONYMOUS

_NORTH_AMERICA: Final = 1
"""Its country code: there people write ``+1 (415) 555-0199``."""
_AMONG_WORDS: Final = re.compile(r"\+[1-9]\d{7,14}\b")


@cache
def spoken(number: str) -> str:
    """A number (E.164) with its parts apart, as it is; whatever is no number stays so."""
    try:
        parsed = phonenumbers.parse(number)
    except NumberParseException:
        return number
    if parsed.country_code == _NORTH_AMERICA:
        return f"+1 {phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL)}"
    return phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)


def spoken_in(words: str) -> str:
    """``words`` with the numbers in them as people read them."""
    return _AMONG_WORDS.sub(lambda found: spoken(found[0]), words)


def named(contact: str) -> str:
    """Who is at the other end: a number as people read it, or that it was withheld."""
    return "Withheld number" if contact == ANONYMOUS else spoken(contact)


def number(contact: str) -> Markup:
    """The same in a page; how it is dialled shows when it is pointed at."""
    shown = named(contact)
    dialled = None if contact in (shown, ANONYMOUS) else contact
    return tag("span", shown, class_="hf-number", title=dialled)
