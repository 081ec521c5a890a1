"""Caller ids and called numbers, in every form in which carriers and hosts send them."""

from collections.abc import Callable

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hookflash.domain.policy.caller_id import (
    LONGEST_RECEIVED,
    CallerId,
    called_number,
    read_caller_id,
)
from hookflash.domain.policy.contact_key import PSEUDONYM, contact_key, is_number
from hookflash.domain.policy.phone import is_textable

US = "+14155550199"
BERLIN = "+4930901820"
GERMAN_OFFICE = "+4930123456"

ONE_NUMBER = [
    "+14155550199",
    "14155550199",
    "4155550199",
    "(415) 555-0199",
    "415.555.0199",
    "1-415-555-0199",
    "+1 (415) 555-0199",
    "++14155550199",
    "00 1 415 555 0199",
    "0014155550199",
    "+0014155550199",
    "01114155550199",
    "011 1 415 555 0199",
    "+1 415 555 0199 ext. 5",
    "14155550199x22",
    '"+14155550199"',
    "  +14155550199\r\n",
    "\u202a+1415\u00ad5550199\u202c",
    "\uff0b\uff11\uff14\uff11\uff15\uff15\uff15\uff15\uff10\uff11\uff19\uff19",
    "\u0660\u0660\u0661\u0664\u0661\u0665\u0665\u0665\u0665\u0660\u0661\u0669\u0669",
    "415\u2011555\u20110199",
    "tel:+14155550199",
    "TEL:+1-415-555-0199",
    "tel://+14155550199",
    "tel:+14155550199;ext=5",
    "tel:+14155550199;isub=12;npdi",
    "tel:4155550199;phone-context=+1",
    "tel:555-0199;phone-context=+1-415",
    "4155550199;phone-context=+1",
    "sms:+14155550199?body=hello",
    "callto:+14155550199",
    "sip:+14155550199@carrier.example",
    "SIP:14155550199@carrier.example",
    "sips:4155550199@carrier.example;user=phone",
    "sip:+1.415.555.0199@carrier.example:5060;transport=udp",
    "sip:+14155550199;npdi;rn=+12125550100@carrier.example",
    "sip:4155550199;phone-context=+1@carrier.example",
    "sip:+14155550199:secret@10.0.0.1?Replaces=a@b",
    "sip:%2B14155550199@[::1]:5060",
    "sip:0014155550199@carrier.example",
    "sip:+14155550199",
    "+14155550199@carrier.example",
    "<sip:+14155550199@carrier.example>",
    '"Ann, (212) 555-0100" <sip:+14155550199@carrier.example>;tag=88',
    "Ann <tel:+1-415-555-0199>",
    '"Anonymous" <sip:+14155550199@carrier.example>',
]


@pytest.mark.parametrize("received", ONE_NUMBER)
def test_every_notation_of_a_number_is_that_number(received: str) -> None:
    """The caller id of a caller, and equally the number that was called."""
    caller = read_caller_id(received, "+14155550100")
    assert (caller.contact, caller.kind) == (US, "valid")
    assert called_number(received) == US


@pytest.mark.parametrize(
    ("received", "number"),
    [
        ("030 901820", BERLIN),
        ("0049 30 901820", BERLIN),
        ("4930901820", BERLIN),
        ("+49 (0)30 901820", BERLIN),
        ("sip:030901820@carrier.example", BERLIN),
        ("tel:030901820;phone-context=+49", BERLIN),
        ("14155550199", US),
        ("0014155550199", US),
        ("+14155550199", US),
    ],
)
def test_a_national_number_is_of_the_region_that_was_called(received: str, number: str) -> None:
    """A caller of a Berlin office may have a Berlin number without a country code."""
    assert read_caller_id(received, GERMAN_OFFICE).contact == number


@pytest.mark.parametrize(
    "received",
    ["+5215512345678", "005215512345678", "5215512345678", "+52 1 55 1234 5678",
     "sip:+5215512345678@carrier.example", "+525512345678"],
)  # fmt: skip
def test_the_old_prefix_of_mexican_mobiles_makes_no_other_caller(received: str) -> None:
    """Since 2019 the numbers have no 1 after the country code."""
    assert read_caller_id(received).contact == "+525512345678"


@pytest.mark.parametrize("received", ["+15551234567", "5551234567", "tel:+1-555-123-4567",
                                      "sip:+15551234567@carrier.example"])  # fmt: skip
def test_a_number_that_its_plan_does_not_have_still_identifies_the_caller(received: str) -> None:
    """It keeps its own thread, but is not sent texts."""
    caller = read_caller_id(received)
    assert (caller.contact, caller.kind) == ("+15551234567", "possible")
    assert not is_textable("+15551234567")


@pytest.mark.parametrize(
    "received",
    [None, "", "  ", "-", "<>", "anonymous", "Anonymous", "ANONYMOUS", "Restricted", "Unknown",
     "Private", "Private Number", "Unavailable", "Withheld", "Blocked", "No Caller ID",
     "caller id unavailable", "not available", "tel:anonymous", "anonymous;tag=2",
     "sip:anonymous@anonymous.invalid", "sip:x@anonymous.invalid", "sip:Restricted@10.0.0.1",
     '"Anonymous" <sip:anonymous@anonymous.invalid>;tag=1', "Unavailable <>", "+266696687",
     "266696687", "+7378742833", "+2562533", "+8656696", "+86282452253",
     "sip:+266696687@carrier.example"],
)  # fmt: skip
def test_what_stands_for_no_caller_id_is_withheld(received: str | None) -> None:
    """Words, the addresses of RFC 3323, and the words typed on a keypad."""
    caller = read_caller_id(received, "+14155550100")
    assert (caller.contact, caller.kind) == (None, "withheld")
    assert caller.received == (received or "").strip()


