"""A sweep saves work. It finds what one finds that decides everything again, and reads it anew."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from typing import Final

import pytest

from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.runtime.usage_ledger import UsageLedger
from hookflash.orchestrator.testing.simulated_office import Office
from hookflash.orchestrator.time_machine import ending, following
from hookflash.orchestrator.time_machine.change import Change, Phone, Policy
from hookflash.orchestrator.time_machine.past import Past
from hookflash.orchestrator.time_machine.surroundings import _UsageAsOf
from hookflash.orchestrator.time_machine.touching import Touch
from hookflash.orchestrator.workspaces.file.workspace_file import workspace_in
from hookflash.projections.calls.from_log import summary_of
from hookflash.testing import in_virtual_time, office
from tests.unit.time_machine.stage import OFFICE
from tests.unit.time_machine.test_sweeps import some_calls, swept

POLICIES: Final = (
    Policy(registration="pending"),
    Policy(opted_out=True, ring_seconds=60),
    Policy(quiet_hours="on"),
    Policy(texts_per_call=0),
    Policy(texts_per_contact_per_day=1),
    Policy(proposals_per_call=0),
    Policy(ring_seconds=15),
    Policy(do_not_disturb=("Lee",)),
)
OTHER: Final = OFFICE.replace("https://example.com/book", "https://example.com/new")
CHANGES: Final = (
    *(Change(policy=policy) for policy in POLICIES),
    Change(
        jobs=workspace_in(OTHER.encode(), "other").jobs, policy=Policy(texts_per_contact_per_day=1)
    ),
    Change(phones={"Dana": Phone(does="busy", after=2), "Lee": Phone(after=9)}),
)


async def mixed_calls(o: Office) -> None:
    """Texts, also two to one caller on one day, and transfers that are answered, or not."""
    await some_calls(o)
    again = await o.call()
    await again.says("Could you text me the link?", "Could I talk to a person?", "Yes, please")
    await again.waits(90)
    await again.hangs_up()
    rang = await o.call(from_="+14155550196")
    await rang.says("Could I talk to a person?", "Yes, please")
    await rang.waits(5)
    await rang.hangs_up()
    await rang.waits(60)


@in_virtual_time
async def test_a_sweep_finds_what_a_plain_one_finds() -> None:
    """Also of the calls that go otherwise: where they part, how they end, what is assumed."""
    async with office(OFFICE) as o:
        await mixed_calls(o)
        for change in CHANGES:
            found = await swept(o, change)
            assert found.changed, change
            with plain():
                assert await swept(o, change) == found, change


@contextmanager
def plain() -> Iterator[None]:
    """Leave nothing out, and keep nothing in memory."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Touch, "covers", lambda *_: True)
        patched.setattr(Touch, "touches", lambda *_: True)
        patched.setattr(Past, "workspace", lambda *_: None)
        patched.setattr(_UsageAsOf, "read", UsageLedger.read)
        patched.setattr(following, "copy_of", deepcopy)
        patched.setattr(ending, "outcome_of", _outcome_in_the_views)
        yield


def _outcome_in_the_views(call_id: str, events: Sequence[CallEvent]) -> str | None:
    shown = summary_of(call_id, list(enumerate(events, 1)))
    return shown.outcome if shown is not None else None
