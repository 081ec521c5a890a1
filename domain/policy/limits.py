"""A workspace's limits against abuse, and what they come to at the moment of a decision.

The counts are read when an action is decided, and stored with it, so that deciding stays pure
(docs/explanation/limits.md).
"""

from typing import Final

from pydantic import Field

from hookflash.domain.policy.check import Check
from hookflash.domain.policy.regions import region_of, special_range
from hookflash.domain.value import Value

UTC: Final = "UTC"
MOST: Final = 1_000_000
"""The highest limit that can be set."""
NEAR_PERCENT: Final = 80
"""The share of a day's limit at which a warning is given."""

REASONS: Final = {
    "region_not_allowed": "Texts to the region of the caller's number are not allowed.",
    "special_range": "The caller's number is in a range that is never texted.",
    "call_limit": "This call has had as many texts as are allowed on one call.",
    "contact_day_limit": "The caller has had as many texts today as are allowed in a day.",
    "workspace_day_limit": "The workspace has sent as many texts today as are allowed in a day.",
}
"""Each reason for which a limit refuses a text, in plain words."""


class Limits(Value):
    """The limits that a workspace sets; the defaults apply where it sets none.

    ``regions`` may be dialled and texted beside those of the business number. ``shared_cost`` are
    the shared-cost numbers (E.164) that may be dialled. Days are counted in the workspace's time
    zone.
    """

    regions: tuple[str, ...] = ()
    shared_cost: tuple[str, ...] = ()
    texts_per_call: int = 5
    texts_per_contact_per_day: int = 10
    texts_per_day: int = 1_000
    proposals_per_call: int = 3
    external_transfers_per_day: int = 200


class TextLimits(Value):
    """The limits on a text, and how much of them was used before it.

    ``regions`` may be texted from the business number. ``day`` is the day that is counted, in the
    workspace's ``time_zone``; empty where nothing is counted, as on a test call.
    """

    regions: tuple[str, ...]
    per_call: int
    per_contact: int
    per_day: int
    time_zone: str = UTC
    day: str = ""
    to_contact: int = Field(default=0, ge=0)
    in_workspace: int = Field(default=0, ge=0)


class ProposalLimits(Value):
    """The limits on a proposed transfer, and how much of them was used before it.

    ``external``: the transfers to external numbers of ``day``, those that the caller is still being
    asked about included. ``listed``: the workspace lists this shared-cost number.
    """

    per_call: int
    external_per_day: int
    listed: bool = False
    time_zone: str = UTC
    day: str = ""
    external: int = Field(default=0, ge=0)


def text_checks(
    recipient: str | None, on_call: int, limits: TextLimits | None
) -> tuple[Check, ...]:
    """Check a text against its limits; ``on_call`` texts were requested on the call before it.

    No checks without ``limits``: the text was judged when it was requested.
    """
    if limits is None:
        return ()
    on_the_call = _count("call_limit", on_call, limits.per_call)
    return (_range(recipient, limits), on_the_call, *_of_the_day(limits))


def reply_checks(recipient: str, limits: TextLimits | None, *, required: bool) -> tuple[Check, ...]:
    """Check the reply to a text against its limits; no checks without ``limits``.

    A ``required`` reply may exceed the limits of the day, but not twice that of the contact: STOP
    and START in turn would otherwise be answered without end.
    """
    if limits is None:
        return ()
    most = max(1, 2 * limits.per_contact)
    required_too = (_count("contact_day_limit", limits.to_contact, most),)
    return (_range(recipient, limits), *(required_too if required else _of_the_day(limits)))


def _of_the_day(limits: TextLimits) -> tuple[Check, Check]:
    return (
        _count("contact_day_limit", limits.to_contact, limits.per_contact),
        _count("workspace_day_limit", limits.in_workspace, limits.per_day),
    )


def _range(recipient: str | None, limits: TextLimits) -> Check:
    special = special_range(recipient) if recipient else ""
    region = region_of(recipient) if recipient else ""
    if special:
        return Check(check="range", found=special, reason="special_range")
    refused = recipient is not None and region not in limits.regions
    found = region or ("no region" if recipient else "no number")
    return Check(check="range", found=found, reason="region_not_allowed" if refused else "")


def _count(reason: str, used: int, most: int) -> Check:
    found = f"{used} of {most}"
    return Check(check=reason, found=found, reason=reason if used >= most else "")


def near(most: int) -> int:
    """The count at which a warning about a limit of ``most`` is due."""
    return (most * NEAR_PERCENT + 99) // 100