@pytest.mark.parametrize(
    ("received", "contact"),
    [
        ("sip:alice@example.com", "sip:alice@example.com"),
        ("alice@Example.COM", "sip:alice@example.com"),
        ('"Alice" <sips:alice@example.com:5061;transport=tls>;tag=2', "sip:alice@example.com"),
        ("sip:1001@pbx.example", "sip:1001@pbx.example"),
        ("sip:pbx.example", "sip:pbx.example"),
        ("sip:10.0.0.1", "sip:10.0.0.1"),
        ("sip:bob+14155550199@example.com", "sip:bob+14155550199@example.com"),
        ("101", "101"),
        ("tel:911", "911"),
        ("client:alice", "client:alice"),
        ("mailto:alice@example.com", "mailto:alice@example.com"),
        ("whatsapp:+14155550199", "whatsapp:+14155550199"),
        ("AMAZON", "AMAZON"),
        ('"Ann" <>', "Ann"),
        ("+4912", "+4912"),
        ("Unknown; Ann", "Unknown; Ann"),
    ],
)
def test_what_is_no_number_identifies_the_caller_as_it_is(received: str, contact: str) -> None:
    """Parameters, ports and display names do not make another caller of the same address."""
    caller = read_caller_id(received)
    assert (caller.contact, caller.kind) == (contact, "other")
    assert called_number(received) in (None, contact if is_number(contact) else None)
    assert not is_textable(contact)


def test_nobody_can_pass_for_somebody_erased() -> None:
    """Only an erasure gives pseudonyms."""
    assert read_caller_id(f"{PSEUDONYM}1234").contact == f"id:{PSEUDONYM}1234"


def test_what_a_database_cannot_hold_is_dropped() -> None:
    """U+0000, surrogates, and the end of a text that is far too long."""
    received = read_caller_id("a\0b\ud800" + "c" * 1_000).received
    assert received.startswith("abc")
    assert len(received) <= LONGEST_RECEIVED


@example('"0":', "")
@given(st.text(max_size=600) | st.text('+0123456789()-. ;:@<>"%sipte=', max_size=40), st.text())
def test_reading_never_raises_and_never_makes_a_given_caller_id_anonymous(
    received: str, called: str
) -> None:
    """Whatever has a letter or a digit is given, unless it is one of the words for withheld."""
    caller = read_caller_id(received, called)
    assert (caller.contact is None) == (caller.kind == "withheld")
    assert caller.contact != ""
    if caller.kind == "withheld":
        said = "".join(filter(str.isalnum, caller.received)).casefold()
        assert not said or any(word in said for word in _WITHHELD_WORDS)
    elif caller.kind != "other":
        assert is_number(str(caller.contact))


_WITHHELD_WORDS = ("anonym", "restrict", "unknown", "private", "available", "withheld", "blocked",
                   "hidden", "suppress", "none", "null", "no", "outofarea", "266696687",
                   "7378742833", "2562533", "8656696", "86282452253", "sip", "tel", "sms",
                   "callto")  # fmt: skip


def _valid_numbers() -> st.SearchStrategy[str]:
    examples = (
        phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
        for region in sorted(phonenumbers.SUPPORTED_REGIONS)
    )
    e164 = phonenumbers.PhoneNumberFormat.E164
    return st.sampled_from([phonenumbers.format_number(one, e164) for one in examples if one])


SPELLINGS: list[Callable[[str], str]] = [
    lambda number: number,
    lambda number: f"00{number[1:]}",
    lambda number: f"011{number[1:]}",
    lambda number: f"tel:{number}",
    lambda number: f"sip:{number}@carrier.example",
    lambda number: f"sip:%2B{number[1:]}@carrier.example;user=phone",
    lambda number: f'"Ann" <sip:{number};ext=5@10.0.0.1:5060>;tag=1',
    lambda number: f"{number[:4]}-{number[4:7]} ({number[7:]})",
    lambda number: phonenumbers.format_number(
        phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.INTERNATIONAL
    ),
    lambda number: phonenumbers.format_number(
        phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.RFC3966
    ),
]


@given(_valid_numbers(), st.sampled_from(SPELLINGS))
def test_any_spelling_of_a_valid_number_is_the_same_contact(
    number: str, spelling: Callable[[str], str]
) -> None:
    """Called in the United States, with the country code in any notation."""
    caller = read_caller_id(spelling(number), "+14155550100")
    assert caller == CallerId(received=spelling(number), contact=number, kind="valid")


def test_contacts_never_share_a_stream() -> None:
    """An address may contain the dots that separate the parts of a stream's name."""
    contacts = [US, "14155550199", "sip:a.b@example.com", "sip:a@b.example.com", "erased-1", "101"]
    keys = [contact_key(contact) for contact in contacts]
    assert len(set(keys)) == len(keys)
    assert not any("." in key for key in keys)
    assert contact_key(US) == "14155550199"
