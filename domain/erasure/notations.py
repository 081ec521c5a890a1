"""Finds a contact in text, in every notation of their number or address, and replaces it."""

import re
from functools import lru_cache
from typing import Any, Final

from hookflash.domain.policy.contact_key import is_number, is_pseudonym

FEWEST_CHARACTERS: Final = 7
"""A shorter caller id, such as an extension, may be part of anything: only whole values count."""

_BETWEEN: Final = r"[\s().\-/\u2010-\u2015\u2212]{0,3}"
"""What may separate the digits of a number."""
_IGNORED: Final = " \t\n\r().-/\u00a0\u2010\u2011\u2012\u2013\u2014\u2015\u2212".encode()
"""The bytes of separators. Any text is shorter without them, and no number in it is lost."""
_FULL_WIDTH: Final = "\uff10".encode()[:2]
"""How full-width digits and letters begin in UTF-8."""


class Notations:
    """The notations of one contact."""

    def __init__(self, contact: str) -> None:
        self._contact = contact
        digits, pattern = _number(contact) if is_number(contact) else ("", _address(contact))
        self._digits = digits.encode()
        self._bare = _bare(contact).casefold().encode()
        self._pattern = re.compile(pattern, re.IGNORECASE) if pattern else None

    def may_be_in(self, state: bytes) -> bool:
        """Whether the JSON of an event may mention the contact. Quick; it errs towards True."""
        if self._pattern is None:
            return False
        if not self._digits:
            return self._bare in state.lower()
        return self._digits in state.translate(None, _IGNORED) or _FULL_WIDTH in state

    def replaced(self, value: Any, pseudonym: str) -> Any:
        """``value`` with ``pseudonym`` in every place that named the contact."""
        match value:
            case str():
                return self._text(value, pseudonym)
            case dict():
                return {
                    self.replaced(key, pseudonym): self.replaced(item, pseudonym)
                    for key, item in value.items()
                }
            case list() | tuple():
                return [self.replaced(item, pseudonym) for item in value]
            case _:
                return value

    def _text(self, text: str, pseudonym: str) -> str:
        if text in (self._contact, _bare(self._contact)):
            return pseudonym
        return self._pattern.sub(pseudonym, text) if self._pattern else text


@lru_cache(maxsize=8)
def notations(contact: str) -> Notations:
    """The notations of ``contact``: a number in E.164, or another caller id."""
    return Notations(contact)


def _bare(contact: str) -> str:
    return contact.removeprefix("+") if is_number(contact) else contact.removeprefix("sip:")


def _address(contact: str) -> str:
    if is_pseudonym(contact) or len(_bare(contact)) < FEWEST_CHARACTERS:
        return ""
    return rf"(?:sips?:)?{re.escape(_bare(contact))}"


def _number(contact: str) -> tuple[str, str]:
    """The digits that every notation has, and the pattern of the notations."""
    import phonenumbers  # noqa: PLC0415 - slow to load

    digits = _bare(contact)
    try:
        parsed = phonenumbers.parse(contact)
    except phonenumbers.NumberParseException:
        return digits, _bounded(rf"\+?{_spaced(digits)}")
    code = str(parsed.country_code)
    local = phonenumbers.national_significant_number(parsed)
    abroad = rf"(?:(?:\+|00|011){_BETWEEN})?{_spaced(code)}{_BETWEEN}(?:0{_BETWEEN})?"
    if len(local) < FEWEST_CHARACTERS:
        return local, _bounded(rf"{abroad}{_spaced(local)}")
    opening = r"(?:\((?=\d{1,5}\)))?"
    return local, _bounded(rf"(?:{abroad}|0{_BETWEEN})?{opening}{_spaced(local)}")


def _spaced(digits: str) -> str:
    """``digits`` with or without separators, in ordinary or full-width form."""
    return _BETWEEN.join(f"[{digit}{chr(0xFF10 + int(digit))}]" for digit in digits)


def _bounded(pattern: str) -> str:
    """Not within a longer row of digits, which is another number."""
    return rf"(?<!\d){pattern}(?!\d)"
