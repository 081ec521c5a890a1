"""What the carriers of a workspace's numbers can do, as far as jobs depend on it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from hookflash.domain.job.action import TransferCall
from hookflash.domain.workspace.carrier import Carrier
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.people import Member
from hookflash.orchestrator.configured_carriers.registry import kind_called
from hookflash.orchestrator.ports.carriers import CarrierOffers
from hookflash.orchestrator.ports.messaging import Messaging
from hookflash.orchestrator.ports.telephony import Telephony
from hookflash.orchestrator.workspaces.errors import PieceProblem


@dataclass(frozen=True)
class CarrierLimits:
    """What a carrier can do; by default, everything. ``screens`` is None if that is not known.

    ``carrier`` is its name in the workspace, empty for the one that the process was given.
    """

    texts: bool = True
    transfers: bool = True
    largest_group: int | None = None
    screens: bool | None = None
    carrier: str = ""
    kind: str = ""

    @property
    def words(self) -> str:
        """The carrier in words, for messages."""
        return f"the carrier “{self.carrier}” ({self.kind})" if self.carrier else "the carrier"


def limits_of(telephony: Telephony | None, messaging: Messaging | None) -> CarrierLimits:
    """The limits of the carrier behind these ports; a missing port sets none."""
    calls = telephony.offers if telephony else None
    return CarrierLimits(
        texts=messaging.offers.texts if messaging else True,
        transfers=calls.transfers if calls else True,
        largest_group=calls.largest_group if calls else None,
        screens=calls.screening if calls else None,
    )


def limits_by_job(
    document: WorkspaceDocument, given: CarrierLimits
) -> Mapping[str, tuple[CarrierLimits, ...]]:
    """The limits of the carriers of each job's numbers; ``given``: of numbers without a carrier.

    Those are also the limits of a job that no number has.
    """
    configured = {carrier.name: _limits_of(carrier) for carrier in document.carriers}
    found: dict[str, dict[CarrierLimits, None]] = {job.name: {} for job in document.jobs}
    for number in document.numbers:
        for job in document.flows[number.number].agent.jobs:
            found[job][configured.get(number.carrier, given)] = None
    needed = not document.numbers or any(not number.carrier for number in document.numbers)
    spare = (given,) if needed else ()
    return {job: tuple(limits) or spare for job, limits in found.items()}


def _limits_of(carrier: Carrier) -> CarrierLimits:
    offers = _offers_of(carrier)
    return CarrierLimits(
        texts=offers.messaging.texts,
        transfers=offers.telephony.transfers,
        largest_group=offers.telephony.largest_group,
        screens=offers.telephony.screening,
        carrier=carrier.name,
        kind=carrier.kind,
    )


def _offers_of(carrier: Carrier) -> CarrierOffers:
    kind = kind_called(carrier.kind)
    if kind is None:
        return CarrierOffers()
    try:
        return kind.offers(kind.config.model_validate(carrier.settings))
    except ValidationError:  # saved by a version that allowed more
        return kind.offers(None)


def unscreened(document: WorkspaceDocument) -> Iterator[PieceProblem]:
    """Yield a warning for each member who is to press 1 where a configured carrier cannot ask."""
    return unscreened_by(document, CarrierLimits())


def unscreened_by(document: WorkspaceDocument, given: CarrierLimits) -> Iterator[PieceProblem]:
    """As :func:`unscreened`; numbers without a carrier have the ``given`` one.

    That one is only held against members of whom the workspace says that they press 1.
    """
    warned: set[str] = set()
    for limits, member in _rung(document, given):
        wants = (member.acceptance if limits.carrier else member.accept) == "press_1"
        if limits.screens is False and wants and member.name not in warned:
            warned.add(member.name)
            yield PieceProblem(
                path=f"members “{member.name}”: accept",
                wrong=(
                    f"{limits.words} cannot ask for the key 1: whoever answers gets the caller, "
                    "also the phone's own voicemail"
                ),
                right="Write “accept: answer” if that is all right, or use a carrier that screens.",
            )


def _rung(
    document: WorkspaceDocument, given: CarrierLimits
) -> Iterator[tuple[CarrierLimits, Member]]:
    """The members that transfers ring, each with the carriers that ring them."""
    members = {member.name: member for member in document.members}
    inboxes = {inbox.name: inbox.members for inbox in document.inboxes}
    by_job = limits_by_job(document, given)
    for job in document.jobs:
        for action in job.actions if job.on else ():
            if not isinstance(action, TransferCall):
                continue
            name = action.destination.name
            for one in inboxes.get(name, (name,)):
                if one in members:
                    yield from ((limits, members[one]) for limits in by_job[job.name])
