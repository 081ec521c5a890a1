"""Mutants of the roles of a process: what it may do without a port, and on which database."""

from collections.abc import Coroutine, Iterator
from typing import Any
from unittest.mock import patch

from hookflash.orchestrator import carrying, parts
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.carriers.simulator.simulator import Simulator
from hookflash.orchestrator.ports.outside import Ports
from hookflash.orchestrator.runtime.dispatcher import Dispatcher
from tests.contract.roles import test_mark, test_processes
from tests.unit.command_handler import test_cancelled_anywhere, test_closing
from tests.unit.mutants.registry import mutant, nothing


@mutant(
    "attempt a text in a process without messaging",
    test_processes.test_each_port_does_its_own_part,
)
def _attempt_without_a_port() -> Iterator[None]:
    with patch.object(Ports, "performs", lambda *_: True):
        yield


@mutant(
    "arm the timers of a live call in a process without ports",
    test_processes.test_it_executes_nothing_and_waits_for_nothing,
)
def _arm_timers_without_a_port() -> Iterator[None]:
    with (
        patch.object(Ports, "fires", lambda *_: True),
        patch.object(Ports, "is_idle", new=False),
    ):
        yield


@mutant(
    "take turns on a live call in a process without telephony",
    test_processes.test_its_agent_takes_no_turn,
)
def _take_turns_without_a_port() -> Iterator[None]:
    with patch.object(Dispatcher, "_carries", lambda *_: True):
        yield


@mutant(
    "say something on a live call in a process without telephony",
    test_processes.test_words_without_anyone_to_say_them_are_left,
)
def _speak_without_a_port() -> Iterator[None]:
    with patch.object(Dispatcher, "_carries", lambda *_: True):
        yield


@mutant(
    "use a tool on a live call in a process without telephony",
    test_processes.test_a_process_without_telephony_takes_no_live_call,
)
def _use_tools_without_a_port() -> Iterator[None]:
    async def use_tool(self: CallCenter, call_id: str, tool: str, arguments: Any) -> Any:
        return await self._dispatcher.turns.use_tool(call_id, tool, arguments, "")

    with patch.object(CallCenter, "use_tool", use_tool):
        yield


@mutant(
    "take a live port for a simulated database",
    test_mark.test_a_new_database_is_simulated_where_no_port_is_given,
)
def _live_port_on_a_simulated_database() -> Iterator[None]:
    with patch.object(parts, "go_live", nothing):
        yield


@mutant(
    "simulate calls in a live database",
    test_mark.test_a_database_that_had_live_ports_is_live,
)
def _simulate_a_live_database() -> Iterator[None]:
    with patch.object(parts, "mark_simulated", lambda *_: True):
        yield


@mutant(
    "simulate calls in a database from before the mark",
    test_mark.test_live_and_simulated_calls_are_not_mixed,
)
def _simulate_an_old_database() -> Iterator[None]:
    with patch.object(carrying, "has_live_calls", lambda _: False):
        yield


@mutant(
    "mark a database that another process has just marked otherwise",
    test_mark.test_of_two_that_mark_at_once_one_wins,
    first="simulated",
)
def _trust_ones_own_mark() -> Iterator[None]:
    original = carrying._marked

    def marked(store: Any, kind: Any, at: Any) -> Any:
        original(store, kind, at)
        return kind.model_construct()

    with patch.object(carrying, "_marked", marked):
        yield


@mutant(
    "drop with the task of the host what was decided in it",
    test_cancelled_anywhere.test_what_was_decided_is_carried_out_whenever_the_task_is_cancelled,
    name="hear",
)
def _run_in_the_task_of_the_host() -> Iterator[None]:
    async def carry_out(_: Dispatcher, work: Coroutine[Any, Any, Any]) -> Any:
        return await work

    with patch.object(Dispatcher, "carry_out", carry_out):
        yield


@mutant(
    "leave the simulator's timers running when the call center closes",
    test_closing.test_the_timers_of_the_simulator_end_with_the_call_center,
)
def _leave_simulator_timers() -> Iterator[None]:
    with patch.object(Simulator, "disconnect", nothing):
        yield
