"""Mutants of the words of an agent that the host runs."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.conversation import Question
from hookflash.domain.call.deciding import confirmation, host_words
from hookflash.domain.call.deciding import speech as deciding
from hookflash.domain.call.deciding.decision import Decision
from hookflash.domain.call.evolving import talk as evolving
from hookflash.domain.call.evolving.speech import open_speech
from hookflash.domain.policy.speech.agent_questions import question_in
from hookflash.projections.conversations import order
from tests.unit.call import test_host_words, test_host_words_while_asked
from tests.unit.mutants.registry import mutant, nothing
from tests.unit.projections import test_host_words as test_shown


def _at_the_end(call: Call, *_: Any) -> int:
    return len(call.lines)


@mutant(
    "let words that are reported late displace our question",
    test_host_words_while_asked.test_a_question_from_before_ours_displaces_nothing,
)
def _order_by_report() -> Iterator[None]:
    with (
        patch.object(host_words, "place_of", _at_the_end),
        patch.object(evolving, "place_of", _at_the_end),
    ):
        yield


@mutant(
    "show words of a host in the order of the reports",
    test_host_words.test_words_reported_out_of_order_are_in_order,
)
def _show_by_report() -> Iterator[None]:
    with patch.object(evolving, "place_of", _at_the_end):
        yield


@mutant(
    "record silenced words as spoken",
    test_host_words_while_asked.test_words_that_were_not_heard_are_silenced,
)
def _silence_nothing() -> Iterator[None]:
    with patch.object(host_words, "_silenced", lambda *_: ""):
        yield


@mutant(
    "count a question that was not heard",
    test_host_words.test_a_question_that_was_not_heard_is_not_open,
)
def _count_unheard_questions() -> Iterator[None]:
    with patch.object(host_words, "question_in", lambda text, _: question_in(text)):
        yield


def _transfer_asked(call: Call, *_: Any) -> Question | None:
    key = call.current.effect_key if call.current else ""
    return Question(kind="transfer", about=key) if key else None


@mutant(
    "let a yes to the agent's question transfer",
    test_host_words_while_asked.test_a_yes_to_the_agents_question_does_not_transfer,
)
def _never_ask_ours_again() -> Iterator[None]:
    with (
        patch.object(host_words, "ask_after_another", nothing),
        patch.object(host_words, "_question", _transfer_asked),
    ):
        yield


@mutant(
    "ignore what the agent asked before the playback of ours was reported",
    test_host_words_while_asked.test_an_answer_that_waits_for_a_report_is_not_one_to_the_agents_question,
)
def _ignore_earlier_reports() -> Iterator[None]:
    def judge(decision: Decision, call: Call, transfer: Any, reply: Any) -> None:
        call.open_question = _transfer_asked(call)
        original(decision, call, transfer, reply)

    original = confirmation._judge
    with (
        patch.object(deciding, "asked_after", lambda *_: False),
        patch.object(confirmation, "_judge", judge),
    ):
        yield


@mutant(
    "let statements that invite a yes pass for nothing",
    test_host_words_while_asked.test_whatever_a_yes_could_answer_displaces_ours,
    words="Just say yes to book a table.",
)
def _ignore_invitations() -> Iterator[None]:
    with patch.object(host_words, "may_be_answered", lambda *_: False):
        yield


@mutant(
    "play what a host reports that its agent said",
    test_host_words.test_reported_words_are_recorded_and_not_said,
)
def _play_reported_words() -> Iterator[None]:
    def on_spoke(call: Call, event: e.AgentSpoke) -> None:
        evolving.on_agent_spoke(call, event)
        open_speech(call, event)

    with patch.dict("hookflash.domain.call.evolving.changes.CHANGES", {e.AgentSpoke: on_spoke}):
        yield


@mutant(
    "list the inbox by report",
    test_shown.test_words_that_are_reported_late_come_before_the_answer,
)
def _list_by_report() -> Iterator[None]:
    def add(lines: list[order.Entry], entry: order.Entry) -> None:
        lines.append(entry)

    with patch("hookflash.projections.conversations.fold.add", add):
        yield
