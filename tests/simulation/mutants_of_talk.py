"""Mutants of hearing and speaking: what the caller heard, and what the agent says."""

from collections.abc import Coroutine, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from hookflash.domain.call import effects, hearing
from hookflash.domain.call.call import Call
from hookflash.domain.call.deciding import confirmation
from hookflash.domain.call.deciding import speech as deciding
from hookflash.domain.call.deciding.decision import Decision
from hookflash.domain.call.evolving import speech as evolving
from hookflash.domain.call.pauses import REPORT_SECONDS
from hookflash.domain.call.timers import Timer, pending_timers
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.ports import host_clock
from hookflash.orchestrator.runtime import dispatcher, speaking
from hookflash.orchestrator.runtime.agent_thinking import StopReason, Thinking
from hookflash.orchestrator.runtime.agent_turns import AgentTurns
from hookflash.orchestrator.runtime.dispatcher import Dispatcher
from hookflash.orchestrator.runtime.effects import timers
from hookflash.orchestrator.runtime.speaking import Speaking
from hookflash.orchestrator.runtime.utterances import Utterances
from tests.simulation.planted import mutant, without_timers

NEVER = 1_000_000.0
"""Seconds that no story lasts."""


@mutant
def _let_an_answer_count_that_began_before_the_question_was_heard() -> Iterator[None]:
    with patch.object(confirmation, "began_too_early", lambda _began, _heard: False):
        yield


@mutant
def _take_a_question_for_heard_once_it_is_accepted() -> Iterator[None]:
    def at_once(accepted_at: datetime, _: int) -> datetime:
        return accepted_at

    with (
        patch.object(evolving, "heard_by_estimate", at_once),
        patch.object(deciding, "heard_by_estimate", at_once),
    ):
        yield


@mutant
def _let_an_answer_begin_two_seconds_early() -> Iterator[None]:
    with patch.object(hearing, "TOLERANCE_SECONDS", 2.0):
        yield


@mutant
def _confirm_at_once_instead_of_holding_the_answer() -> Iterator[None]:
    def hold(decision: Decision, transfer: Any, _: Any, reply: confirmation.Reply) -> None:
        confirmation._judge(decision, decision.call, transfer, reply)

    with patch.object(confirmation, "_hold", hold):
        yield


@mutant
def _take_a_question_for_heard_that_was_cut_off() -> Iterator[None]:
    original = hearing.heard_by_report

    def heard(played: Any, characters: int, *, audible_after: int) -> datetime | None:
        whole = played.model_copy(update={"finished": True})
        return original(whole, characters, audible_after=audible_after)

    with (
        patch.object(evolving, "heard_by_report", heard),
        patch.object(deciding, "heard_by_report", heard),
    ):
        yield


@mutant
def _never_put_a_question_again_that_was_not_heard() -> Iterator[None]:
    with without_timers("ask_again"):
        yield


@mutant
def _wait_forever_for_the_report_of_a_question() -> Iterator[None]:
    def pending(call: Call) -> tuple[Timer, ...]:
        return tuple(
            timer
            for timer in pending_timers(call)
            if timer.kind != "ask_again" or timer.seconds <= REPORT_SECONDS
        )

    with patch.object(timers, "pending_timers", pending):
        yield


@mutant
def _let_a_cancelled_request_cancel_what_it_led_to() -> Iterator[None]:
    async def carry_out(_: Dispatcher, work: Coroutine[Any, Any, Any]) -> Any:
        return await work

    with patch.object(Dispatcher, "carry_out", carry_out):
        yield


@mutant
def _leave_the_words_of_a_dead_worker_unsaid() -> Iterator[None]:
    with patch.object(Utterances, "_unsaid", lambda _self, _call: []):
        yield


@mutant
def _say_words_that_are_out_of_date() -> Iterator[None]:
    with patch.object(speaking, "TOO_LATE", NEVER):
        yield


@mutant
def _take_partial_words_for_final_ones() -> Iterator[None]:
    original = CallCenter.hear

    async def hear(self: CallCenter, call_id: str, text: str, **how: Any) -> list[str]:
        return await original(self, call_id, text, **{**how, "final": True})

    with patch.object(CallCenter, "hear", hear):
        yield


@mutant
def _take_the_times_of_a_host_whose_clock_differs_as_they_are() -> Iterator[None]:
    with patch.object(host_clock, "host_ahead", lambda _, __: timedelta()):
        yield


@mutant
def _let_the_agent_think_as_long_as_it_likes() -> Iterator[None]:
    original = AgentTurns.__init__

    def init(self: AgentTurns, outside: Any, *rest: Any, **more: Any) -> None:
        settings = outside.settings.model_copy(update={"agent_seconds": NEVER})
        original(self, replace(outside, settings=settings), *rest, **more)

    with patch.object(AgentTurns, "__init__", init):
        yield


@mutant
def _let_a_superseded_turn_think_on() -> Iterator[None]:
    original = Thinking.cancel

    def cancel(self: Thinking, reason: StopReason = "superseded") -> None:
        if reason == "timeout":
            original(self, reason)

    with patch.object(Thinking, "cancel", cancel):
        yield


@mutant
def _ring_while_the_agent_is_still_speaking() -> Iterator[None]:
    class Nothing: ...

    class NothingElse: ...

    with (
        patch.object(dispatcher, "RingPhones", Nothing),
        patch.object(dispatcher, "HandOver", NothingElse),
    ):
        yield


@mutant
def _ring_while_another_worker_is_still_speaking() -> Iterator[None]:
    with patch.object(Speaking, "seconds_left", lambda _self, _call: 0.0):
        yield


@mutant
def _stop_only_the_speech_of_this_worker() -> Iterator[None]:
    with patch.object(speaking, "_taken", lambda _call, _now: None):
        yield


@mutant
def _forget_the_id_of_the_live_call() -> Iterator[None]:
    original = effects._of

    def of(call: Call, key: str) -> dict[str, str]:
        return {**original(call, key), "provider_call_id": ""}

    with patch.object(effects, "_of", of):
        yield
