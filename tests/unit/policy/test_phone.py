"""Phone numbers: parsing, and telling kinds of numbers apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.policy.phone import e164, is_textable, is_toll_free
from hookflash.domain.problem import Problem


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("+14155550100", "+14155550100"),
        ("+1 415 555 0188", "+14155550188"),
        ("+1 (415) 555-0188", "+14155550188"),
        ("(415) 555-0188", "+14155550188"),
        ("415.555.0188", "+14155550188"),
        ("415-555-0188", "+14155550188"),
        ("14155550188", "+14155550188"),
        ("  415 555 0188\n", "+14155550188"),
        ("\u202a+14155550188\u202c", "+14155550188"),
        ("415\u2011555\u20110188", "+14155550188"),
        ("\uff0b14155550188", "+14155550188"),
        ("+44 20 7946 0958", "+442079460958"),
        ("+18005550199", "+18005550199"),
    ],
)
def test_a_number_is_read_however_it_is_spaced(written: str, number: str) -> None:
    """Without a country code it is a US number; the fictional 555-01xx numbers are valid."""
    assert e164(written) == number


def test_a_national_number_is_read_in_the_given_region() -> None:
    """020 7946 0958 is a London number only if the region is Britain."""
    assert e164("020 7946 0958", region="GB") == "+442079460958"
    assert isinstance(e164("020 7946 0958"), Problem)


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("", "the phone number is blank"),
        ("   ", "the phone number is blank"),
        ("Front Desk", "“Front Desk” is not a phone number"),
        ("call 4155550188", "“call 4155550188” is not a phone number"),
        ("1-800-FLOWERS", "“1-800-FLOWERS” is not a phone number"),
        ("+", "“+” is not a phone number"),
        ("5550188", "“5550188” has no area code"),
        ("+1415555018", "“+1415555018” is too short"),
        ("+14155550188123", "“+14155550188123” is too long"),
        ("+99914155550188", "“+99914155550188” has an unknown country code"),
        ("+10155550188", "“+10155550188” is not a valid phone number"),
        ("+1 415 555 0188 ext. 5", "“+1 415 555 0188 ext. 5” has an extension"),
        ("4155550188 x12", "“4155550188 x12” has an extension"),
    ],
)
def test_an_invalid_number_is_refused_with_the_reason(written: str, wrong: str) -> None:
    """The problem quotes what was written, says what is wrong, and names a fix."""
    problem = e164(written)
    assert isinstance(problem, Problem)
    assert problem.wrong.startswith(wrong)
    assert problem.right


@given(st.text() | st.text(alphabet="+0123456789 ()-.xe\u0663\uff11"))
def test_any_text_is_either_a_number_or_a_problem(text: str) -> None:
    """Parsing never raises, and parsing an E.164 number returns it unchanged."""
    number = e164(text)
    if isinstance(number, str):
        assert e164(number) == number
        assert number.startswith("+")


@pytest.mark.parametrize(
    ("number", "textable"),
    [
        ("+14155550199", True),  # US: mobiles and landlines look alike
        ("+16135550123", True),  # Canada: the same
        ("+447400123456", True),  # a British mobile
        ("+442079460958", False),  # a British landline
        ("+18005550199", False),  # toll-free
        ("+19005550123", False),  # premium rate
        ("+448431234567", False),  # premium or shared cost
        ("+1415", False),
        ("anonymous", False),
        ("", False),
    ],
)
def test_only_numbers_that_may_belong_to_a_mobile_are_textable(
    number: str,
    textable: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """Landlines and service numbers cannot receive texts."""
    assert is_textable(number) is textable


def test_toll_free_numbers_are_told_from_local_ones() -> None:
    """The toll-free codes are 800, 888, 877, 866, 855, 844 and 833."""
    codes = ("800", "888", "877", "866", "855", "844", "833")
    assert all(is_toll_free(f"+1{code}5550199") for code in codes)
    assert not is_toll_free("+14155550100")
