"""Checks the carriers of a log's workspaces, for a person who sets them up."""

from collections.abc import Iterator, Sequence

from hookflash.domain.value import Value
from hookflash.domain.workspace.events import CarrierSaved
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.configured_carriers.carrier_book import CarrierBook, about_carrier
from hookflash.orchestrator.configured_carriers.operator import WorkspaceCarriers
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import Store
from hookflash.orchestrator.ports.carriers import CarrierUnavailable, Checked, Finding
from hookflash.orchestrator.system.clock import SystemClock
from hookflash.orchestrator.system.ids import RandomIds
from hookflash.orchestrator.telemetry.masking import without_secrets
from hookflash.orchestrator.workspaces.repository import WorkspaceRepository

PAGE = 1_000


class CarrierCheck(Value):
    """What was found about one carrier of a workspace."""

    workspace: str
    carrier: str
    kind: str
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        """Whether there is no problem."""
        return all(finding.status != "problem" for finding in self.findings)


async def check_carriers(
    store: Store, operator: WorkspaceCarriers, workspace: str | None = None
) -> tuple[CarrierCheck, ...]:
    """Check every carrier in the log, or those of one workspace, an id."""
    clock, ids = SystemClock(), RandomIds()
    workspaces = WorkspaceRepository(EventLog(store, live=False), clock, ids)
    book = CarrierBook(operator, workspaces, clock, ids)
    slugs = dict.fromkeys(_with_carriers(store)) if workspace is None else (workspace,)
    found = [one for slug in slugs if (one := await workspaces.get(slug)) is not None]
    return tuple([await _check(book, one, name) for one in found for name in one.carriers])


async def check_of_workspace(book: CarrierBook, workspace: Workspace) -> tuple[CarrierCheck, ...]:
    """Check the carriers of one workspace, with the carriers that a worker has built."""
    return tuple([await _check(book, workspace, name) for name in workspace.carriers])


class CarrierAtStart(Value):
    """What is known of a carrier before anything is asked of it.

    ``wrong`` is why this process cannot use it, empty if it can; ``speaks`` is whether it speaks
    on calls by itself.
    """

    workspace: str
    carrier: str
    kind: str
    wrong: str = ""
    speaks: bool


async def carriers_at_start(
    store: Store, operator: WorkspaceCarriers, workspaces: Sequence[str]
) -> tuple[CarrierAtStart, ...]:
    """The carriers of some workspaces, ids, as this process could build them; asks no network."""
    clock, ids = SystemClock(), RandomIds()
    repository = WorkspaceRepository(EventLog(store, live=False), clock, ids)
    book = CarrierBook(operator, repository, clock, ids)
    try:
        found = [one for slug in workspaces if (one := await repository.get(slug)) is not None]
        return tuple([await _at_start(book, one, name) for one in found for name in one.carriers])
    finally:
        await book.close()


async def _at_start(book: CarrierBook, workspace: Workspace, name: str) -> CarrierAtStart:
    carrier, wrong = workspace.carriers[name], ""
    try:
        async with book.use(workspace.slug, carrier.ref, complain=False):
            pass
    except CarrierUnavailable as error:
        wrong = without_secrets(error.reason)
    return CarrierAtStart(
        workspace=workspace.slug,
        carrier=name,
        kind=carrier.kind,
        wrong=wrong,
        speaks=book.offers(workspace.slug, carrier.ref).telephony.speaks,
    )


def _with_carriers(store: Store) -> Iterator[str]:
    """The workspaces that ever had a carrier, in the order in which they got it."""
    position = 0
    wanted = CarrierSaved.TOPIC in store.recorder.topics()
    while wanted and (rows := store.recorder.log_rows(position, PAGE)):
        for _, event in store.mapper.read([row for row in rows if row[3] == CarrierSaved.TOPIC]):
            yield event.stream.partition(".")[0]
        position = rows[-1][0]


async def _check(book: CarrierBook, workspace: Workspace, name: str) -> CarrierCheck:
    carrier = workspace.carriers[name]
    about = about_carrier(workspace, name)
    findings = (*_own(name, about), *await _of_kind(book, workspace.slug, carrier.ref, about))
    return CarrierCheck(
        workspace=workspace.slug, carrier=name, kind=carrier.kind, findings=findings
    )


def _own(name: str, about: Checked) -> Iterator[Finding]:
    if not about.numbers:
        yield Finding(
            subject="numbers",
            status="warning",
            found="no number has this carrier",
            change=f"Write “carrier: {name}” at a number.",
        )


async def _of_kind(
    book: CarrierBook, workspace: str, ref: str, about: Checked
) -> Sequence[Finding]:
    """What the kind finds. Its words may come from a provider, so secrets are taken out."""
    try:
        plan = await book.plan(workspace, ref)
        found = await plan.kind.check(plan.config, plan.secrets, plan.context, about)
    except CarrierUnavailable as error:
        return (Finding(subject="carrier", status="problem", found=error.reason),)
    except Exception as error:  # noqa: BLE001 - one check that fails does not end the others
        wrong = without_secrets(f"the check failed: {type(error).__name__}: {error}")
        return (Finding(subject="carrier", status="problem", found=wrong),)
    said = [one.model_copy(update={"found": without_secrets(one.found)}) for one in found]
    return said or (Finding(subject="carrier", status="ok", found="nothing more to check"),)
