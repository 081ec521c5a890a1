"""Decides whether an action may dial a number."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from hookflash.domain.policy.phone import REGION, e164, is_emergency, strip_invisible
from hookflash.domain.policy.regions import region_of, special_range
from hookflash.domain.problem import Problem


class DialingReason(StrEnum):
    """Why a number may not be dialled."""

    EMERGENCY = "emergency"
    SHORT_CODE = "short_code"
    PREMIUM_RATE = "premium_rate"
    SHARED_COST = "shared_cost"
    SATELLITE = "satellite"
    PERSONAL = "personal"
    PAGER = "pager"
    NO_REGION = "no_region"
    OWN_NUMBER = "own_number"
    INVALID = "invalid"


class DialingProblem(Problem):
    """Why a number may not be dialled, in words and as a countable ``reason``."""

    reason: DialingReason


_LONGEST_SHORT_CODE: Final = 6
_ORDINARY: Final = "Give an ordinary phone number, e.g. +14155550100."
_LIST_IT: Final = "Give another number, or list this one under “limits: shared_cost”."
_RANGES: Final = {
    DialingReason.PREMIUM_RATE: "is a premium-rate number",
    DialingReason.SHARED_COST: "is a shared-cost number",
    DialingReason.SATELLITE: "is in a satellite or global range",
    DialingReason.PERSONAL: "is a personal number",
    DialingReason.PAGER: "is a pager's number",
    DialingReason.NO_REGION: "belongs to no region",
}


def dialable(
    text: str,
    own_numbers: Collection[str] = (),
    region: str = REGION,
    shared_cost: Collection[str] = (),
) -> str | DialingProblem:
    """The E.164 form of the number in ``text`` if an action may dial it, or else the problem.

    ``own_numbers`` (E.164) are the workspace's business numbers: dialling one of them would loop
    back to the workspace. ``region`` is the region of numbers without a country code.
    ``shared_cost`` (E.164) are the shared-cost numbers that the workspace lists.
    """
    written = strip_invisible(text)
    if short := _short(written, region):
        return short
    number = e164(written, region)
    if isinstance(number, Problem):
        return DialingProblem(reason=DialingReason.INVALID, wrong=number.wrong, right=number.right)
    return _forbidden(number, own_numbers, shared_cost) or number


def _short(written: str, region: str) -> DialingProblem | None:
    digits = written.replace(" ", "").replace("-", "")
    if not digits.isdecimal() or len(digits) > _LONGEST_SHORT_CODE:
        return None
    if is_emergency(digits, region):
        reason, what = DialingReason.EMERGENCY, "is an emergency number"
    else:
        reason, what = DialingReason.SHORT_CODE, "is a short code"
    wrong = f"“{written}” {what}, which no action may dial"
    return DialingProblem(reason=reason, wrong=wrong, right=_ORDINARY)


def _forbidden(
    number: str, own_numbers: Collection[str], shared_cost: Collection[str]
) -> DialingProblem | None:
    if number in own_numbers:
        return DialingProblem(
            reason=DialingReason.OWN_NUMBER,
            wrong=f"{number} is this workspace's own number: the call would come back to it",
            right="Name a member or an inbox, or give a number outside this workspace.",
        )
    special = special_range(number) or ("" if region_of(number) else DialingReason.NO_REGION)
    if not special or (special == DialingReason.SHARED_COST and number in shared_cost):
        return None
    reason = DialingReason(special)
    wrong = f"{number} {_RANGES[reason]}, which no action may dial"
    right = _LIST_IT if reason == DialingReason.SHARED_COST else _ORDINARY
    return DialingProblem(reason=reason, wrong=wrong, right=right)
