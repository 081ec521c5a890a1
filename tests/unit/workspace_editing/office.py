"""A workspace to edit, on a log in memory, with one line for each step of a test."""

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
    """Harbor Dental, and what was appended since it was set up."""

    def __init__(self) -> None:
        self.log = EventLog(open_store("sqlite://"), live=False)
        self.workspaces = WorkspaceRepository(self.log, SystemClock(), SeededIds("office"))
        self.configuration = WorkspaceEditor(self.workspaces)
        self._set_up = 0

    async def open(self) -> None:
        """Set the workspace up."""
        await self.workspaces.apply(read_workspace(FILE))
        self._set_up = (await self.now()).position

    async def now(self) -> Workspace:
        """The workspace as the log has it."""
        return await self.configuration.get(HARBOR)

    async def since(self) -> Sequence[Event]:
        """What happened to the workspace since it was set up."""
        return await self.log.read_stream(f"{HARBOR}.workspace", self._set_up)

    async def happened(self) -> list[str]:
        """The same, by the events' names."""
        return [event.type for event in await self.since()]


def in_office(check: Callable[[Office], Awaitable[None]]) -> None:
    """Run ``check`` in a new office."""

    async def run() -> None:
        office = Office()
        await office.open()
        try:
            await check(office)
        finally:
            await office.log.close()

    asyncio.run(run())


def booking(instructions: str = "Be brief.", *, on: bool = True) -> JobForm:
    """A job of the office, in other words."""
    return JobForm(name="Booking", instructions=instructions, on=on)
