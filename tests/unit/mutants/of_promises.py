"""Mutants of the promise audit."""

from collections.abc import Iterator
from unittest.mock import patch

from hookflash.domain.call import commands
from hookflash.domain.call.deciding import promises
from hookflash.domain.call.evolving import promises as evolving
from hookflash.domain.policy.speech import promises as reading
from hookflash.testing import agent_says
from tests.unit.call import test_promises
from tests.unit.mutants.registry import deciding, mutant, nothing

FLAG = ("text", "done", "not_done")


@mutant(
    "flag no claim when the turn of our agent is over",
    test_promises.test_what_was_claimed_and_not_done_is_flagged_when_the_turn_is_over,
    said=test_promises.SENT,
    flag=FLAG,
    says=agent_says,
)
def _settle_nothing() -> Iterator[None]:
    with deciding(commands.SettlePromises, nothing):
        yield


@mutant(
    "flag no claim when the caller goes on",
    test_promises.test_what_was_claimed_and_not_done_is_flagged_when_the_turn_is_over,
    said=test_promises.SENT,
    flag=FLAG,
    says=test_promises.host_says,
)
def _let_the_caller_go_on() -> Iterator[None]:
    with patch.object(promises, "end_turn", nothing):
        yield


@mutant(
    "flag a claim that was kept",
    test_promises.test_a_text_that_is_requested_within_the_turn_keeps_the_promise,
    said=test_promises.WILL_SEND,
    before=True,
)
def _take_every_claim_for_broken() -> Iterator[None]:
    with patch.object(evolving, "is_kept", lambda *_: False):
        yield


@mutant(
    "believe in a text that failed",
    test_promises.test_a_text_that_failed_was_not_sent,
    status="undelivered",
    said="I've sent it.",
)
def _believe_in_failed_texts() -> Iterator[None]:
    with patch.object(promises, "what_failed", nothing):
        yield


@mutant(
    "flag a refusal that the caller was told",
    test_promises.test_a_refusal_that_the_caller_is_told_breaks_no_promise,
    then="I'm sorry, I can't text that number.",
    flags=[],
)
def _hear_no_excuse() -> Iterator[None]:
    with patch.object(evolving, "admits_failure", lambda _: False):
        yield


@mutant(
    "take an offer for a claim",
    test_promises.test_what_claims_nothing_is_not_flagged,
    said="Unless you mind, I'll text you the link.",
)
def _take_offers_for_claims() -> Iterator[None]:
    unremembered = patch.object(evolving, "claims", reading.claims.__wrapped__)  # type: ignore[attr-defined]
    with unremembered, patch.object(reading, "_is_taken_back", lambda *_: False):
        yield


@mutant(
    "believe a claim of a text that failed within the turn",
    test_promises.test_a_text_that_failed_within_the_turn_was_not_sent,
    says=test_promises.host_says,
    then="Did it arrive?",
    flags=[("text", "done", "failed")],
)
def _believe_in_texts_that_failed_meanwhile() -> Iterator[None]:
    with patch.object(evolving, "said_before", lambda *_: []):
        yield
