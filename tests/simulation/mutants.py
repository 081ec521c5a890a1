"""Mutants: each removes one protection, and the simulation must notice."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final
from unittest.mock import patch

from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import Attempt, RecordOutcome
from hookflash.domain.call.deciding import actions, attempts, confirmation, ending, phones, talk
from hookflash.domain.call.deciding.decision import Decision
from hookflash.domain.call.effects import ring, send_text
from hookflash.domain.call.events import AgentSpoke
from hookflash.domain.call.evolving import texts
from hookflash.domain.call.timers import Timer, pending_timers
from hookflash.domain.event import Actor
from hookflash.domain.policy.speech.answer import Answer
from hookflash.orchestrator.ports.answers import Unknown
from hookflash.orchestrator.runtime.effects import reconciler, timers
from hookflash.orchestrator.runtime.effects.executor import Executor
from hookflash.orchestrator.runtime.recovery import Recovery

Mutant = Callable[[], AbstractContextManager[Any]]
MUTANTS: Final[dict[str, Mutant]] = {}
"""Each mutant, by what it does wrong."""


def mutant(name: str) -> Callable[[Callable[[], Iterator[None]]], Mutant]:
    """Register a function as the mutant ``name``."""

    def enter(plant: Callable[[], Iterator[None]]) -> Mutant:
        MUTANTS[name] = contextmanager(plant)
        return MUTANTS[name]

    return enter


@mutant("skip the attempted event")
def _skip_attempted_event() -> Iterator[None]:
    async def once(self: Executor, effect: Any, **_: Any) -> Any:
        answer = await self._answer(effect)
        await self._ask(effect.call_id, lambda _: self._outcome(effect, answer))
        return answer

    with patch.object(Executor, "_once", once):
        yield


@mutant("ask the provider although another worker made the attempt")
def _ask_despite_lost_race() -> Iterator[None]:
    original = Executor._once

    async def once(self: Executor, effect: Any, *, idempotent: bool) -> Any:
        answer = await original(self, effect, idempotent=idempotent)
        return answer or await self._answer(effect)

    with patch.object(Executor, "_once", once):
        yield


@mutant("resend a text on timeout")
def _resend_text_on_timeout() -> Iterator[None]:
    original = Executor._answer

    async def answer(self: Executor, effect: Any) -> Any:
        said = await original(self, effect)
        return await original(self, effect) if isinstance(said, Unknown) else said

    with patch.object(Executor, "_answer", answer):
        yield


@mutant("trust one empty query and send again")
def _trust_empty_query() -> Iterator[None]:
    original = reconciler.Reconciler.search

    async def search(self: reconciler.Reconciler, call: Call, key: str, number: int) -> None:
        await original(self, call, key, number)
        if (await self._find(send_text(call, key)) if key in call.texts else call) is None:
            await Executor(self._outside, self._ask)._request(send_text(call, key))

    with patch.object(reconciler.Reconciler, "search", search):
        yield


@mutant("re-dial a transfer whose answer was lost")
def _redial_after_lost_answer() -> Iterator[None]:
    original = reconciler.Reconciler.search

    def may_ring(transfer: Any, _: Attempt) -> bool:
        open_ = transfer.effect in ("requested", "postponed", "unknown")
        return transfer.outcome == "confirmed" and open_

    async def search(self: reconciler.Reconciler, call: Call, key: str, number: int) -> None:
        await original(self, call, key, number)
        if key in call.transfers:
            await Executor(self._outside, self._ask).attempt(ring(call, call.transfers[key]))

    with (
        patch.object(attempts, "_may_ring", may_ring),
        patch.object(reconciler.Reconciler, "search", search),
    ):
        yield


@mutant("accept a yes from before the question")
def _accept_early_yes() -> Iterator[None]:
    original = confirmation.hear_answer

    def hear(decision: Decision, call: Call, reply: confirmation.Reply) -> None:
        original(decision, call, reply._replace(began_at=decision.command.at))

    with patch.object(talk, "hear_answer", hear):
        yield


@mutant("take an unclear answer as a yes")
def _take_unclear_for_yes() -> Iterator[None]:
    original = confirmation.hear_answer

    def hear(decision: Decision, call: Call, reply: confirmation.Reply) -> None:
        yes = reply.meaning is Answer.UNCLEAR
        original(decision, call, reply._replace(meaning=Answer.YES) if yes else reply)

    with patch.object(talk, "hear_answer", hear):
        yield


@mutant("take the second answer as well")
def _take_second_answer() -> Iterator[None]:
    original = phones._tidy_up

    def tidy_up(decision: Decision, transfer: Any, leg: Any, command: Any) -> None:
        if command.status == "answered":
            phones._answer(decision, transfer, leg)
        else:
            original(decision, transfer, leg, command)

    with patch.object(phones, "_tidy_up", tidy_up):
        yield


@mutant("let the other phones ring on after an answer")
def _let_losers_ring() -> Iterator[None]:
    with patch.object(phones, "release", _nothing), patch.object(ending, "release", _nothing):
        yield


@mutant("let phones ring after the caller hung up")
def _let_phones_ring_after_hang_up() -> Iterator[None]:
    with patch.object(ending, "release", _nothing):
        yield


@mutant("do not release a phone that answers too late")
def _keep_late_answerers() -> Iterator[None]:
    with patch.object(phones, "_tidy_up", _nothing):
        yield


@mutant("do not cancel texts when the call ends")
def _keep_texts_after_end() -> Iterator[None]:
    original = Decision.note

    def note(self: Decision, kind: Any, by: Actor, **data: Any) -> None:
        if kind.__name__ != "SmsCancelled":
            original(self, kind, by, **data)

    with patch.object(Decision, "note", note):
        yield


@mutant("let the agent act after it left")
def _let_agent_act_after_leaving() -> Iterator[None]:
    original = confirmation._confirm

    def confirm(decision: Decision, *rest: Any) -> None:
        original(decision, *rest)
        decision.note(AgentSpoke, Actor.AGENT, text="Still here!")

    with patch.object(confirmation, "_confirm", confirm):
        yield


@mutant("report an unknown text as failed")
def _report_unknown_as_failed() -> Iterator[None]:
    original = Executor._outcome

    def outcome(self: Executor, effect: Any, answer: Any) -> RecordOutcome:
        said = original(self, effect, answer)
        if said.outcome == "unknown":
            return said.model_copy(update={"outcome": "refused", "code": "timeout"})
        return said

    with patch.object(Executor, "_outcome", outcome):
        yield


@mutant("never search for an unknown outcome, never flag it")
def _never_search_nor_flag() -> Iterator[None]:
    with without_timers("search", "flag"):
        yield


@mutant("never retry what the provider postponed")
def _never_retry_postponed() -> Iterator[None]:
    with without_timers("retry"):
        yield


@mutant("give up a voicemail that the provider postponed")
def _give_up_postponed_voicemail() -> Iterator[None]:
    original = Executor._outcome

    def outcome(self: Executor, effect: Any, answer: Any) -> RecordOutcome:
        said = original(self, effect, answer)
        refused = effect.kind == "play_voicemail" and said.outcome == "postponed"
        return said.model_copy(update={"outcome": "refused"}) if refused else said

    with patch.object(Executor, "_outcome", outcome):
        yield


@mutant("let the ring never time out")
def _never_time_out_ring() -> Iterator[None]:
    with without_timers("ring_timeout"):
        yield


@mutant("let a question wait for ever")
def _never_lapse() -> Iterator[None]:
    with without_timers("lapse"):
        yield


@contextmanager
def without_timers(*kinds: str) -> Iterator[None]:
    """Arm no timers of these kinds."""

    def pending(call: Call) -> tuple[Timer, ...]:
        return tuple(timer for timer in pending_timers(call) if timer.kind not in kinds)

    with patch.object(timers, "pending_timers", pending):
        yield


@mutant("never resume a dead worker's calls")
def _abandon_dead_workers_calls() -> Iterator[None]:
    async def sweep(_: Recovery) -> None:
        return

    with patch.object(Recovery, "sweep", sweep):
        yield


@mutant("send to another number")
def _send_to_another_number() -> Iterator[None]:
    original = Executor._request

    async def request(self: Executor, effect: Any) -> Any:
        if effect.kind == "send_text":
            effect = effect.model_copy(update={"recipient": "+14155550111"})
        return await original(self, effect)

    with patch.object(Executor, "_request", request):
        yield


@mutant("text again without a new request")
def _text_again_unasked() -> Iterator[None]:
    with patch.object(actions, "requested_again", lambda _call, _tool: True):
        yield


@mutant("let the status of a text go backwards")
def _lower_text_status() -> Iterator[None]:
    with patch.object(texts, "_raise_status", _nothing):
        yield


def _nothing(*_: Any, **__: Any) -> None:
    """Do nothing."""
