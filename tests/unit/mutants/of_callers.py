"""Mutants of caller ids, and of the texts that contacts send."""

from collections.abc import Iterator
from itertools import count
from typing import Any
from unittest.mock import patch

from hookflash.domain.inbox import receiving
from hookflash.domain.policy import caller_id
from hookflash.domain.policy.phone import REGION
from hookflash.domain.workspace import contact
from hookflash.domain.workspace.contact import ContactOptedIn, ContactUnlisted
from hookflash.orchestrator.runtime.inbound_texts import InboundTexts
from tests.contract.integrity import test_inbound_texts
from tests.unit.inbox import test_receiving
from tests.unit.mutants.registry import mutant
from tests.unit.policy import test_caller_id
from tests.unit.workspace import test_contact


@mutant(
    "make a caller anonymous whose id is no number",
    test_caller_id.test_what_is_no_number_identifies_the_caller_as_it_is,
    received="sip:alice@example.com",
    contact="sip:alice@example.com",
)
def _withhold_what_is_no_number() -> Iterator[None]:
    with patch.object(
        caller_id, "_is_withheld", lambda one: caller_id._number(one, REGION) is None
    ):
        yield


@mutant(
    "make a caller anonymous whose number may not exist",
    test_caller_id.test_a_number_that_its_plan_does_not_have_still_identifies_the_caller,
    received="+15551234567",
)
def _withhold_possible_numbers() -> Iterator[None]:
    def is_withheld(address: Any) -> bool:
        number = caller_id._number(address, REGION)
        return number is not None and not number[1]

    with patch.object(caller_id, "_is_withheld", is_withheld):
        yield


@mutant(
    "take only E.164 for a number",
    test_caller_id.test_every_notation_of_a_number_is_that_number,
    received="00 1 415 555 0199",
)
def _read_e164_only() -> Iterator[None]:
    def readings(digits: str, _: str, *, plus: bool) -> Iterator[str]:
        if plus:
            yield f"+{digits}"

    with patch.object(caller_id, "_readings", readings):
        yield


@mutant(
    "take a national number for one of another country",
    test_caller_id.test_a_national_number_is_of_the_region_that_was_called,
    received="030 901820",
    number="+4930901820",
)
def _read_every_number_as_american() -> Iterator[None]:
    with patch.object(caller_id, "_region", lambda _: REGION):
        yield


@mutant(
    "record a text again that was delivered again",
    test_inbound_texts.test_a_message_counts_once_in_any_process,
)
def _count_a_message_twice() -> Iterator[None]:
    numbers, original = count(), InboundTexts._command

    async def command(self: InboundTexts, *asked: Any) -> Any:
        made = await original(self, *asked)
        return made.model_copy(update={"id": f"{made.id}-{next(numbers)}"})

    with patch.object(InboundTexts, "_command", command):
        yield


@mutant(
    "take another text for the one that had its message id",
    test_receiving.test_another_message_with_the_same_id_is_refused,
    changed={"body": "Hi"},
)
def _compare_ids_only() -> Iterator[None]:
    with patch.object(receiving, "_is_same", lambda *_: True):
        yield


@mutant(
    "record a STOP and go on texting",
    test_receiving.test_a_keyword_changes_consent_in_the_same_commit,
)
def _ignore_keywords() -> Iterator[None]:
    with patch.object(receiving, "hear_text", lambda *_, **__: ()):
        yield


@mutant(
    "lift with the office's list what the contact itself asked for",
    test_contact.test_the_sources_of_an_opt_out_end_on_their_own,
)
def _unlist_everything() -> Iterator[None]:
    original = contact._next

    def following(one: Any, kind: Any, /, **fields: Any) -> Any:
        if kind is ContactUnlisted:
            return original(one, ContactOptedIn, **fields, keyword="")
        return original(one, kind, **fields)

    with patch.object(contact, "_next", following):
        yield
