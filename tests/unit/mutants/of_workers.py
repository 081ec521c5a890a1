"""Mutants of what a worker does when another one, the database or a clock fails."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from unittest.mock import patch

from hookflash.domain.call import timers as domain_timers
from hookflash.domain.call.commands import Command, Speak
from hookflash.domain.call.deciding import phones
from hookflash.orchestrator.runtime.agent_moves import AgentMoves
from hookflash.orchestrator.runtime.corrected_clock import CorrectedClock
from hookflash.orchestrator.runtime.dispatcher import Dispatcher, Resumed
from hookflash.orchestrator.runtime.effects import executor
from hookflash.orchestrator.runtime.effects.timers import Timers
from hookflash.orchestrator.runtime.owed_turns import OwedTurns
from hookflash.orchestrator.runtime.repeated_requests import RepeatedRequests
from hookflash.orchestrator.runtime.turn_leases import LocalLeases
from tests.simulation.planted import without_timers
from tests.unit.call import test_late_rings
from tests.unit.command_handler import test_due_things, test_owed_turns, test_two_workers
from tests.unit.effects import test_corrected_clock
from tests.unit.mutants.registry import mutant, nothing, nothing_yet


@mutant(
    "forget a timer once it has fired",
    test_due_things.test_a_timer_whose_firing_failed_fires_again,
)
def _forget_a_timer() -> Iterator[None]:
    async def run(self: Timers, call_id: str, armed: Any) -> None:
        self._armed[call_id].pop(armed.timer)
        await self._fire(call_id, armed.timer)

    with patch.object(Timers, "_run", run):
        yield


@mutant(
    "leave alone what is due on a call that has a timer",
    test_due_things.test_an_effect_that_failed_is_taken_up_while_timers_of_its_call_run,
)
def _look_at_what_runs() -> Iterator[None]:
    original = Dispatcher.resume

    async def resume(self: Dispatcher, call_id: str, position: int | None = None) -> Resumed:
        if self._timers.has_timer(call_id):
            return "resumed"
        return await original(self, call_id, position)

    with patch.object(Dispatcher, "resume", resume):
        yield


@mutant(
    "forget what an append led to whose answer was lost",
    test_due_things.test_what_a_timer_led_to_is_carried_out_although_its_answer_was_lost,
)
def _forget_a_lost_answer() -> Iterator[None]:
    with patch.object(Dispatcher, "_resume_later", nothing):
        yield


@mutant(
    "drop the answer of a provider while the database is away",
    test_due_things.test_the_answer_of_a_provider_is_kept_until_the_database_is_back,
)
def _drop_an_answer() -> Iterator[None]:
    async def once(work: Callable[[], Awaitable[Any]], _: object) -> Any:
        return await work()

    with patch.object(executor, "until_available", once):
        yield


@mutant(
    "leave the caller to a worker that died",
    test_owed_turns.test_the_agent_of_another_worker_answers_the_caller,
)
def _owe_the_turn() -> Iterator[None]:
    async def look_after(_self: OwedTurns, _call: object) -> bool:
        return True

    with (
        patch.object(OwedTurns, "look_after", look_after),
        patch.object(OwedTurns, "resume", nothing_yet),
    ):
        yield


@mutant(
    "wait forever for an agent whose worker died",
    test_two_workers.test_a_caller_does_not_wait_for_a_worker_that_died_as_its_agent_thought,
)
def _wait_forever() -> Iterator[None]:
    with without_timers("reply"):
        yield


@mutant(
    "leave a turn unfinished in the middle of which its worker died",
    test_owed_turns.test_a_turn_goes_on_whose_worker_died_while_its_words_were_played,
)
def _leave_a_turn_unfinished() -> Iterator[None]:
    with patch.object(OwedTurns, "resume", nothing_yet):
        yield


@mutant(
    "take the turn of a worker that is alive",
    test_owed_turns.test_a_worker_whose_agent_thinks_keeps_its_turn,
)
def _ignore_leases() -> Iterator[None]:
    with patch.object(LocalLeases, "_is_free", lambda *_: True):
        yield


@mutant(
    "let two agents answer the same words",
    test_owed_turns.test_of_two_agents_that_answer_the_same_words_one_speaks,
)
def _answer_twice() -> Iterator[None]:
    original = AgentMoves._speech

    def speech(self: AgentMoves, *about: Any) -> Callable[[Any], Command]:
        build = original(self, *about)

        def whatever_was_said(call: Any) -> Command:
            command = build(call)
            assert isinstance(command, Speak)
            return command.model_copy(update={"after": None})

        return whatever_was_said

    with patch.object(AgentMoves, "_speech", speech):
        yield


@mutant(
    "give an agent that waits its turn again",
    test_owed_turns.test_an_agent_that_waits_is_asked_once,
)
def _forget_that_it_waits() -> Iterator[None]:
    with patch.object(AgentMoves, "_wait", nothing_yet):
        yield


@mutant(
    "answer nothing to a request that is repeated",
    test_owed_turns.test_a_repeated_request_returns_what_another_worker_will_have_said,
)
def _answer_nothing() -> Iterator[None]:
    async def said(_self: RepeatedRequests, _call_id: str, _known: str) -> list[str]:
        return []

    with patch.object(RepeatedRequests, "said", said):
        yield


@mutant(
    "measure the clock only at the start",
    test_corrected_clock.test_a_clock_that_drifts_is_measured_every_minute,
)
def _measure_once() -> Iterator[None]:
    with patch.object(CorrectedClock, "run", nothing_yet):
        yield


@mutant(
    "stop only the phone of which a late ring is reported",
    test_late_rings.test_one_phone_that_rings_too_late_stops_all_of_them,
    over=test_late_rings.OVER[0],
    reason=test_late_rings.REASONS[0],
    sign="ringing",
)
def _stop_one_phone() -> Iterator[None]:
    with patch.object(phones, "note_carried_out_late", lambda *_: False):
        yield


@mutant(
    "look for no phones that ring too late",
    test_late_rings.test_phones_of_which_nothing_is_heard_are_looked_for_and_released,
    over=test_late_rings.OVER[0],
)
def _look_for_no_phones() -> Iterator[None]:
    with patch.object(domain_timers, "_phones", lambda _: iter(())):
        yield
