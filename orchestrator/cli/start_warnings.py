"""What ``hookflash serve`` warns of when it starts, as far as it knows without the network."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from hookflash.maintenance import CarrierAtStart, carriers_at_start
from hookflash.orchestrator.call_center import CallCenter

if TYPE_CHECKING:
    from hookflash import Telephony
    from hookflash.carriers import WorkspaceCarriers

MOST: Final = 200
"""Of so many numbers the carriers are looked at: a process must start soon."""
UNUSABLE: Final = "Warning: {who} cannot be used: {wrong}. See hookflash carriers check."
SPEAKS: Final = (
    "Warning: {who} speaks by itself, and plays only what the system says. What your agent says is "
    "recorded and not played: play it yourself."
)


async def warnings_at_start(
    db: str,
    center: CallCenter,
    carriers: "WorkspaceCarriers | None",
    telephony: "Telephony | None",
    *,
    hosted: bool,
) -> tuple[str, ...]:
    """A sentence for each carrier that cannot be used or, where an agent is ``hosted``, speaks.

    ``telephony`` is that of the voice platform. Simulated carriers need nothing.
    """
    if await center.simulated():
        return ()
    found = await _carriers(db, center, carriers) if carriers is not None else ()
    return (*_unusable(found), *(_speaking(found, telephony) if hosted else ()))


async def _carriers(
    db: str, center: CallCenter, carriers: "WorkspaceCarriers"
) -> Sequence[CarrierAtStart]:
    numbers = (await center.numbers())[:MOST]
    owners = dict.fromkeys([await center.owner(number) for number in numbers])
    workspaces = [slug for slug in owners if slug is not None]
    return await carriers_at_start(db, carriers, workspaces) if workspaces else ()


def _unusable(found: Sequence[CarrierAtStart]) -> Iterator[str]:
    for one in found:
        if one.wrong:
            yield UNUSABLE.format(who=_name(one), wrong=one.wrong)


def _speaking(found: Sequence[CarrierAtStart], telephony: "Telephony | None") -> Iterator[str]:
    if telephony is not None and telephony.offers.speaks:
        yield SPEAKS.format(who="the voice platform")
    for one in found:
        if one.speaks:
            yield SPEAKS.format(who=_name(one))


def _name(carrier: CarrierAtStart) -> str:
    return f"the carrier {carrier.carrier} ({carrier.kind}) of {carrier.workspace}"
