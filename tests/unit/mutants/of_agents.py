"""Mutants of the agent's turns: streams, several moves, and what a model may call."""

from collections.abc import Iterator
from unittest.mock import patch

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import Speak
from hookflash.domain.call.deciding import speech as deciding_speech
from hookflash.domain.call.deciding.decision import Decision
from hookflash.domain.call.evolving import speech as evolving_speech
from hookflash.domain.event import Actor
from hookflash.orchestrator.agents.pydantic_ai import agent as pydantic_agent
from hookflash.orchestrator.agents.pydantic_ai import toolset
from hookflash.orchestrator.runtime import agent_moves, agent_thinking
from hookflash.orchestrator.runtime.agent_moves import AgentMoves
from hookflash.orchestrator.runtime.agent_thinking import Thinking
from tests.unit.agent_turns import test_several_moves, test_streams
from tests.unit.mutants.registry import deciding, mutant, nothing_yet
from tests.unit.pydantic_ai import test_agent, test_toolset

HELLO, DANA = test_several_moves.hello, test_several_moves.dana


@mutant(
    "let our agent talk over the question",
    test_several_moves.test_moves_are_made_in_their_order_until_the_caller_is_asked,
    batch=(DANA, HELLO),
    happened=[
        "[transfer_call_3]",
        test_several_moves.ASKED,
        "(question_open) One moment, please.",
    ],
)
def _talk_over_the_question() -> Iterator[None]:
    def decide(decision: Decision, _: Call, command: Speak) -> None:
        decision.note(e.AgentSpoke, Actor.AGENT, text=command.text)

    with deciding(Speak, decide):
        yield


@mutant(
    "go on with a stream that the caller cut off at another worker",
    test_streams.test_words_that_another_worker_heard_end_the_stream,
)
def _overlook_what_was_cut_off() -> Iterator[None]:
    def goes_on(self: AgentMoves, call: Call, turn: agent_moves.RunningTurn) -> bool:
        return call.state == "conversing" and self._is_current(turn)

    with patch.object(AgentMoves, "_goes_on", goes_on):
        yield


@mutant(
    "leave the stream of a superseded turn open",
    test_streams.test_a_caller_who_speaks_ends_the_stream,
)
def _leave_the_stream_open() -> Iterator[None]:
    with patch.object(Thinking, "cancel", lambda self, reason="": self._end((reason, ""))):
        yield


@mutant(
    "read a stream without end ahead of the caller",
    test_streams.test_the_words_of_an_agent_do_not_run_ahead_of_the_caller,
)
def _read_ahead_without_end() -> Iterator[None]:
    with patch.object(agent_thinking, "AHEAD", 1_000_000):
        yield


@mutant(
    "give a looping agent more moves",
    test_several_moves.test_an_agent_that_only_uses_tools_without_end_is_stopped,
)
def _give_it_more_moves() -> Iterator[None]:
    with patch.object(agent_moves, "MAX_MOVES", 1_000_000):
        yield


@mutant(
    "drop moves beyond the limit without a record",
    test_several_moves.test_moves_beyond_the_limit_are_recorded_and_not_made,
)
def _drop_without_a_record() -> Iterator[None]:
    with patch.object(AgentMoves, "_drop", nothing_yet):
        yield


@mutant(
    "take a question for heard while other words are played before it",
    test_streams.test_a_question_behind_other_words_is_heard_after_them,
)
def _hear_it_at_once() -> Iterator[None]:
    with (
        patch.object(evolving_speech, "begins_at", lambda _, at: at),
        patch.object(deciding_speech, "begins_at", lambda _, at: at),
    ):
        yield


@mutant(
    "keep from the core what a model of pydantic-ai invents",
    test_agent.test_what_the_model_invents_reaches_the_core_and_is_rejected,
    name="dial",
    arguments="{}",
    reason="unknown_tool",
)
def _keep_inventions_from_the_core() -> Iterator[None]:
    with patch.object(pydantic_agent, "_runs_itself", lambda _, tool: tool == "dial"):
        yield


@mutant(
    "let a model of pydantic-ai be rejected without end",
    test_agent.test_a_model_that_keeps_calling_what_is_rejected_is_stopped,
)
def _retry_without_end() -> Iterator[None]:
    with patch.object(pydantic_agent, "rejected_since_the_caller_spoke", lambda _: 0):
        yield


@mutant(
    "drop the arguments that a model at a desk makes up",
    test_toolset.test_what_the_model_invents_reaches_the_core,
    name="send_sms_1",
    arguments={"to": "+19005550199"},
    reason="arguments",
)
def _drop_made_up_arguments() -> Iterator[None]:
    with patch.object(toolset, "arguments_of", lambda _: {}):
        yield


@mutant(
    "let an agent at a desk reply after a proposal",
    test_toolset.test_after_a_proposal_the_agent_may_not_reply,
)
def _let_it_reply() -> Iterator[None]:
    async def call(self: toolset.HookflashToolset, name: str, arguments: object, known: str) -> str:
        return (await self._desk.call_tool(name, arguments, id=known)).text

    with patch.object(toolset.HookflashToolset, "_call", call):
        yield
