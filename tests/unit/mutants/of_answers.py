"""Mutants of how the caller's answer to a transfer question is read."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from hookflash.domain.call.deciding import confirmation
from hookflash.domain.policy.speech import answer
from hookflash.domain.policy.speech.said import Said
from hookflash.orchestrator.runtime import second_reader
from tests.contract.ports import test_understanding as test_broken_models
from tests.unit.call import test_understanding
from tests.unit.mutants.registry import mutant
from tests.unit.policy import test_answer, test_spanish


@contextmanager
def _judged_anew(test: Any, name: str, other: object) -> Iterator[None]:
    """Replace a part of ``answer``, whose judgements the test must not find in the cache."""
    judge: Any = answer.answer
    with patch.object(answer, name, other), patch.object(test, "answer", judge.__wrapped__):
        yield


def _any_yes(said: Iterable[Any]) -> bool:
    return Said.YES in said


@mutant(
    "hear a yes whatever its condition is",
    test_answer.test_what_sounds_like_a_yes,
    words="yes, if it doesn't take long",
)
def _drop_conditions() -> Iterator[None]:
    with _judged_anew(test_answer, "_is_yes", _any_yes):
        yield


@mutant(
    "hear a yes in a closing",
    test_answer.test_what_sounds_like_a_yes,
    words="yes, that is all",
)
def _drop_closings() -> Iterator[None]:
    closing = {*answer._WITH_CONSENT, Said.UNSURE}
    with _judged_anew(test_answer, "_WITH_CONSENT", closing):
        yield


@mutant(
    "hear a yes that goes on as a yes",
    test_answer.test_what_sounds_like_a_yes,
    words="yes, but first tell me how long it takes",
)
def _stop_at_the_yes() -> Iterator[None]:
    def _first(*how: Any) -> Iterator[Said | None]:
        yield next(kinds(*how))

    kinds = answer._kinds
    with _judged_anew(test_answer, "_kinds", _first):
        yield


@mutant(
    "take a task for a reason, without a proposal",
    test_answer.test_what_sounds_like_a_yes,
    words="yes, I need to book a cleaning",
)
def _let_tasks_pass() -> Iterator[None]:
    with _judged_anew(test_answer, "_fitting", lambda *_: {Said.TASK, Said.REASON}):
        yield


@mutant(
    "take a condition in Spanish for a yes",
    test_spanish.test_not_a_yes,
    words="sí, si es gratis",
)
def _drop_spanish_conditions() -> Iterator[None]:
    with _judged_anew(test_spanish, "_is_yes", _any_yes):
        yield


@mutant("ignore a second opinion", test_understanding.test_a_yes_that_the_model_reads_as_no_is_a_no)
def _ignore_the_model() -> Iterator[None]:
    with patch.object(confirmation, "understood", lambda _, by_rules, __: by_rules):
        yield


@mutant(
    "believe a model that quotes what was not said",
    test_understanding.test_a_quote_that_was_not_said_is_no_opinion,
)
def _believe_every_quote() -> Iterator[None]:
    with patch.object(confirmation, "trusted", lambda reading, _: reading.meaning):
        yield


@mutant(
    "let the caller wait for a slow model",
    test_broken_models.test_a_slow_model_is_cancelled_after_a_second_and_a_half,
)
def _wait_for_the_model() -> Iterator[None]:
    with patch.object(second_reader, "PATIENCE_SECONDS", 60.0):
        yield
