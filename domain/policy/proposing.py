"""Decides whether the caller may be asked about a transfer."""

from typing import Final

from hookflash.domain.job.action import Destination
from hookflash.domain.policy.limits import ProposalLimits
from hookflash.domain.policy.regions import special_range

NEVER_DIALLED: Final = {
    "satellite": "The number is in a satellite or global range, which is never dialled.",
    "personal": "The number is a personal number, which is never dialled.",
    "premium_rate": "The number is a premium-rate number, which is never dialled.",
    "shared_cost": "The number is a shared-cost number that the workspace does not list.",
    "pager": "The number is a pager, which is never dialled.",
}
"""Reasons that lie in the range of the number, in plain words."""
REASONS: Final = {
    "destination_gone": "The destination is no longer in the workspace.",
    "proposal_limit": "The caller has been asked about as many transfers as one call allows.",
    "external_day_limit": (
        "The workspace has transferred as many calls to outside numbers today as a day allows."
    ),
    **NEVER_DIALLED,
}
"""Each reason for refusing to propose a transfer, in plain words."""


def proposal_refusal(destination: Destination, on_call: int, limits: ProposalLimits | None) -> str:
    """Why the caller may not be asked about ``destination``; empty if they may.

    ``on_call`` transfers were proposed on the call before it. Without ``limits`` there are none.
    """
    if limits is None:
        return ""
    if on_call >= limits.per_call:
        return "proposal_limit"
    if destination.kind != "external":
        return ""
    special = special_range(destination.name)
    if special and not (special == "shared_cost" and limits.listed):
        return special
    return "external_day_limit" if limits.external >= limits.external_per_day else ""
