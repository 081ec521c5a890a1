"""Reads caller ids and called numbers in the forms in which carriers and hosts send them.

What people write into a workspace is read by :func:`~hookflash.domain.policy.phone.e164`, which
refuses what it is not sure of. A call must never be lost or made anonymous for its notation, so
here every spelling counts, and what is not a number still identifies its caller.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from hookflash.domain.policy.contact_key import PSEUDONYM, is_number
from hookflash.domain.policy.phone import REGION, strip_extension
from hookflash.domain.value import Value

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

LONGEST_RECEIVED: Final = 500
"""Characters of a received caller id that are kept."""
LONGEST_NAME: Final = 200
"""Characters of a caller id that is no number which identify its caller."""

_KEYPAD: Final = frozenset({"+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"})
"""ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN and UNAVAILABLE, as typed on a keypad."""
_WITHHELD: Final = re.compile(
    r"(?:the)?(?:callers?)?(?:number|id|name)?(?:is)?"
    r"(?:anonymous|restricted|unknown|private|unavailable|notavailable|withheld|blocked|hidden|"
    r"suppressed|none|null|nocallerid|nonumber|outofarea)"
    r"(?:callers?)?(?:number|id|name|user|party)?"
)
"""What stands for a withheld caller id, in lower case and without anything but letters."""
_WITHHOLDING_HOST: Final = "anonymous.invalid"

_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_ANGLED: Final = re.compile(r"<\s*([^<>\s][^<>]*)>")
_SCHEME: Final = re.compile(r"(?i)\s*(sips?|tel|sms|callto)\s*:\s*/*\s*")
_PORT: Final = re.compile(r":\d*$")
_IPV4: Final = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_SEPARATORS: Final = re.compile(r"[\s().\-\u2010-\u2015\u2212/_]+")
_DIGITS: Final = re.compile(r"(\+*)([0-9]+)")
_ESCAPED: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_PARAMETERS: Final = re.compile(r"(?:;[\w-]+(?:=[^;]*)?)+")
_CONTEXT: Final = re.compile(r"(?i);\s*phone-context\s*=\s*([^;]*)")
_MEXICAN_MOBILE: Final = re.compile(r"\+521([0-9]{10})")
"""Until 2019 a 1 preceded Mexican mobile numbers dialled from abroad; many still carry it."""
_FEWEST_LOCAL: Final = 7
"""Fewer digits without a country code are an extension unless they are a valid number."""


class CallerId(Value):
    """What was ``received`` as a caller id, and the ``contact`` that it identifies.

    - ``withheld``: none was given; ``contact`` is None.
    - ``valid``: ``contact`` is a valid number in E.164.
    - ``possible``: ``contact`` has the shape of a number in E.164, but its numbering plan does not
      have it, or not yet.
    - ``other``: ``contact`` is no number: a SIP address such as ``sip:alice@example.com``, or the
      text as it was received.
    """

    received: str
    contact: str | None
    kind: Literal["withheld", "valid", "possible", "other"]


class _Address(NamedTuple):
    """The parts of an address; ``host`` is empty except in SIP addresses."""

    user: str
    host: str
    context: str
    name: str
    """What identifies the caller if ``user`` is not a number."""


@lru_cache(maxsize=256)
def read_caller_id(received: str | None, called: str = "") -> CallerId:
    """Read a caller id. Never raises, and never takes an id that was given for withheld.

    A number without a country code is of the region of ``called``, the number in E.164 that was
    called.
    """
    kept = _storable(received or "")
    address = _address(_plain(kept))
    if _is_withheld(address):
        return CallerId(received=kept, contact=None, kind="withheld")
    number = _number(address, _region(called))
    if number is not None:
        return CallerId(received=kept, contact=number[0], kind="valid" if number[1] else "possible")
    name = address.name[:LONGEST_NAME]
    disguised = name.startswith(PSEUDONYM)  # only an erasure gives pseudonyms
    return CallerId(received=kept, contact=f"id:{name}" if disguised else name, kind="other")


def called_number(received: str) -> str | None:
    """The number in E.164 that was called; None if ``received`` is not a number."""
    contact = read_caller_id(received).contact
    return contact if contact is not None and is_number(contact) else None


def _storable(text: str) -> str:
    """``text`` without what a database cannot hold, and not endlessly long."""
    kept = (char for char in text[:LONGEST_RECEIVED] if char != "\0")
    return "".join(char for char in kept if unicodedata.category(char) != "Cs").strip()


def _plain(text: str) -> str:
    """``text`` in ordinary characters: no full-width or other digits, nothing invisible."""
    spaced = " ".join(unicodedata.normalize("NFKC", text).split())
    visible = (char for char in spaced if not unicodedata.category(char).startswith("C"))
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in visible)


def _address(text: str) -> _Address:
    inner = _without_display_name(text)
    scheme = _SCHEME.match(inner)
    rest = inner[scheme.end() :] if scheme else inner
    before, at, _ = rest.partition("@")
    if rest and (scheme[1].casefold().startswith("sip") if scheme else at and ":" not in before):
        return _sip(rest)
    subscriber, context = _parameters(rest.partition("?")[0])
    return _Address(user=subscriber, host="", context=context, name=rest or text)


def _without_display_name(text: str) -> str:
    unquoted = _QUOTED.sub(" ", text)
    angled = _ANGLED.search(unquoted)
    inner = (angled[1] if angled else unquoted).strip(" <>")
    # Of an address without anything that names somebody, the display name is what was given.
    return inner if any(map(str.isalnum, inner)) else text.strip("\"' <>")


def _sip(rest: str) -> _Address:
    """Take ``user;parameters:password@host:port;parameters?headers`` apart."""
    userinfo, at, where = rest.partition("@")
    host = _PORT.sub("", re.split(r"[;?\s]", where if at else rest)[0]).casefold()
    if at:
        written, context = _parameters(userinfo.partition(":")[0])
        name = f"sip:{written}@{host}" if written else f"sip:{host}"
        return _Address(written, host, context, name)
    subscriber, context = _parameters(rest.partition("?")[0])
    alone = _PORT.sub("", subscriber)
    if _SEPARATORS.sub("", alone).lstrip("+").isdecimal() and not _IPV4.fullmatch(alone):
        return _Address(alone, "", context, alone)
    return _Address("", host, "", f"sip:{host or rest}")


def _parameters(text: str) -> tuple[str, str]:
    """The part before the parameters, unescaped, and the global number that it is local to."""
    found = _CONTEXT.search(text)
    context = _SEPARATORS.sub("", _unescaped(found[1])) if found else ""
    before, semicolon, after = text.partition(";")
    subscriber = before if _PARAMETERS.fullmatch(semicolon + after) else text
    return _plain(_unescaped(subscriber)), context if is_number(context) else ""


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(
        lambda found: bytes.fromhex(found[0].replace("%", "")).decode(errors="replace"), text
    )


def _is_withheld(address: _Address) -> bool:
    text = address.user or address.name.removeprefix("sip:")
    word = "".join(filter(str.isalnum, text.casefold()))
    return (
        (not word and not address.host)
        or _WITHHELD.fullmatch(word) is not None
        or address.host == _WITHHOLDING_HOST
        or _SEPARATORS.sub("", address.user) in _KEYPAD
        or f"+{word}" == "+266696687"  # also without its plus: too short for a number
    )


def _region(called: str) -> str:
    if not called:
        return REGION
    import phonenumbers  # noqa: PLC0415 - slow to load

    try:
        found = phonenumbers.region_code_for_number(phonenumbers.parse(called))
    except phonenumbers.NumberParseException:
        return REGION
    return found if found in phonenumbers.SUPPORTED_REGIONS else REGION


def _number(address: _Address, region: str) -> tuple[str, bool] | None:
    """The number in E.164 and whether it is valid; None if the address has no number."""
    written = _DIGITS.fullmatch(_SEPARATORS.sub("", strip_extension(address.user)))
    if written is None:
        return None
    import phonenumbers  # noqa: PLC0415 - slow to load

    plus, digits = written[1], written[2]
    possible = None
    for readable in _readings(digits, address.context, plus=bool(plus)):
        number = _parsed(_MEXICAN_MOBILE.sub(r"+52\1", readable), region)
        if number is None:
            continue
        if phonenumbers.is_valid_number(number):
            return _formatted(number), True
        enough = plus or len(digits) >= _FEWEST_LOCAL
        if possible is None and enough and _is_possible(number):
            possible = _formatted(number), False
    return possible


def _readings(digits: str, context: str, *, plus: bool) -> Iterator[str]:
    """Every way to read ``digits``, the likeliest first."""
    if context and not plus:
        yield context + digits
    yield f"+{digits}" if plus else digits
    for international in ("00", "011"):
        if digits.startswith(international):
            yield f"+{digits.removeprefix(international)}"
    if not plus:
        yield f"+{digits}"
    elif digits.startswith("0"):
        yield digits


def _parsed(text: str, region: str) -> "PhoneNumber | None":
    import phonenumbers  # noqa: PLC0415 - slow to load

    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None


def _is_possible(number: "PhoneNumber") -> bool:
    from phonenumbers import (  # noqa: PLC0415 - slow to load
        ValidationResult,
        is_possible_number_with_reason,
    )

    return bool(is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE)


def _formatted(number: "PhoneNumber") -> str:
    import phonenumbers  # noqa: PLC0415 - slow to load

    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
