"""Mutants of screening, and of what the carrier offers."""

import asyncio
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

from hookflash.domain.call.call import HAS_CALLER
from hookflash.domain.call.commands import LetGo, ReportBridged
from hookflash.domain.call.deciding import phones
from hookflash.orchestrator import call_center
from hookflash.orchestrator.runtime import screening
from hookflash.orchestrator.runtime.effects import executor
from hookflash.orchestrator.runtime.effects.executor import Executor
from hookflash.orchestrator.runtime.screening import Screening
from hookflash.orchestrator.workspaces import carrier_limits
from tests.unit.call import test_screening as test_screening_decisions
from tests.unit.command_handler import test_beyond_the_carrier, test_screening
from tests.unit.mutants.registry import deciding, mutant, nothing, nothing_yet
from tests.unit.workspace_editing import test_carrier_limits


@mutant(
    "connect every phone that is asked about",
    test_screening.test_the_first_phone_wins_and_the_log_has_it_before_the_answer,
)
def _bridge_every_phone() -> Iterator[None]:
    with patch.object(screening, "_verdict", lambda *_: "bridge"):
        yield


@mutant(
    "connect several phones while the log is away",
    test_screening.test_without_the_log_one_of_several_phones_is_held_and_released,
)
def _bridge_without_the_log() -> Iterator[None]:
    with patch.object(screening._Question, "by_rule", lambda _: "bridge"):
        yield


@mutant(
    "answer a repeated question anew once the log is back",
    test_screening.test_without_the_log_one_of_several_phones_is_held_and_released,
)
def _forget_what_was_answered() -> Iterator[None]:
    class Forgetful(dict[str, Any]):
        def get(self, *_: Any) -> Any:
            return {}

    original = Screening.__init__

    def init(self: Screening, *parts: Any) -> None:
        original(self, *parts)
        self._given = Forgetful()

    with patch.object(Screening, "__init__", init):
        yield


@mutant(
    "answer a question from memory",
    test_screening.test_a_winner_that_another_worker_saw_replaced_is_the_winner_no_more,
)
def _answer_from_memory() -> Iterator[None]:
    async def ask_log(self: Screening, question: Any) -> Any:
        call_id, leg = question.call_id, question.leg
        await self._ask(call_id, lambda call: self._command(question, call))
        return screening._verdict(await self._calls.load(call_id), leg)

    with patch.object(Screening, "_ask_log", ask_log):
        yield


@mutant(
    "let the ring time pass before what was answered is in the log",
    test_screening.test_without_the_log_the_only_phone_is_connected,
)
def _overtake_the_answer() -> Iterator[None]:
    with patch.object(Screening, "entered", nothing_yet):
        yield


@mutant(
    "name a phone the winner that was hung up",
    test_screening.test_a_log_that_answers_too_late_is_not_waited_for,
    of=2,
)
def _keep_a_winner_that_was_hung_up() -> Iterator[None]:
    with deciding(LetGo, nothing):
        yield


@mutant(
    "wait for the log as long as it takes",
    test_screening.test_a_log_that_answers_too_late_is_not_waited_for,
    of=1,
)
def _wait_for_the_log() -> Iterator[None]:
    with patch.object(screening, "ALONE_SECONDS", 60.0):
        yield


@mutant(
    "forget the answer with the task of whoever asked",
    test_screening.test_cancelling_the_question_does_not_undo_the_answer,
    steps=3,
)
def _decide_in_the_task_that_asks() -> Iterator[None]:
    async def shield(task: "asyncio.Task[Any]") -> Any:
        return await task

    with patch(f"{screening.__name__}.asyncio.shield", shield):
        yield


@mutant(
    "take an answer for connected on a carrier that asks first",
    test_screening_decisions.test_an_answer_alone_decides_nothing,
)
def _connect_without_the_question() -> Iterator[None]:
    with patch.object(phones, "_awaits_the_question", lambda *_: False):
        yield


@mutant(
    "release the phone that the carrier has connected",
    test_screening.test_a_carrier_that_connects_on_its_own_is_believed,
)
def _ignore_bridges() -> Iterator[None]:
    with deciding(ReportBridged, nothing):
        yield


@mutant(
    "let a second bridge take the caller from the first",
    test_screening_decisions.test_a_second_bridge_is_released,
)
def _believe_every_bridge() -> Iterator[None]:
    def refuse(decision: Any, transfer: Any, leg: Any) -> None:
        if leg.status not in HAS_CALLER:
            phones._answer(decision, transfer, leg)

    with patch.object(phones, "_refuse_bridge", refuse):
        yield


@mutant(
    "release a phone again that has the caller by now",
    test_screening.test_a_release_that_failed_is_not_repeated_for_a_phone_that_has_the_caller,
)
def _repeat_every_release() -> Iterator[None]:
    async def is_open(*_: Any) -> bool:
        return True

    with patch.object(Executor, "_is_open", is_open):
        yield


@mutant(
    "apply a workspace beyond its carrier",
    test_beyond_the_carrier.test_it_is_not_applied,
)
def _apply_anything() -> Iterator[None]:
    with patch.object(call_center, "check_document", nothing):
        yield


@mutant(
    "apply an inbox with more phones than the carrier rings",
    test_carrier_limits.test_each_excess_is_named_with_its_place_and_the_fix,
    limits=test_carrier_limits.ONE_PHONE,
    message=test_carrier_limits.EXCESSES[test_carrier_limits.ONE_PHONE],
)
def _apply_large_groups() -> Iterator[None]:
    with patch.object(carrier_limits, "_too_large", nothing):
        yield


@mutant(
    "ring more phones than the carrier can",
    test_beyond_the_carrier.test_a_transfer_that_it_cannot_make_fails_at_once,
    offers={"largest_group": 1},
    code="group_too_large",
)
@mutant(
    "ask the carrier for a transfer that it does not offer",
    test_beyond_the_carrier.test_a_transfer_that_it_cannot_make_fails_at_once,
    offers={"transfers": False},
    code="not_offered",
)
def _ask_for_anything() -> Iterator[None]:
    with patch.object(executor, "not_offered", nothing):
        yield
