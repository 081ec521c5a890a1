"""What a kind of carrier implements, and what it is given.

A workspace names its carriers and their settings. A kind says what may be set, what a carrier with
those settings offers, and builds its ports. Adding a kind takes a folder under ``carriers/`` and a
line in ``configured_carriers/registry.py``.
"""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar, Final, Generic, Literal, Protocol, TypeVar

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from hookflash.domain.errors import HookflashError
from hookflash.domain.value import Value
from hookflash.domain.workspace.carrier import is_secret_name
from hookflash.domain.workspace.number import BusinessNumber
from hookflash.domain.workspace.people import Member
from hookflash.orchestrator.ports.carrier_calls import CarrierCalls
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.ids import Ids
from hookflash.orchestrator.ports.messaging import Messaging, MessagingOffers
from hookflash.orchestrator.ports.recordings import Recordings
from hookflash.orchestrator.ports.telephony import Telephony, TelephonyOffers

if TYPE_CHECKING:
    from fastapi import APIRouter


class CarrierUnavailable(HookflashError, RuntimeError):
    """A carrier cannot be used now: a secret or a URL is missing, or the carrier is gone.

    ``final``: repeating the request will not help. The message never contains a secret. A port may
    raise it as long as it has asked nothing of the provider.
    """

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.final = final


def _named(value: str) -> str:
    if not is_secret_name(value):  # what was written may be the secret itself: it is not repeated
        raise PydanticCustomError("secret_name", "names no secret of this workspace")
    return value


NAMES_A_SECRET: Final = AfterValidator(_named)
SecretName = Annotated[str, NAMES_A_SECRET]
"""The type of a setting that names a secret of the workspace: ``secret:NAME``, never a value."""


class CarrierConfig(Value):
    """The settings of one carrier. Subclass it; every field but a secret needs plain values.

    Never add a URL or an address: those are the operator's, see :class:`CarrierContext`.
    """


class NoSettings(CarrierConfig):
    """For kinds that need no settings."""


class Secrets(Protocol):
    """The secrets of one carrier, as they were when it was built."""

    def reveal(self, name: str) -> str:
        """The secret that a setting names as ``secret:NAME``.

        Raises :class:`CarrierUnavailable`. Do not log, store or show it.
        """
        ...


class CarrierOffers(Value):
    """What a carrier can do. ``telephony.carrier`` is ignored: calls record kind and name."""

    telephony: TelephonyOffers = TelephonyOffers()
    messaging: MessagingOffers = MessagingOffers()


@dataclass(frozen=True)
class Carrier:
    """A carrier that is ready for use; a missing port is refused with a reason.

    A kind may return a subclass with more. ``close`` is called when the carrier is replaced, since
    its settings or secrets changed, and when the process ends; no request is under way then.
    """

    telephony: Telephony | None = None
    messaging: Messaging | None = None
    recordings: Recordings | None = None
    close: Callable[[], Awaitable[None]] | None = None


@dataclass(frozen=True)
class CarrierContext:
    """Where a carrier is, and what the operator of this process configured.

    ``base_url`` is where the provider's API is, instead of the usual place. ``calls`` takes reports
    about the calls of this carrier only. ``simulated`` are the simulated ports of the process,
    where its calls are simulated.
    """

    workspace: str
    name: str
    kind: str
    calls: CarrierCalls
    clock: Clock
    ids: Ids
    public_url: str | None = None
    base_url: str | None = None
    simulated: Carrier | None = None

    def url(self, path: str) -> str:
        """The public URL of ``path`` below the kind's router: ``…/v1/carriers/KIND/path``.

        Raises :class:`CarrierUnavailable` if the operator configured no public URL.
        """
        if self.public_url is None:
            raise CarrierUnavailable(
                "this process has no public URL; start it with --public-url https://…"
            )
        return f"{self.public_url}/v1/carriers/{self.kind}/{path}"


class Finding(Value):
    """One thing that ``hookflash carriers check`` looked at; ``change`` is what to do about it."""

    subject: str
    status: Literal["ok", "warning", "problem"]
    found: str
    change: str = ""


@dataclass(frozen=True)
class Checked:
    """A carrier's numbers, and the members whose phones it rings; ``workspace`` is its name."""

    numbers: Sequence[BusinessNumber] = ()
    members: Sequence[Member] = ()
    workspace: str = ""


class RouterContext(Protocol):
    """What the webhooks of one kind need."""

    clock: Clock
    ids: Ids
    public_url: str | None

    def carrier(self, workspace: str, name: str) -> AbstractAsyncContextManager[Carrier]:
        """Use a carrier of this kind with ``async with``; what its ``build`` returned.

        Raises :class:`CarrierUnavailable`, ``final`` if the workspace has no such carrier of this
        kind: answer 404 then, otherwise 503.
        """
        ...

    def calls(self, workspace: str, name: str) -> CarrierCalls:
        """Where reports about the calls of this carrier, and of no other one, go."""
        ...

    async def about(self, workspace: str, name: str) -> Checked:
        """The carrier's numbers and members, as they are configured now."""
        ...


C = TypeVar("C", bound=CarrierConfig)


class CarrierKind(ABC, Generic[C]):
    """A kind of carrier, such as ``twilio``."""

    name: ClassVar[str]
    """What workspace files call it: a-z, digits and hyphens."""
    config: type[C]
    """Its settings."""
    simulated: ClassVar[bool] = False
    """Whether it reaches no real phone: such carriers work in simulated databases only."""

    @abstractmethod
    def offers(self, config: C | None) -> CarrierOffers:
        """What a carrier with these settings can do; needs neither secrets nor the network.

        None: the settings are not known, since the carrier was removed during a call.
        """

    @abstractmethod
    def build(self, config: C, secrets: Secrets, context: CarrierContext) -> Carrier:
        """Make the ports of a carrier, without asking the network.

        Called when a carrier is first used, and again once its settings or secrets have changed.
        Raises :class:`CarrierUnavailable`.
        """

    def router(self, context: RouterContext) -> "APIRouter | None":
        """The webhooks of all carriers of this kind, served under ``/v1/carriers/KIND``.

        Requests carry no API key: check their signature before anything else.
        """
        del context
        return None

    async def check(
        self, config: C, secrets: Secrets, context: CarrierContext, about: Checked
    ) -> Sequence[Finding]:
        """Look at the account: what is set up wrongly, and what to change.

        It may ask the network, and changes nothing. Raises :class:`CarrierUnavailable`.
        """
        del config, secrets, context, about
        return ()
