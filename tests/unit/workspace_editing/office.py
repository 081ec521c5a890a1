"""A workspace to edit, on a log in memory."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from hookflash.domain.event import Event
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.simulation.virtual_time import SeededIds
from hookflash.orchestrator.system.clock import SystemClock
from hookflash.orchestrator.workspaces.editor import WorkspaceEditor
from hookflash.orchestrator.workspaces.file.workspace_file import read_workspace
from hookflash.orchestrator.workspaces.forms import JobForm
from hookflash.orchestrator.workspaces.repository import WorkspaceRepository
from tests.tree import ROOT

HARBOR: Final = "harbor-dental"
NUMBER: Final = "+14155550100"
FILE: Final = ROOT / "tests/unit/workspace_file/harbor.yaml"


class Office:
    """The workspace of Harbor Dental, and the events appended since its set-up."""

    def __init__(self) -> None:
        self.log = EventLog(open_store("sqlite://"), live=False)
        self.workspaces = WorkspaceRepository(self.log, SystemClock(), SeededIds("office"))
        self.editor = WorkspaceEditor(self.workspaces)
        self._set_up = 0

    async def open(self) -> None:
        """Create the workspace."""
        await self.workspaces.apply(read_workspace(FILE))
        self._set_up = (await self.now()).position

    async def now(self) -> Workspace:
        """The current workspace."""
        return await self.editor.get(HARBOR)

    async def since(self) -> Sequence[Event]:
        """The events of the workspace since its set-up."""
        return await self.log.read_stream(f"{HARBOR}.workspace", self._set_up)

    async def happened(self) -> list[str]:
        """The names of these events."""
        return [event.type for event in await self.since()]


def in_office(check: Callable[[Office], Awaitable[None]]) -> None:
    """Run ``check`` with a new office."""

    async def run() -> None:
        office = Office()
        await office.open()
        try:
            await check(office)
        finally:
            await office.log.close()

    asyncio.run(run())


def booking(instructions: str = "Be brief.", *, on: bool = True) -> JobForm:
    """The job "Booking" with other instructions."""
    return JobForm(name="Booking", instructions=instructions, on=on)
