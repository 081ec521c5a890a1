"""Work on a log beside its calls: verify, rebuild, copy, erase, configure, check, simulate.

Nothing here becomes a worker: no call is resumed and no effect performed. Other processes may go on
using the log meanwhile. ``url`` is that of ``CallCenter.open``; the log must exist (``NoSuchLog``)
unless the function says otherwise. ``progress`` is called with how much is done, and of how much.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

from hookflash.orchestrator.api_keys import ApiKeys
from hookflash.orchestrator.carrying import LiveDatabase
from hookflash.orchestrator.carrying import simulate as mark_simulated
from hookflash.orchestrator.configured_carriers import checks
from hookflash.orchestrator.configured_carriers.checks import CarrierAtStart, CarrierCheck
from hookflash.orchestrator.configured_carriers.discarding import discard_copies
from hookflash.orchestrator.configured_carriers.operator import WorkspaceCarriers
from hookflash.orchestrator.contact_ids import parse_contact
from hookflash.orchestrator.integrity import export, import_
from hookflash.orchestrator.integrity import verify as verifying
from hookflash.orchestrator.integrity.erasing import (
    EraseContact,
    Erasure,
    erase_contact,
)
from hookflash.orchestrator.integrity.erasing_recordings import RecordingsLeft, delete_recordings
from hookflash.orchestrator.integrity.findings import Report
from hookflash.orchestrator.integrity.import_ import Imported
from hookflash.orchestrator.log.awaiting import until_answering
from hookflash.orchestrator.log.existing import checked, open_existing
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.portions import FEW, in_processes
from hookflash.orchestrator.ports.recordings import RecordingStore
from hookflash.orchestrator.projection_runner import open_views
from hookflash.orchestrator.system.clock import SystemClock
from hookflash.orchestrator.system.ids import RandomIds, new_secret
from hookflash.orchestrator.workspaces.editor import WorkspaceEditor
from hookflash.orchestrator.workspaces.repository import WorkspaceRepository
from hookflash.projections.database.engine import open_database

Progress = Callable[[int, int], None]


def _ignore(_done: int, _all: int) -> None:
    pass


def wait_for_database(url: str, tell: Callable[[str], None]) -> None:
    """Wait until the database answers; ``tell`` is called once with each reason to wait.

    Returns at once where waiting would not help, such as for a wrong password.
    """
    asyncio.run(until_answering(url, asyncio.sleep, tell))


def simulate(url: str) -> None:
    """Make a new database one of simulated calls, for good; it is created if missing.

    Raises ``LiveDatabase`` for one that is not new and not simulated.
    """
    with checked(open_store(url)) as store:
        if not mark_simulated(store, SystemClock().now()):
            raise LiveDatabase


def verify(url: str, progress: Progress = _ignore) -> Report:
    """Check the whole log and its views: missing, moved or altered events, invalid decisions.

    Changes nothing, and also works on a log that a newer version has written to.
    """
    with open_existing(url, readable=False) as store:
        views = open_database(url)
        try:
            return verifying.verify(store, views, progress)
        finally:
            views.dispose()


def rebuild(url: str, progress: Progress = _ignore, *, processes: int = 1) -> int:
    """Build every view from the log again, readable meanwhile; returns the log position reached.

    ``processes`` share the work on a long log; a program that starts some must guard its main
    module, as ``multiprocessing`` needs it. Raises ``RebuildOvertaken`` if another rebuild began
    meanwhile, and ``NewerViews``.
    """
    with open_existing(url) as store, closing(open_views(url, store)) as views:
        views.catch_up()
        many = processes > 1 and store.last_position() > FEW
        return views.rebuild(progress, in_processes(url, processes) if many else None)


def export_log(url: str, progress: Progress = _ignore) -> Iterator[bytes]:
    """Every event as a line of JSON, in the order of the log."""
    with open_existing(url) as store:
        yield from export.export_log(store, progress)


def export_call(url: str, call_id: str, *, redact: bool = False) -> Iterator[bytes]:
    """The events of a call as lines of JSON; with ``redact``, without numbers, names and words.

    Raises ``NoSuchCall``, and ``NoFixture`` for a call that cannot be redacted.
    """
    with open_existing(url) as store:
        yield from (export.export_fixture if redact else export.export_call)(store, call_id)


def import_log(url: str, file: Path, *, compress: bool = False) -> Imported:
    """Store the events of an exported ``file``; those that the log has already are skipped.

    The log is created if missing; with ``compress``, its events are compressed from now on. Raises
    ``InvalidLog`` with every mistake in the file, ``OSError`` if it cannot be read, or
    ``CompressionMissing``; nothing is stored then.
    """
    with checked(open_store(url, compress=compress)) as store:
        return import_.import_log(store, file)


def erase(  # noqa: PLR0913 - one keyword an option
    url: str,
    contact: str,
    *,
    operator: str,
    workspace: str | None = None,
    progress: Progress = _ignore,
    recording_store: RecordingStore | None = None,
    carriers: WorkspaceCarriers | None = None,
    end_open_calls: bool = False,
    vacuum: bool = False,
) -> tuple[Erasure, ...]:
    """Erase a contact for good; see ``CallCenter.erase``, which raises the same.

    Recordings are deleted from ``recording_store``, and copies that ``carriers`` still have there;
    without ``carriers`` those are only named. Call it outside an event loop.
    """
    with open_existing(url) as store, closing(open_views(url, store)) as views:
        views.catch_up()
        request = EraseContact(
            contact=parse_contact(contact),
            operator=operator,
            at=SystemClock().now(),
            workspace=workspace,
            end_open_calls=end_open_calls,
            vacuum=vacuum,
        )
        deleted: set[str] = set()
        discarded: dict[str, bool] | None = {} if carriers is not None else None
        while True:
            try:
                return erase_contact(
                    store,
                    views,
                    request,
                    RandomIds(),
                    progress,
                    deleted=deleted,
                    discarded=discarded,
                )
            except RecordingsLeft as left:
                asyncio.run(delete_recordings(left, recording_store))
                deleted.update(left.keys)
                if carriers is not None and discarded is not None:
                    discarded |= asyncio.run(discard_copies(store, carriers, left.copies))


async def check_carriers(
    url: str, carriers: WorkspaceCarriers, workspace: str | None = None
) -> tuple[CarrierCheck, ...]:
    """Check the carriers of every workspace, or of one, an id; may ask the carriers."""
    with open_existing(url) as store:
        return await checks.check_carriers(store, carriers, workspace)


async def carriers_at_start(
    url: str, carriers: WorkspaceCarriers, workspaces: Sequence[str]
) -> tuple[CarrierAtStart, ...]:
    """What is known of the carriers of workspaces, ids, before anything is asked of them."""
    with open_existing(url) as store:
        return await checks.carriers_at_start(store, carriers, workspaces)


@dataclass(frozen=True)
class Configuration:
    """The workspaces of a log, and their API keys."""

    workspaces: WorkspaceEditor
    keys: ApiKeys


@asynccontextmanager
async def configuring(
    url: str, *, create: bool = False, compress: bool = False
) -> AsyncIterator[Configuration]:
    """Change workspaces and keys, with ``async with``; with ``create``, in a new log too.

    With ``create`` and ``compress``, the log's events are compressed from now on.
    """
    store = checked(open_store(url, compress=compress)) if create else open_existing(url)
    log = EventLog(store, live=False)
    clock, ids = SystemClock(), RandomIds()
    try:
        yield Configuration(
            WorkspaceEditor(WorkspaceRepository(log, clock, ids)),
            ApiKeys(log, clock, ids, new_secret),
        )
    finally:
        await log.close()
