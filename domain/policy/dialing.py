"""Decides whether an action may dial a number."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from hookflash.domain.policy.phone import REGION, e164, is_emergency, number_type, strip_invisible
from hookflash.domain.problem import Problem


class DialingReason(StrEnum):
    """Why a number may not be dialled."""

    EMERGENCY = "emergency"
    SHORT_CODE = "short_code"
    PREMIUM_RATE = "premium_rate"
    SHARED_COST = "shared_cost"
    OWN_NUMBER = "own_number"
    INVALID = "invalid"


class DialingProblem(Problem):
    """Why a number may not be dialled, in words and as a countable ``reason``."""

    reason: DialingReason


_LONGEST_SHORT_CODE: Final = 6
_ORDINARY: Final = "Give an ordinary phone number, e.g. +14155550100."
_FORBIDDEN_TYPES: Final = {
    "PREMIUM_RATE": (DialingReason.PREMIUM_RATE, "is a premium-rate number"),
    "SHARED_COST": (DialingReason.SHARED_COST, "is a shared-cost number"),
}


def dialable(
    text: str, own_numbers: Collection[str] = (), region: str = REGION
) -> str | DialingProblem:
    """The E.164 form of the number in ``text`` if an action may dial it, or else the problem.

    ``own_numbers`` (E.164) are the workspace's business numbers: dialling one of them would loop
    back to the workspace. ``region`` is the region of numbers without a country code.
    """
    written = strip_invisible(text)
    if short := _short(written, region):
        return short
    number = e164(written, region)
    if isinstance(number, Problem):
        return DialingProblem(reason=DialingReason.INVALID, wrong=number.wrong, right=number.right)
    return _forbidden(number, own_numbers) or number


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


def _forbidden(number: str, own_numbers: Collection[str]) -> DialingProblem | None:
    if number in own_numbers:
        return DialingProblem(
            reason=DialingReason.OWN_NUMBER,
            wrong=f"{number} is this workspace's own number: the call would come back to it",
            right="Name a member or an inbox, or give a number outside this workspace.",
        )
    if found := _FORBIDDEN_TYPES.get(number_type(number)):
        reason, what = found
        wrong = f"{number} {what}, which no action may dial"
        return DialingProblem(reason=reason, wrong=wrong, right=_ORDINARY)
    return None
