"""A contact is found in every notation of their number, and in no other number."""

import pytest

from hookflash.domain.erasure.notations import notations

WHO = "erased-1a2b"


@pytest.mark.parametrize(
    "written",
    ["+14155550199", "14155550199", "4155550199", "415-555-0199", "(415) 555-0199", "415.555.0199",
     "+1 (415) 555-0199", "1 415 555 0199", "001 415 555 0199", "011 1 415 555 0199",
     "+1\u2011415\u2011555\u20110199", "+1\u00a0415\u00a0555\u00a00199",
     "\uff0b\uff11\uff14\uff11\uff15\uff15\uff15\uff15\uff10\uff11\uff19\uff19"],
)  # fmt: skip
@pytest.mark.parametrize("around", ["{}", "call {} now", "tel:{};x=1", "<sip:{}@host>", "id-{}-x"])
def test_every_notation_of_a_number_is_replaced(written: str, around: str) -> None:
    """Wherever it occurs, and the quick look at stored bytes finds it too."""
    known, text = notations("+14155550199"), around.format(written)
    assert known.may_be_in(text.encode())
    replaced = known.replaced(text, WHO).replace("\uff0b", "")
    assert replaced == around.format(WHO)


@pytest.mark.parametrize(
    "written", ["+44 20 7946 0018", "020 7946 0018", "+44 (0)20 7946 0018", "02079460018"]
)
def test_national_forms_follow_the_country(written: str) -> None:
    """With its trunk prefix."""
    assert notations("+442079460018").replaced(written, WHO) == WHO


@pytest.mark.parametrize("other", ["+141555501991", "24155550199", "2026-03-02", "555-0199", "+1"])
def test_another_number_stays(other: str) -> None:
    """Also one that contains this one."""
    assert notations("+14155550199").replaced(other, WHO) == other


@pytest.mark.parametrize(
    "written", ["sip:ann@example.com", "Ann@Example.com", "sips:ann@example.com"]
)
def test_an_address_is_found_in_any_case_and_scheme(written: str) -> None:
    """Hosts and users are compared without case."""
    known = notations("sip:ann@example.com")
    assert known.may_be_in(written.encode())
    assert known.replaced(f"<{written}>", WHO) == f"<{WHO}>"


def test_a_short_caller_id_is_replaced_only_as_a_whole() -> None:
    """An extension may be part of anything."""
    assert notations("101").replaced(["101", "room 101", 101], WHO) == [WHO, "room 101", 101]
