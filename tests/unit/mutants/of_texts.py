"""Mutants of texts: those that are lost, and those that are sent after the call."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

from hookflash.domain.call import effects
from hookflash.domain.call.commands import ExpireText
from hookflash.domain.call.deciding import attempts, ending
from hookflash.orchestrator.runtime.dispatcher import Dispatcher
from hookflash.orchestrator.runtime.effects import reconciler
from hookflash.orchestrator.runtime.effects.matched_texts import MatchedTexts
from hookflash.orchestrator.runtime.effects.reconciler import Reconciler
from tests.simulation.planted import without_timers
from tests.unit.call import test_late_texts as test_late_decisions
from tests.unit.command_handler import test_late_texts, test_lost_texts, test_matched_texts
from tests.unit.mutants.registry import deciding, mutant, nothing, nothing_yet


@mutant(
    "take the text of another call for a lost one",
    test_matched_texts.test_a_lost_text_is_never_an_earlier_one,
    texts=test_matched_texts.ByWords,
    caller="+14155550198",
)
def _take_the_text_of_another_call() -> Iterator[None]:
    async def is_of_another(*_: Any) -> bool:
        return False

    with patch.object(MatchedTexts, "is_of_another", is_of_another):
        yield


@mutant(
    "take the status of another text for that of one whose id is known",
    test_matched_texts.test_a_text_with_an_id_is_no_other,
)
def _take_over_any_status() -> Iterator[None]:
    async def is_another(*_: Any) -> bool:
        return False

    with patch.object(Reconciler, "_is_another", is_another):
        yield


@mutant(
    "look for a lost text without the ids of others",
    test_matched_texts.test_two_lost_answers_are_two_texts,
    apart=3,
)
def _search_without_other_ids() -> Iterator[None]:
    async def as_it_is(_: MatchedTexts, __: Any, request: Any) -> Any:
        return request

    with patch.object(MatchedTexts, "with_other_ids", as_it_is):
        yield


@mutant(
    "let two searches find the same text at once",
    test_matched_texts.test_two_lost_answers_are_two_texts,
    apart=0,
)
def _match_without_a_lock() -> Iterator[None]:
    class Unlocked:
        async def __aenter__(self) -> None: ...

        async def __aexit__(self, *_: object) -> None: ...

    with patch(f"{reconciler.__name__}.asyncio.Lock", Unlocked):
        yield


@mutant(
    "look for a lost text without the time of its first attempt",
    test_lost_texts.test_a_lost_text_is_not_taken_for_one_from_elsewhere,
)
def _search_without_the_time() -> Iterator[None]:
    original = effects.send_text

    def send_text(*which: Any) -> Any:
        return original(*which).model_copy(update={"first_attempted_at": None})

    with patch.object(reconciler, "send_text", send_text):
        yield


@mutant(
    "send a text however long after the call",
    test_late_decisions.test_no_attempt_begins_after_the_window,
)
def _send_after_the_window() -> Iterator[None]:
    with patch.object(attempts, "may_be_late", lambda *_: True):
        yield


@mutant(
    "send a text after the call although that is switched off",
    test_late_texts.test_zero_seconds_cancel_it_with_the_call,
)
def _keep_texts_when_the_call_ends() -> Iterator[None]:
    with patch.object(ending, "may_be_late", lambda *_: True):
        yield


@mutant(
    "leave a text open that is too old when the call ends",
    test_late_decisions.test_a_request_that_is_too_old_is_cancelled_with_the_call,
)
def _leave_old_texts_open() -> Iterator[None]:
    with patch.object(ending, "may_be_late", lambda *_: True):
        yield


@mutant(
    "cancel with the call a text that was promised",
    test_late_texts.test_a_throttled_text_is_sent_after_the_hang_up,
)
def _cancel_texts_with_the_call() -> Iterator[None]:
    with patch.object(ending, "may_be_late", lambda *_: False):
        yield


@mutant(
    "send a text after the call without another look at consent",
    test_late_decisions.test_it_is_not_sent_without_another_look_at_consent,
)
def _send_unseen() -> Iterator[None]:
    original = attempts._may_send

    def may_send(call: Any, text: Any, command: Any) -> bool:
        seen = {"texting": command.texting or test_late_decisions.MAY}
        return original(call, text, command.model_copy(update=seen))

    with patch.object(attempts, "_may_send", may_send):
        yield


@mutant(
    "never cancel a text that waits after the call",
    test_late_texts.test_after_five_minutes_it_is_cancelled,
)
def _let_texts_wait() -> Iterator[None]:
    with without_timers("expire_text"):
        yield


@mutant(
    "leave a text open whose time is up",
    test_late_decisions.test_a_text_that_is_throttled_until_then_is_cancelled,
)
def _ignore_that_time_is_up() -> Iterator[None]:
    with deciding(ExpireText, nothing):
        yield


@mutant(
    "send a text although the contact has opted out in between",
    test_late_texts.test_a_stop_in_between_counts,
    hangs_up=True,
)
def _ignore_what_is_known_now() -> Iterator[None]:
    with patch.object(attempts, "_objection", lambda *_: ""):
        yield


@mutant(
    "retry a text during the call without another look at consent",
    test_late_texts.test_a_stop_in_between_counts,
    hangs_up=False,
)
def _look_once() -> Iterator[None]:
    with patch.object(Dispatcher, "_recheck", nothing_yet):
        yield
