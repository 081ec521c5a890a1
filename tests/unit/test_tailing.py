"""Appends by other processes reach this process's cache."""

from datetime import UTC, datetime

from hookflash.domain.call.evolve import fold
from hookflash.domain.erasure.events import ContactErased, ErasedStream
from hookflash.domain.event import Actor
from hookflash.orchestrator.assembly import simulate
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.runtime.log_tail import LogTail
from hookflash.orchestrator.simulation.virtual_time import run_virtually
from hookflash.orchestrator.workspaces.file.workspace_file import read_workspace
from tests.tree import ROOT

OFFICE = ROOT / "docs" / "tutorial" / "office.yaml"


def test_an_erased_call_is_not_kept_in_memory() -> None:
    """Fault 36: every process that follows the log drops an erased call from its cache."""

    async def main() -> None:
        center = simulate("sqlite://", open_store("sqlite://"), seed=0).center
        await center.apply(read_workspace(OFFICE))
        call = await center.receive_call(to="+14155550100", from_="+14155550199")
        kept = await center._handler.load(call)
        erased = ContactErased(
            workspace="harbor-dental",
            position=1,
            at=datetime(2026, 1, 5, tzinfo=UTC),
            by=Actor.OPERATOR,
            cause="erase-1",
            pseudonym="erased-1",
            operator="Pat",
            streams=(ErasedStream(stream=call, position=1),),
        )
        tail = LogTail(center._log, center._handler, center._dispatcher, 0)
        await tail._absorb(erased)
        read_anew = await center._handler.load(call)
        assert read_anew is not kept
        assert read_anew == fold(call, await center.events(call))
        await center.close()

    run_virtually(main())
