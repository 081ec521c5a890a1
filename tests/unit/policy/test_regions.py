"""Regions and ranges of numbers: by number, not by country code."""

import pytest

from hookflash.domain.policy.dialing import DialingProblem, DialingReason, dialable
from hookflash.domain.policy.regions import allowed_regions, region_of, special_range

US, CA, JM, GB = "+14155550100", "+16135550100", "+18765551234", "+442079460018"


@pytest.mark.parametrize(
    ("number", "region"),
    [(US, "US"), (CA, "CA"), (JM, "JM"), (GB, "GB"), ("+870773111632", ""), ("+99", "")],
)
def test_a_region_is_told_by_the_whole_number(number: str, region: str) -> None:
    """All of North America begins with +1; a satellite phone has no region."""
    assert region_of(number) == region


@pytest.mark.parametrize(
    ("number", "named", "allowed"),
    [
        (US, (), ("CA", "US")),
        (CA, (), ("CA", "US")),
        (JM, (), ("JM",)),
        (GB, (), ("GB",)),
        (US, ("MX", "CA"), ("CA", "MX", "US")),
        (GB, ("FR",), ("FR", "GB")),
    ],
)
def test_a_number_may_dial_its_own_region_and_those_that_are_named(
    number: str, named: tuple[str, ...], allowed: tuple[str, ...]
) -> None:
    """The US and Canada may dial each other; Jamaica is neither."""
    assert allowed_regions(number, named) == allowed


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("+870773111632", DialingReason.SATELLITE),
        ("+881612345678", DialingReason.SATELLITE),
        ("+8821612345678", DialingReason.SATELLITE),
        ("+883510012345", DialingReason.SATELLITE),
        ("+447012345678", DialingReason.PERSONAL),
        ("+15005550006", DialingReason.PERSONAL),
        ("+878101234567890", DialingReason.PERSONAL),
        ("+19005551234", DialingReason.PREMIUM_RATE),
        ("+80812345678", DialingReason.SHARED_COST),
        ("+80012345678", DialingReason.NO_REGION),
        ("911", DialingReason.EMERGENCY),
        ("112", DialingReason.EMERGENCY),
        ("72345", DialingReason.SHORT_CODE),
    ],
)
def test_some_ranges_are_never_dialled(number: str, reason: DialingReason) -> None:
    """Whatever the regions are; each has a reason of its own."""
    found = dialable(number)
    assert isinstance(found, DialingProblem)
    assert found.reason == reason


def test_an_office_number_of_a_country_is_ordinary() -> None:
    """British 03 numbers cost what a landline does, and lead to offices."""
    assert dialable("+443301234567") == "+443301234567"


def test_a_shared_cost_number_is_dialled_if_the_workspace_lists_it() -> None:
    """Premium-rate numbers are not, listed or not."""
    shared, premium = "+4418012345", "+19005551234"
    shared = next(
        number
        for number in ("+80812345678", "+61130012345", "+390848123456", shared)
        if special_range(number) == "shared_cost"
    )
    refused = dialable(shared)
    assert isinstance(refused, DialingProblem)
    assert refused.right == "Give another number, or list this one under “limits: shared_cost”."
    assert dialable(shared, shared_cost=(shared,)) == shared
    assert isinstance(dialable(premium, shared_cost=(premium,)), DialingProblem)
