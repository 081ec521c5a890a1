"""Mutants of the Twilio adapter: what its answers prove, and who may call it."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

from twilio.base.exceptions import TwilioException
from twilio.request_validator import RequestValidator

from hookflash.orchestrator.carriers.twilio import answers, playback
from hookflash.orchestrator.ports.answers import Refused
from tests.unit.mutants.registry import mutant
from tests.unit.twilio import test_answers, test_playback


def _always(*_: Any) -> bool:
    return True


@mutant(
    "take any webhook for one of Twilio's",
    test_answers.test_a_forged_request_is_recognised,
)
def _take_any_webhook() -> Iterator[None]:
    with patch.object(RequestValidator, "validate", _always):
        yield


def _refuse(error: TwilioException) -> Refused:
    return Refused(code="401", reason=str(error))


@mutant(
    "refuse a text for good while a token is replaced",
    test_answers.test_a_token_that_is_not_accepted_may_be_replaced,
)
def _refuse_for_good() -> Iterator[None]:
    with patch.object(answers, "_refusal", _refuse):
        yield


def _all(sent: Any, played: str) -> str:
    del played
    sent.heard = len(sent.speech.text)
    return ""


@mutant(
    "take a question that was cut off for heard",
    test_playback.test_an_interruption_tells_how_much_was_heard_and_drops_what_waits,
)
def _hear_it_all() -> Iterator[None]:
    with patch.object(playback, "_advance", _all):
        yield
