"""Formats phone numbers for people."""

import re
from functools import cache
from typing import Final

import phonenumbers
from markupsafe import Markup
from phonenumbers import NumberParseException, PhoneNumberFormat

from hookflash.domain.policy.contact_key import is_number
from hookflash.orchestrator.console.markup import tag
from hookflash.projections.calls.queries import ANONYMOUS

_NORTH_AMERICA: Final = 1
"""The country code whose numbers are written as ``+1 (415) 555-0199``."""
_AMONG_WORDS: Final = re.compile(r"\+[1-9]\d{7,14}\b")


@cache
def format_number(number: str) -> str:
    """Format an E.164 number for reading; other text is returned unchanged."""
    if not is_number(number):
        return number
    try:
        parsed = phonenumbers.parse(number)
    except NumberParseException:
        return number
    if parsed.country_code == _NORTH_AMERICA:
        return f"+1 {phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL)}"
    return phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)


def format_numbers_in(words: str) -> str:
    """Format every E.164 number in ``words``."""
    return _AMONG_WORDS.sub(lambda found: format_number(found[0]), words)


def contact_name(contact: str) -> str:
    """Return a contact's formatted number, or “Withheld number”."""
    return "Withheld number" if contact == ANONYMOUS else format_number(contact)


def number(contact: str) -> Markup:
    """Return a contact as HTML; the E.164 number is its tooltip."""
    shown = contact_name(contact)
    dialled = None if contact in (shown, ANONYMOUS) else contact
    return tag("span", shown, class_="hf-number", title=dialled)
