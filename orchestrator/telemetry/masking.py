"""Masks phone numbers in what is logged and exported, except for their last two digits.

Secrets that this process has used are replaced as well, wherever they turn up.
"""

import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Final
from uuid import UUID

FEWEST_DIGITS: Final = 7
"""Shorter groups of digits after a plus are offsets or counts, not phone numbers."""
_PLAIN: Final = re.compile(r"(?:\+|%2B|(?<=\.))\d{5,13}(?=\d{2}(?!\w))", re.IGNORECASE)
"""A number in E.164, also percent-encoded, or its digits in a stream name; but the last two."""
_GROUPED: Final = re.compile(r"\+\d{1,4}(?:[ ().-]{1,2}\d{1,5}){1,6}(?!\w)")
"""A number written in groups, such as ``+1 (415) 555-0199``."""
_ADDRESS: Final = re.compile(
    r"(?<=\bsip:)[^@\s<>\"']+(?=@)|(?<=\bsips:)[^@\s<>\"']+(?=@)", re.IGNORECASE
)
"""The user of a SIP address, which may be a name or a number in any form."""
_TEL: Final = re.compile(r"(?<=\btel:)[\d().-]+(?=\d{2}(?!\w))", re.IGNORECASE)
"""A local number in a ``tel:`` URI, but the last two digits."""
SHORTEST_SECRET: Final = 8
"""A shorter one is not looked for: it might be part of any word."""
_hidden: set[str] = set()
_HARMLESS: Final = (bool, int, float, date, time, timedelta, UUID)


def hide(secret: str) -> None:
    """Replace ``secret`` in everything that is masked from now on."""
    if len(secret) >= SHORTEST_SECRET:
        _hidden.add(secret)


def without_secrets(text: str) -> str:
    """Replace each hidden secret in ``text``."""
    for secret in sorted(_hidden, key=len, reverse=True):
        text = text.replace(secret, "[secret]")
    return text


def masked(text: str) -> str:
    """Mask each phone number in ``text``, the users of SIP addresses, and hidden secrets."""
    text = without_secrets(text)
    for pattern in (_ADDRESS, _TEL, _PLAIN):
        text = pattern.sub(_stars, text)
    return _GROUPED.sub(_mask_groups, text)


def mask_value(value: object) -> object:
    """Mask each phone number in ``value``, which keeps its structure.

    Objects of unknown types become their masked ``repr``, since a renderer might show any part of
    them.
    """
    match value:
        case None:
            return None
        case str():
            return masked(value)
        case Mapping():
            return {mask_value(key): mask_value(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [mask_value(item) for item in value]
        case _ if isinstance(value, _HARMLESS):
            return value
        case _:
            return masked(repr(value))


def _stars(found: re.Match[str]) -> str:
    return "*" * len(found[0])


def _mask_groups(found: re.Match[str]) -> str:
    digits = sum(map(str.isdecimal, found[0]))
    if digits < FEWEST_DIGITS:
        return found[0]
    return re.sub(r"\d(?=(?:\D*\d){2})", "*", found[0])
