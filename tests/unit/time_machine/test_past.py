"""What a log told at any of its positions is what folding it up to there tells."""

from dataclasses import asdict
from functools import reduce

from hookflash.domain.unreadable import Unreadable
from hookflash.domain.workspace.usage import Usage
from hookflash.domain.workspace.usage import evolve as evolve_usage
from hookflash.domain.workspace.workspace import Workspace
from hookflash.domain.workspace.workspace import evolve as evolve_workspace
from hookflash.orchestrator.time_machine.past import Past
from hookflash.testing import in_virtual_time, office
from tests.unit.time_machine.stage import OFFICE
from tests.unit.time_machine.test_plain_sweeps import mixed_calls


@in_virtual_time
async def test_what_was_used_of_daily_limits_at_any_time() -> None:
    """Also by each caller."""
    async with office(OFFICE) as o:
        await mixed_calls(o)
        store = o.simulation.store
        [stream] = store.streams(f"{o.workspace}.usage.")
        day, past = stream.rpartition(".")[2], Past(store)
        placed = store.read_placed(stream)
        assert len(placed) > 1
        for end in (0, *(at for at, _ in placed)):
            events = [one for at, one in placed if at <= end and not isinstance(one, Unreadable)]
            was = reduce(evolve_usage, events, Usage(o.workspace, day))
            assert asdict(past.usage(o.workspace, day, end)) == asdict(was)


@in_virtual_time
async def test_the_workspace_at_any_time() -> None:
    """None before it was made."""
    async with office(OFFICE) as o:
        store = o.simulation.store
        past, stream = Past(store), f"{o.workspace}.workspace"
        assert past.workspace(o.workspace, 0) is None
        was = Workspace(o.workspace)
        for (at, _), event in zip(
            store.read_placed(stream), store.read_stream(stream), strict=True
        ):
            was = evolve_workspace(was, event)
            assert past.workspace(o.workspace, at) == was
            assert past.events(stream, at, event.position - 1) == [event]
