"""Mutants of erasures, and of what exported tables hold."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

from hookflash.domain.call import decide as deciding_calls
from hookflash.domain.call import effects, timers
from hookflash.domain.erasure import erase, still_live
from hookflash.domain.erasure.notations import Notations
from hookflash.domain.inbox import receiving
from hookflash.orchestrator.exporting import tabular
from hookflash.orchestrator.integrity import erasing_consent, open_calls
from hookflash.orchestrator.integrity.traces import _Search
from hookflash.orchestrator.log.sqlite import SqliteRecorder
from hookflash.orchestrator.webhooks.outgoing.erasing import ErasedDeliveries
from hookflash.orchestrator.workspaces import repository
from hookflash.orchestrator.workspaces.repository import WorkspaceRepository
from tests.contract.integrity import (
    test_erasing,
    test_erasing_consent,
    test_erasing_open_calls,
)
from tests.unit.erasure import test_erase, test_erasing_cards, test_notations
from tests.unit.exporting import test_exporting
from tests.unit.inbox import test_receiving
from tests.unit.mutants.registry import mutant, nothing, nothing_yet


@mutant(
    "leave the provider's ids of an erased caller",
    test_erase.test_ids_that_others_gave_are_erased,
)
def _leave_provider_ids() -> Iterator[None]:
    with patch.object(erase, "IDENTIFYING", frozenset()):
        yield


@mutant(
    "leave the name of an erased caller, and the notes about them",
    test_erasing_cards.test_what_was_written_about_a_contact_is_erased,
)
def _leave_the_card() -> Iterator[None]:
    with patch.object(erase, "_erased", lambda value: value):
        yield


@mutant(
    "leave the ids of messages and requests of an erased caller",
    test_erase.test_ids_that_others_gave_are_erased,
)
def _leave_causes() -> Iterator[None]:
    original = erase._erase

    def keep(event: Any, known: Notations, pseudonym: str, _: str) -> Any:
        return original(event, known, pseudonym, event.cause)

    with patch.object(erase, "_erase", keep):
        yield


@mutant(
    "leave what a provider said in its own words of an erased caller",
    test_erase.test_the_free_words_of_a_provider_are_erased,
)
def _leave_free_reasons() -> Iterator[None]:
    with patch.object(erase, "UNLESS_KNOWN", {}):
        yield


@mutant(
    "look for one notation of an erased number only",
    test_notations.test_every_notation_of_a_number_is_replaced,
    written="(415) 555-0199",
    around="call {} now",
)
def _know_one_notation() -> Iterator[None]:
    def replaced(self: Notations, text: str, pseudonym: str) -> str:
        return text.replace(self._contact, pseudonym)

    with patch.object(Notations, "_text", replaced):
        yield


@mutant(
    "record what comes in of an erased caller as it comes",
    test_erase.test_what_comes_in_after_the_erasure_is_erased_at_once,
)
def _record_late_words() -> Iterator[None]:
    with patch.object(deciding_calls, "erase_late", lambda events, _: events):
        yield


@mutant(
    "record an erased text again that is delivered again",
    test_receiving.test_a_message_that_was_erased_is_known_when_it_is_delivered_again,
)
def _forget_erased_texts() -> Iterator[None]:
    with patch.object(receiving, "is_pseudonym", nothing):
        yield


@mutant(
    "go on with the effects of a call whose caller was erased",
    test_erasing_open_calls.test_nothing_is_done_any_more_for_an_erased_caller,
)
def _act_for_erased_callers() -> Iterator[None]:
    with (
        patch.object(effects, "is_pseudonym", nothing),
        patch.object(timers, "is_pseudonym", nothing),
    ):
        yield


@mutant(
    "erase the caller of a live call",
    test_erasing_open_calls.test_a_call_in_progress_is_not_erased,
)
def _erase_live_calls() -> Iterator[None]:
    with patch.object(open_calls, "is_live", nothing):
        yield


@mutant(
    "let a call that never ended block an erasure",
    test_erasing_open_calls.test_a_call_that_never_ended_does_not_block_the_erasure,
)
def _wait_for_ever() -> Iterator[None]:
    with patch.object(open_calls, "is_live", lambda call, _: call.state != "ended"):
        yield


@mutant(
    "take a quiet call that a person has for over",
    test_erasing_open_calls.test_a_call_with_a_person_may_be_quiet_for_a_day,
)
def _end_quiet_conversations() -> Iterator[None]:
    with patch.object(still_live, "WITH_A_PERSON_FOR", still_live.LIVE_FOR):
        yield


@mutant(
    "forget an opt-out with its contact",
    test_erasing_consent.test_an_opt_out_holds_after_the_erasure,
)
def _forget_opt_outs() -> Iterator[None]:
    with patch.object(erasing_consent, "shield_from", lambda *_, **__: ()):
        yield


@mutant(
    "look an opt-out up under the number only",
    test_erasing_consent.test_an_opt_out_holds_after_the_erasure,
)
def _ignore_shields() -> Iterator[None]:
    with patch.object(WorkspaceRepository, "_shield_name", nothing_yet):
        yield


@mutant(
    "remember a list of opt-outs from before an erasure",
    test_erasing_consent.test_the_opt_out_list_forgets_the_number,
)
def _remember_the_list() -> Iterator[None]:
    with patch.object(repository, "OptOutErased", type(None)):
        yield


@mutant(
    "leave an erased number in what others said",
    test_erasing_consent.test_the_number_is_removed_from_what_others_said,
)
def _leave_mentions() -> Iterator[None]:
    with patch.object(_Search, "_mentions", nothing):
        yield


@mutant(
    "leave what receivers of webhooks answered about an erased caller",
    test_erasing_consent.test_the_delivery_log_of_webhooks_forgets_what_receivers_answered,
)
def _leave_deliveries() -> Iterator[None]:
    with patch.object(ErasedDeliveries, "erase", nothing):
        yield


@mutant(
    "leave erased rows in the database's file",
    test_erasing.test_nothing_personal_is_left_in_the_database_file,
)
def _leave_freed_pages() -> Iterator[None]:
    with patch.object(SqliteRecorder, "scrub", lambda *_, **__: ()):
        yield


@mutant(
    "write formulas into the cells of a table",
    test_exporting.test_csv_marks_what_a_spreadsheet_would_run,
)
def _write_formulas() -> Iterator[None]:
    with patch.object(tabular, "text_cell", str):
        yield
