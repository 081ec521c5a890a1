"""Mutants of what callers say that counts in every state: consent to texts, danger, recording."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

from hookflash.domain.call import decide, events, opting_out
from hookflash.domain.call.deciding import asides, closing
from hookflash.domain.call.evolving.changes import CHANGES
from hookflash.domain.inbox import reply, replying
from hookflash.domain.policy.speech.opting_out import OptOut
from hookflash.domain.workspace import contact
from hookflash.domain.workspace.precautions import QuietHours
from hookflash.orchestrator.log import batch
from hookflash.orchestrator.runtime import replies
from hookflash.orchestrator.runtime.revocations import Revocations
from tests.contract.log import test_consent_meanwhile, test_number_meanwhile
from tests.unit.command_handler import test_care, test_opting_out
from tests.unit.mutants.registry import mutant, nothing, nothing_yet
from tests.unit.workspace import test_contact


@mutant(
    "opt out for keywords only",
    test_contact.test_free_wording_opts_out,
    body="please stop",
)
def _read_keywords_only() -> Iterator[None]:
    with patch.object(contact, "opts_out_in_writing", lambda _: False):
        yield


@mutant(
    "let any YES opt in",
    test_contact.test_yes_opts_in_only_as_the_reply_to_the_confirmation,
    hours=24.01,
    number=test_contact.NUMBER,
    then="out",
)
def _let_any_yes_opt_in() -> Iterator[None]:
    with patch.object(contact, "_replies", lambda *_: True):
        yield


async def _no_events(*_: Any) -> tuple[()]:
    return ()


@mutant(
    "keep a spoken revocation to the call",
    test_opting_out.test_a_spoken_revocation_refuses_the_texts_of_this_call_and_the_next,
)
def _forget_what_was_said() -> Iterator[None]:
    with patch.object(Revocations, "beside", _no_events):
        yield


@mutant(
    "append what was decided on consent that has changed",
    test_consent_meanwhile.test_a_stop_between_reading_consent_and_the_append_is_obeyed,
)
@mutant(
    "receive a call at a number that has changed hands",
    test_number_meanwhile.test_a_call_goes_to_the_workspace_that_has_its_number_when_it_is_recorded,
    meanwhile=False,
)
def _verify_no_reads() -> Iterator[None]:
    with patch.object(batch, "reads_of", lambda _: {}):
        yield


@mutant(
    "take a carrier's opt-out for any failure",
    test_opting_out.test_a_carriers_opt_out_code_opts_out,
)
def _ignore_the_carrier() -> Iterator[None]:
    with patch.object(opting_out, "says_opted_out", lambda *_: False):
        yield


@mutant(
    "guess what a caller means who may opt out",
    test_opting_out.test_if_it_is_not_clear_the_agent_asks,
    reply="no, just this one",
    opted_out=False,
)
def _guess_what_is_meant() -> Iterator[None]:
    with patch.object(asides, "opts_out", lambda _: OptOut.REVOKED):
        yield


@mutant(
    "send a reply again whose answer was lost",
    test_opting_out.test_a_reply_is_attempted_before_it_is_sent_and_never_twice,
)
def _repeat_a_reply() -> Iterator[None]:
    open_ = ("requested", "postponed", "unknown")
    with patch.object(reply, "NOT_TAKEN", open_), patch.object(replying, "NOT_TAKEN", open_):
        yield


@mutant(
    "answer keywords beside a carrier that does",
    test_opting_out.test_a_carrier_that_answers_keywords_sends_the_only_confirmation,
)
def _reply_beside_the_carrier() -> Iterator[None]:
    with patch.object(replies.Replies, "_carrier_replies", lambda *_: False):
        yield


@mutant(
    "text at night",
    test_opting_out.test_quiet_hours_hold_back_what_was_not_asked_for,
    words="I'd like to book an appointment",
    sent=False,
)
def _text_at_night() -> Iterator[None]:
    with patch.object(QuietHours, "holds", lambda *_: False):
        yield


@mutant(
    "tell a caller in danger again and again",
    test_care.test_in_an_emergency_the_caller_is_told_once_to_dial_the_emergency_number,
)
def _repeat_the_emergency_number() -> Iterator[None]:
    with patch.dict(CHANGES, {events.EmergencyHeard: nothing}):
        yield


@mutant(
    "record a caller who objected",
    test_care.test_a_mailbox_asks_first_whether_to_record,
    pressed="2",
    outcome="voicemail_declined",
)
def _record_all_the_same() -> Iterator[None]:
    with patch.object(decide, "offer_recording", nothing):
        yield


@mutant(
    "keep an objection to recording from the telephony",
    test_care.test_an_objection_to_recording_is_passed_to_the_telephony,
)
def _record_the_call_on() -> Iterator[None]:
    with patch.object(test_care.Phones, "stop_recording", nothing_yet):
        yield


@mutant(
    "say goodbye twice",
    test_care.test_goodbye_ends_the_call_after_a_pause,
)
def _say_goodbye_twice() -> Iterator[None]:
    with patch.object(closing, "is_farewell", lambda _: False):
        yield
