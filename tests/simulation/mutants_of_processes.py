"""Mutants of the roles of a process, and of what it does when another one, or the log, fails."""

from collections.abc import Iterator
from datetime import datetime
from unittest.mock import patch

from hookflash.domain.call.deciding import ending, phones
from hookflash.orchestrator.ports.outside import Ports
from hookflash.orchestrator.runtime.corrected_clock import CorrectedClock
from hookflash.orchestrator.runtime.owed_turns import OwedTurns
from tests.simulation.planted import mutant


@mutant
def _attempt_in_a_process_without_the_port() -> Iterator[None]:
    with (
        patch.object(Ports, "performs", lambda *_: True),
        patch.object(Ports, "is_idle", new=False),
    ):
        yield


@mutant
def _tell_the_time_by_the_clock_of_each_host() -> Iterator[None]:
    def now(self: CorrectedClock) -> datetime:
        return self._clock.now()

    with patch.object(CorrectedClock, "now", now):
        yield


@mutant
def _leave_the_caller_to_a_worker_that_died() -> Iterator[None]:
    async def look_after(_self: OwedTurns, _call: object) -> bool:
        return True

    async def resume(_self: OwedTurns) -> None:
        return

    with (
        patch.object(OwedTurns, "look_after", look_after),
        patch.object(OwedTurns, "resume", resume),
    ):
        yield


@mutant
def _let_phones_ring_that_a_late_request_rang() -> Iterator[None]:
    with (
        patch.object(ending, "is_unanswered", lambda _: False),
        patch.object(phones, "is_unanswered", lambda _: False),
    ):
        yield
