"""The carriers of all workspaces that a process serves, each built when it is first used."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from pydantic import ValidationError

from hookflash.domain.workspace.carrier import SECRET, read_carrier_ref
from hookflash.domain.workspace.carrier import Carrier as Configured
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.configured_carriers.operator import WorkspaceCarriers
from hookflash.orchestrator.configured_carriers.registry import all_kinds, kind_called
from hookflash.orchestrator.configured_carriers.secret_store import variable_of
from hookflash.orchestrator.ports.carrier_calls import CarrierCalls
from hookflash.orchestrator.ports.carriers import (
    Carrier,
    CarrierConfig,
    CarrierContext,
    CarrierKind,
    CarrierOffers,
    CarrierUnavailable,
    Checked,
    RouterContext,
)
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.ids import Ids
from hookflash.orchestrator.telemetry.logs import get_logger
from hookflash.orchestrator.telemetry.masking import without_secrets
from hookflash.orchestrator.workspaces.repository import WorkspaceRepository

SIMULATOR = "simulator"
"""The kind that stands in for every other one where the calls of a database are simulated."""
CallsOf = Callable[[str, str], CarrierCalls]
"""Takes a workspace and the carrier as its calls record it."""
logger = get_logger(__name__)


class CarrierSecrets:
    """The values that a carrier was built with; shown nowhere."""

    def __init__(self, values: dict[str, str]) -> None:
        self._values = values

    def __repr__(self) -> str:
        return f"CarrierSecrets({', '.join(self._values)})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CarrierSecrets) and self._values == other._values

    def __hash__(self) -> int:
        return hash(tuple(self._values))

    def reveal(self, name: str) -> str:
        """The secret that a setting names as ``secret:NAME``."""
        value = self._values.get(name.removeprefix(SECRET))
        if value is None:
            raise CarrierUnavailable("a setting names a secret that this carrier does not have")
        return value


class Plan(NamedTuple):
    """What a carrier is built from."""

    kind: CarrierKind[Any]
    config: CarrierConfig
    secrets: CarrierSecrets
    context: CarrierContext


@dataclass(eq=False, repr=False)
class _Built:
    """A carrier and what it was built from; ``users`` are the requests under way."""

    settings: Configured
    secrets: CarrierSecrets
    carrier: Carrier
    users: int = 0
    replaced: bool = False

    async def leave(self) -> None:
        """Note the end of a request; the last one closes a carrier that was replaced."""
        self.users -= 1
        if self.replaced and not self.users:
            await self.close()

    async def close(self) -> None:
        """Close the carrier."""
        if self.carrier.close is None:
            return
        try:
            await self.carrier.close()
        except Exception as error:  # noqa: BLE001 - it is not used any more
            logger.warning("carrier_not_closed", error=without_secrets(repr(error)))


class CarrierBook:
    """Builds carriers, keeps them while their settings and secrets stay, and lends them out."""

    def __init__(
        self,
        operator: WorkspaceCarriers,
        workspaces: WorkspaceRepository,
        clock: Clock,
        ids: Ids,
        simulated: Carrier | None = None,
    ) -> None:
        """``simulated``: the simulated ports, in a process whose calls are simulated."""
        self.operator = operator
        self.clock = clock
        self.ids = ids
        self._workspaces = workspaces
        self._simulated = simulated
        self._built: dict[tuple[str, str], _Built] = {}
        self._complaints: dict[tuple[str, str], str] = {}
        self._calls_of: CallsOf | None = None

    def connect(self, calls_of: CallsOf) -> None:
        """Give the carriers somewhere to report to."""
        self._calls_of = calls_of

    def serves(self, ref: str) -> bool:
        """Whether this process can be the carrier that a call recorded as ``ref``.

        It knows the kind; one that is simulated carries no call of a live database.
        """
        read = read_carrier_ref(ref)
        kind = kind_called(read[0]) if read is not None else None
        return kind is not None and (self._simulated is not None or not kind.simulated)

    def calls(self, workspace: str, ref: str) -> CarrierCalls:
        """Where reports about the calls of a carrier go."""
        if self._calls_of is None:  # while carriers are only checked
            return cast("CarrierCalls", _NoCalls())
        return self._calls_of(workspace, ref)

    def offers(self, workspace: str, ref: str) -> CarrierOffers:
        """What a carrier can do, by its settings as this process knows them."""
        read = read_carrier_ref(ref)
        kind = self._acting_kind(read[0]) if read is not None else None
        if read is None or kind is None:
            return CarrierOffers()
        known = self._workspaces.known(workspace)
        configured = known.carriers.get(read[1]) if known else None
        if configured is None or configured.kind != kind.name:
            return kind.offers(None)
        try:
            return kind.offers(kind.config.model_validate(configured.settings))
        except ValidationError:  # of a newer version
            return kind.offers(None)

    async def prepare(self, workspace: str, ref: str) -> None:
        """Read what :meth:`offers` needs, unless this process knows it already."""
        if read_carrier_ref(ref) is not None and self._workspaces.known(workspace) is None:
            await self._workspaces.get(workspace)

    @asynccontextmanager
    async def use(
        self, workspace: str, ref: str, *, complain: bool = True
    ) -> AsyncIterator[Carrier]:
        """Use a carrier. Raises :class:`CarrierUnavailable`; logs a reason that may pass, once.

        Without ``complain`` it logs nothing.
        """
        try:
            built = await self._borrow(workspace, ref)
        except CarrierUnavailable as error:
            if complain and not error.final:  # webhooks may name any carrier, without a signature
                self._complain(workspace, ref, error.reason)
            raise
        self._complaints.pop((workspace, ref), None)
        try:
            yield built.carrier
        finally:
            await built.leave()

    async def plan(self, workspace: str, ref: str) -> Plan:
        """What a carrier would be built from now. Raises :class:`CarrierUnavailable`."""
        configured = await self._configured(workspace, ref)
        return self._plan(workspace, configured)

    def kinds(self) -> tuple[tuple[CarrierKind[Any], RouterContext], ...]:
        """The kinds whose webhooks this process takes: not real ones where calls are simulated."""
        wanted = self._simulated is not None
        kinds = (kind for kind in all_kinds().values() if kind.simulated == wanted)
        return tuple((kind, KindContext(self, kind.name)) for kind in kinds)

    async def about(self, workspace: str, name: str) -> Checked:
        """The numbers and members of a carrier; of one that is gone, none."""
        found = await self._workspaces.get(workspace)
        return about_carrier(found, name) if found is not None else Checked()

    async def close(self) -> None:
        """Close every carrier."""
        for built in self._built.values():
            await built.close()
        self._built.clear()

    async def _borrow(self, workspace: str, ref: str) -> _Built:
        """The carrier as it is configured now, with one more user; built if that has changed."""
        configured = await self._configured(workspace, ref)
        plan = self._plan(workspace, configured)
        known = self._built.get((workspace, ref))
        if known is not None and (known.settings, known.secrets) == (configured, plan.secrets):
            known.users += 1
            return known
        built = _Built(configured, plan.secrets, _build(plan), users=1)
        self._built[workspace, ref] = built
        if known is not None:
            known.replaced = True
            if not known.users:
                await known.close()
        return built

    async def _configured(self, workspace: str, ref: str) -> Configured:
        read = read_carrier_ref(ref)
        found = await self._workspaces.get(workspace)
        configured = found.carriers.get(read[1]) if found and read else None
        if read is None or configured is None or configured.kind != read[0]:
            raise CarrierUnavailable(f"the workspace has no carrier {ref} any more", final=True)
        return configured

    def _plan(self, workspace: str, configured: Configured) -> Plan:
        kind = self._acting_kind(configured.kind)
        if kind is None:
            wrong = f"this process does not know the kind of carrier “{configured.kind}”"
            raise CarrierUnavailable(wrong)
        stands_in = kind.name != configured.kind
        try:
            config = kind.config.model_validate({} if stands_in else configured.settings)
        except ValidationError as error:
            fields = ", ".join(sorted({".".join(map(str, one["loc"])) for one in error.errors()}))
            raise CarrierUnavailable(f"its settings are not valid: {fields}") from None
        secrets = CarrierSecrets({} if stands_in else self._secrets(workspace, configured))
        context = CarrierContext(
            workspace=workspace,
            name=configured.name,
            kind=kind.name,
            calls=self.calls(workspace, configured.ref),
            clock=self.clock,
            ids=self.ids,
            public_url=self.operator.public_url,
            base_url=self.operator.base_urls.get(kind.name),
            simulated=self._simulated,
        )
        return Plan(kind, config, secrets, context)

    def _acting_kind(self, name: str) -> CarrierKind[Any] | None:
        """The kind called ``name``; where calls are simulated, the simulator in its place."""
        kind = kind_called(name)
        if kind is None or self._simulated is None or kind.simulated:
            return kind
        return kind_called(SIMULATOR)

    def _secrets(self, workspace: str, configured: Configured) -> dict[str, str]:
        found = {}
        for name in configured.secrets:
            value = self.operator.secrets.find(workspace, name)
            if value is None:
                raise CarrierUnavailable(
                    f"the secret “{name}” is missing; put it into the section “{workspace}” of the "
                    f"secrets file, or into {variable_of(workspace, name)}"
                )
            found[name] = value
        return found

    def _complain(self, workspace: str, ref: str, reason: str) -> None:
        if self._complaints.get((workspace, ref)) != reason:
            self._complaints[workspace, ref] = reason
            logger.error("carrier_unavailable", workspace=workspace, carrier=ref, reason=reason)


def about_carrier(workspace: Workspace, name: str) -> Checked:
    """The numbers and members of a workspace's carrier."""
    numbers = tuple(one for one in workspace.numbers.values() if one.carrier == name)
    return Checked(numbers, tuple(workspace.members.values()), workspace.name)


