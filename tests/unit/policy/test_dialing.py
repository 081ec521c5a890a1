"""Which numbers an action may dial."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.policy.dialing import DialingProblem, DialingReason, dialable

OWN = {"+14155550100"}


@pytest.mark.parametrize(
    "written", ["+14155550188", "(415) 555-0188", "+18005550199", "+44 20 7946 0958"]
)
def test_an_ordinary_number_may_be_dialled(written: str) -> None:
    """Local, toll-free or foreign, it is returned in E.164."""
    number = dialable(written, OWN)
    assert isinstance(number, str)
    assert number.startswith("+")


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("911", DialingReason.EMERGENCY),
        ("112", DialingReason.EMERGENCY),
        ("9-1-1", DialingReason.EMERGENCY),
        ("988", DialingReason.SHORT_CODE),
        ("411", DialingReason.SHORT_CODE),
        ("12345", DialingReason.SHORT_CODE),
        ("123456", DialingReason.SHORT_CODE),
        ("+19005550123", DialingReason.PREMIUM_RATE),
        ("(900) 555-0123", DialingReason.PREMIUM_RATE),
        ("+449098790000", DialingReason.PREMIUM_RATE),
        ("+33826123456", DialingReason.SHARED_COST),
        ("+14155550100", DialingReason.OWN_NUMBER),
        ("(415) 555-0100", DialingReason.OWN_NUMBER),
        ("+1911", DialingReason.INVALID),
        ("1234567", DialingReason.INVALID),
        ("+1415555010", DialingReason.INVALID),
        ("Front Desk", DialingReason.INVALID),
        ("", DialingReason.INVALID),
    ],
)
def test_a_forbidden_number_is_refused_with_its_reason(written: str, reason: DialingReason) -> None:
    """Each kind of number has its own reason."""
    problem = dialable(written, OWN)
    assert isinstance(problem, DialingProblem)
    assert problem.reason is reason
    assert problem.wrong
    assert problem.right


def test_another_workspaces_number_is_an_ordinary_one() -> None:
    """Only the workspace's own numbers make a loop."""
    assert dialable("+14155550100") == "+14155550100"


@given(st.text() | st.text(alphabet="+0123456789 ()-"))
def test_no_text_makes_it_raise(text: str) -> None:
    """The result is a number or a problem."""
    assert isinstance(dialable(text, OWN), str | DialingProblem)
