"""The briefing of a call's agent, and how often the log is read for it."""

import asyncio
from pathlib import Path

from hookflash.domain.call.call import Call
from hookflash.domain.event import Event
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.system.clock import SystemClock
from hookflash.orchestrator.system.ids import RandomIds
from hookflash.orchestrator.workspaces.file.workspace_file import read_workspace
from hookflash.orchestrator.workspaces.repository import WorkspaceRepository
from tests.rig.agent import OFFICE


class RecordingLog(EventLog):
    """A log that records which streams are read."""

    def __init__(self) -> None:
        super().__init__(open_store("sqlite://"), live=False)
        self.read: list[str] = []

    async def read_stream(self, stream: str, after: int = 0) -> list[Event]:
        """Read the stream and record that."""
        self.read.append(stream)
        return await super().read_stream(stream, after)


def began_with(*jobs: tuple[str, int]) -> Call:
    """A call to the office that began with these jobs."""
    return Call("harbor-dental.call.0123456789abcdef", agent_name="Sona", jobs=jobs)


def test_a_known_version_is_not_read_again() -> None:
    """Published versions never change."""

    async def main() -> None:
        log = RecordingLog()
        workspaces = WorkspaceRepository(log, SystemClock(), RandomIds())
        await workspaces.apply(read_workspace(OFFICE))
        first = await workspaces.briefing(began_with(("Book", 1)))
        log.read.clear()
        assert await workspaces.briefing(began_with(("Book", 1))) == first
        assert log.read == []

    asyncio.run(main())


def test_a_version_published_by_another_process_is_read(tmp_path: Path) -> None:
    """Calls that began with the old version keep it."""

    async def main() -> None:
        log = RecordingLog()
        here, there = (WorkspaceRepository(log, SystemClock(), RandomIds()) for _ in range(2))
        await there.apply(read_workspace(OFFICE))
        old = await here.briefing(began_with(("Book", 1)))
        edited = tmp_path / "office.yaml"
        text = OFFICE.read_text(encoding="utf-8").replace("/book", "/new")
        edited.write_text(text, encoding="utf-8")
        await there.apply(read_workspace(edited))
        new = await here.briefing(began_with(("Book", 2)))
        assert "https://example.com/new" in new.model_dump_json()
        assert await here.briefing(began_with(("Book", 1))) == old != new

    asyncio.run(main())