def _build(plan: Plan) -> Carrier:
    try:
        return plan.kind.build(plan.config, plan.secrets, plan.context)
    except CarrierUnavailable:
        raise
    except Exception as error:  # noqa: BLE001 - what it says may contain a secret
        wrong = f"it could not be set up ({type(error).__name__})"
        raise CarrierUnavailable(wrong) from None


class _NoCalls:
    """Takes no reports."""

    def __getattr__(self, name: str) -> Any:
        raise CarrierUnavailable(f"{name}: this process takes no reports about calls")


class KindContext:
    """What the webhooks of one kind are given; see ``RouterContext``."""

    def __init__(self, book: CarrierBook, kind: str) -> None:
        self._book = book
        self._kind = kind
        self.clock = book.clock
        self.ids = book.ids
        self.public_url = book.operator.public_url

    def carrier(self, workspace: str, name: str) -> AbstractAsyncContextManager[Carrier]:
        """Use a carrier of this kind."""
        return self._book.use(workspace, f"{self._kind}/{name}")

    def calls(self, workspace: str, name: str) -> CarrierCalls:
        """Where reports about its calls go."""
        return self._book.calls(workspace, f"{self._kind}/{name}")

    async def about(self, workspace: str, name: str) -> Checked:
        """What the carrier's numbers and members are."""
        return await self._book.about(workspace, name)
