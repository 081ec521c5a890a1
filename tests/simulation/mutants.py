"""Mutants of the effect protocol and of consent; importing this registers all mutants."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import Attempt, RecordOutcome
from hookflash.domain.call.deciding import actions, attempts, confirmation, ending, phones, talk
from hookflash.domain.call.deciding.decision import Decision
from hookflash.domain.call.effects import ring, send_text
from hookflash.domain.call.events import AgentSpoke
from hookflash.domain.call.evolving import texts
from hookflash.domain.event import Actor
from hookflash.domain.policy.speech.answer import Answer
from hookflash.orchestrator.ports.answers import Unknown
from hookflash.orchestrator.runtime.effects import reconciler
from hookflash.orchestrator.runtime.effects.executor import Executor
from hookflash.orchestrator.runtime.recovery import Recovery
from tests.simulation import mutants_of_processes, mutants_of_talk
from tests.simulation.planted import MUTANTS, mutant, without_timers

__all__ = ["MUTANTS", "mutants_of_processes", "mutants_of_talk"]


@mutant
def _skip_the_attempted_event() -> Iterator[None]:
    async def once(self: Executor, effect: Any, **_: Any) -> Any:
        answer = await self._answer(effect)
        await self._ask(effect.call_id, lambda _: self._outcome(effect, answer))
        return answer

    with patch.object(Executor, "_once", once):
        yield


@mutant
def _call_the_provider_although_another_worker_made_the_attempt() -> Iterator[None]:
    original = Executor._once

    async def once(self: Executor, effect: Any, *, idempotent: bool) -> Any:
        answer = await original(self, effect, idempotent=idempotent)
        return answer or await self._answer(effect)

    with patch.object(Executor, "_once", once):
        yield


async def _no_facts(*_: Any) -> None:
    """Nothing is looked up again."""


@mutant
def _resend_a_text_on_timeout() -> Iterator[None]:
    original = Executor._answer

    async def answer(self: Executor, effect: Any) -> Any:
        said = await original(self, effect)
        return await original(self, effect) if isinstance(said, Unknown) else said

    with patch.object(Executor, "_answer", answer):
        yield


@mutant
def _trust_one_empty_query_and_send_again() -> Iterator[None]:
    original = reconciler.Reconciler.search

    async def search(self: reconciler.Reconciler, call: Call, key: str, number: int) -> None:
        await original(self, call, key, number)
        if (await self._find(send_text(call, key)) if key in call.texts else call) is None:
            await Executor(self._outside, self._ask, _no_facts)._request(send_text(call, key))

    with patch.object(reconciler.Reconciler, "search", search):
        yield


@mutant
def _redial_a_transfer_whose_answer_was_lost() -> Iterator[None]:
    original = reconciler.Reconciler.search

    def may_ring(transfer: Any, _: Attempt) -> bool:
        open_ = transfer.effect in ("requested", "postponed", "unknown")
        return transfer.outcome == "confirmed" and open_

    async def search(self: reconciler.Reconciler, call: Call, key: str, number: int) -> None:
        await original(self, call, key, number)
        if key in call.transfers:
            await Executor(self._outside, self._ask, _no_facts).attempt(
                ring(call, call.transfers[key])
            )

    with (
        patch.object(attempts, "_may_ring", may_ring),
        patch.object(reconciler.Reconciler, "search", search),
    ):
        yield


@mutant
def _accept_a_yes_from_before_the_question() -> Iterator[None]:
    original = confirmation.hear_answer

    def hear(decision: Decision, call: Call, reply: confirmation.Reply) -> None:
        original(decision, call, reply._replace(began_at=decision.command.at))

    with patch.object(talk, "hear_answer", hear):
        yield


@mutant
def _read_an_unclear_answer_as_a_yes() -> Iterator[None]:
    original = confirmation.hear_answer

    def hear(decision: Decision, call: Call, reply: confirmation.Reply) -> None:
        yes = reply.meaning is Answer.UNCLEAR
        original(decision, call, reply._replace(meaning=Answer.YES) if yes else reply)

    with patch.object(talk, "hear_answer", hear):
        yield


@mutant
def _connect_the_second_phone_that_answers() -> Iterator[None]:
    original = phones._tidy_up

    def tidy_up(decision: Decision, transfer: Any, leg: Any, command: Any) -> None:
        if command.status == "answered":
            phones._answer(decision, transfer, leg)
        else:
            original(decision, transfer, leg, command)

    with patch.object(phones, "_tidy_up", tidy_up):
        yield


@mutant
def _let_the_losing_phones_ring_on() -> Iterator[None]:
    with patch.object(phones, "release", _nothing), patch.object(ending, "release", _nothing):
        yield


@mutant
def _let_phones_ring_after_the_caller_hung_up() -> Iterator[None]:
    with patch.object(ending, "release", _nothing):
        yield


@mutant
def _do_not_release_a_phone_that_answers_too_late() -> Iterator[None]:
    with patch.object(phones, "_tidy_up", _nothing):
        yield


@mutant
def _let_the_agent_act_after_it_left() -> Iterator[None]:
    original = confirmation._confirm

    def confirm(decision: Decision, *rest: Any) -> None:
        original(decision, *rest)
        decision.note(AgentSpoke, Actor.AGENT, text="Still here!")

    with patch.object(confirmation, "_confirm", confirm):
        yield


@mutant
def _report_an_unknown_text_as_failed() -> Iterator[None]:
    original = Executor._outcome

    def outcome(self: Executor, effect: Any, answer: Any) -> RecordOutcome:
        said = original(self, effect, answer)
        if said.outcome == "unknown":
            return said.model_copy(update={"outcome": "refused", "code": "timeout"})
        return said

    with patch.object(Executor, "_outcome", outcome):
        yield


@mutant
def _never_reconcile_or_flag_an_unknown_outcome() -> Iterator[None]:
    with without_timers("search", "flag"):
        yield


@mutant
def _never_retry_a_throttled_request() -> Iterator[None]:
    with without_timers("retry"):
        yield


@mutant
def _give_up_a_throttled_voicemail() -> Iterator[None]:
    original = Executor._outcome

    def outcome(self: Executor, effect: Any, answer: Any) -> RecordOutcome:
        said = original(self, effect, answer)
        refused = effect.kind == "play_voicemail" and said.outcome == "postponed"
        return said.model_copy(update={"outcome": "refused"}) if refused else said

    with patch.object(Executor, "_outcome", outcome):
        yield


@mutant
def _never_time_out_the_ring() -> Iterator[None]:
    with without_timers("ring_timeout"):
        yield


@mutant
def _never_let_a_question_lapse() -> Iterator[None]:
    with without_timers("lapse"):
        yield


@mutant
def _leave_the_calls_of_a_dead_worker_alone() -> Iterator[None]:
    async def sweep(_: Recovery) -> None:
        return

    with patch.object(Recovery, "sweep", sweep):
        yield


@mutant
def _send_to_another_number() -> Iterator[None]:
    original = Executor._request

    async def request(self: Executor, effect: Any) -> Any:
        if effect.kind == "send_text":
            effect = effect.model_copy(update={"recipient": "+14155550111"})
        return await original(self, effect)

    with patch.object(Executor, "_request", request):
        yield


@mutant
def _text_again_without_a_new_request() -> Iterator[None]:
    with patch.object(actions, "requested_again", lambda _call, _tool: True):
        yield


@mutant
def _let_the_status_of_a_text_go_backwards() -> Iterator[None]:
    with patch.object(texts, "_raise_status", _nothing):
        yield


def _nothing(*_: Any, **__: Any) -> None:
    """Do nothing."""
