"""Mutants of the desks of agents that a host runs."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

from hookflash.domain.call.call import Call
from hookflash.orchestrator.agents.desk import desk, told, tool_calls
from hookflash.orchestrator.agents.desk.deliveries import Deliveries
from hookflash.orchestrator.agents.desk.line import DeskLine
from hookflash.orchestrator.agents.desk.results import ToolResult
from hookflash.orchestrator.agents.pydantic_ai import toolset
from hookflash.orchestrator.ports.telephony import TelephonyOffers
from hookflash.orchestrator.runtime.agent_turns import AgentTurns
from tests.unit.desk import test_cancelled, test_news, test_tools, test_turns
from tests.unit.mutants.registry import mutant, nothing
from tests.unit.pydantic_ai import test_toolset


@mutant(
    "take turns on a call whose agent the host runs",
    test_turns.test_no_agent_of_another_worker_speaks_on_a_hosted_call,
)
def _take_turns_of_hosts() -> Iterator[None]:
    with patch.object(AgentTurns, "is_ours", lambda *_: True):
        yield


@mutant(
    "tell the agent to reply to what the core has answered",
    test_turns.test_the_agent_may_reply_unless_the_core_did,
    name="an opt-out",
)
def _reply_beside_the_core() -> Iterator[None]:
    def may_reply(call: Call, _: Any = ()) -> bool:
        return call.state == "conversing"

    with patch.object(desk, "may_reply", may_reply):
        yield


@mutant(
    "leave out the arguments that a model made up",
    test_tools.test_nothing_that_a_model_does_texts_or_transfers_off_target,
)
def _ignore_arguments() -> Iterator[None]:
    with patch.object(desk, "arguments_of", lambda _: {}):
        yield


@mutant(
    "return nothing for a tool call that is repeated",
    test_tools.test_the_same_id_twice_is_one_effect_and_the_same_result,
)
def _forget_results() -> Iterator[None]:
    with (
        patch.object(tool_calls, "outcome", lambda _, events: str(len(events))),
        patch.object(DeskLine, "recorded", _nothing_recorded),
    ):
        yield


async def _nothing_recorded(*_: Any) -> tuple[()]:
    return ()


@mutant("drop the result of a cancelled call", test_news.test_a_result_that_was_lost_becomes_news)
def _drop_lost_results() -> Iterator[None]:
    with patch.object(Deliveries, "_lose", nothing):
        yield


@mutant(
    "tell again what a result said of a text",
    test_news.test_what_a_result_says_is_not_news_and_what_comes_later_is,
)
def _tell_twice() -> Iterator[None]:
    with patch.object(Deliveries, "is_told", lambda *_: False):
        yield


@mutant(
    "stop what a desk decided when its task is cancelled",
    test_cancelled.test_what_was_decided_is_carried_out_whenever_the_task_is_cancelled,
    name="call_tool, a text",
)
def _cancel_what_was_decided() -> Iterator[None]:
    async def deliver(_: Any, __: str, ___: str, work: Any, ____: Any) -> Any:
        return await work()

    with patch.object(Deliveries, "deliver", deliver):
        yield


@mutant(
    "take words for heard that the telephony did not say",
    test_turns.test_a_telephony_that_does_not_speak_cannot_wait_for_its_words,
)
def _wait_for_what_is_not_said() -> Iterator[None]:
    def offers(**given: Any) -> TelephonyOffers:
        return TelephonyOffers.model_construct(**given)

    with patch.object(test_turns, "TelephonyOffers", offers):
        yield


@mutant(
    "store the ids of messages as hosts write them",
    test_turns.test_a_message_whose_id_or_words_cannot_be_stored_counts_once_all_the_same,
    odd="\ud800",
)
def _keep_odd_ids() -> Iterator[None]:
    with patch.object(desk, "storable_id", str):
        yield


@mutant(
    "let a model's repeated id end its run",
    test_toolset.test_an_id_that_the_model_repeats_for_another_tool_is_no_error,
)
def _fail_on_repeated_ids() -> Iterator[None]:
    async def as_given(at: desk.Desk, name: str, arguments: object, known: str) -> ToolResult:
        return await at.call_tool(name, arguments, id=known)

    with patch.object(toolset, "call_of_model", as_given):
        yield


@mutant(
    "have an agent correct itself as often as it claims the same again",
    test_news.test_a_broken_promise_is_news_and_a_correction_is_due,
)
def _correct_without_end() -> Iterator[None]:
    first = told._of_a_promise

    def each(*given: Any) -> told.Told | None:
        of_a_promise = first(*given)
        return of_a_promise and of_a_promise._replace(reply_due=True)

    with patch.object(told, "_of_a_promise", each):
        yield
