"""Mutants of the limits against abuse, and of the ids of messages."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from hookflash.domain.call.call import Call
from hookflash.domain.call.deciding import actions
from hookflash.domain.policy import dialing, limits, texting
from hookflash.domain.policy.dialing import DialingReason
from hookflash.domain.workspace import usage
from hookflash.domain.workspace.usage import Usage
from hookflash.orchestrator import call_center, live_calls
from hookflash.orchestrator.runtime import command_handler, inbound, usage_ledger
from hookflash.orchestrator.runtime.usage_ledger import UsageLedger
from hookflash.orchestrator.workspaces import region_limits
from tests.contract import test_limits as test_counters
from tests.contract import test_message_ids
from tests.unit.call import test_limits
from tests.unit.inbox import test_replying
from tests.unit.mutants.registry import mutant, nothing
from tests.unit.policy import test_regions


@mutant(
    "tell a region by the country code",
    test_limits.test_a_text_goes_to_an_allowed_region_only,
    recipient="+18765551234",
    reason="region_not_allowed",
)
def _tell_regions_by_country_code() -> Iterator[None]:
    with patch.object(limits, "region_of", lambda number: "US" if number[:2] == "+1" else ""):
        yield


@mutant(
    "dial satellite phones and personal numbers",
    test_regions.test_some_ranges_are_never_dialled,
    number="+881612345678",
    reason=DialingReason.SATELLITE,
)
def _dial_any_range() -> Iterator[None]:
    with (
        patch.object(dialing, "special_range", lambda _: ""),
        patch.object(dialing, "region_of", lambda _: "US"),
    ):
        yield


@mutant(
    "save a number beyond the regions",
    test_counters.test_a_number_of_an_older_workspace_stays_allowed_with_a_warning,
)
def _save_any_number() -> Iterator[None]:
    with patch.object(call_center, "check_reach_of_file", nothing):
        yield


@mutant(
    "refuse a number that was saved before",
    test_counters.test_a_number_of_an_older_workspace_stays_allowed_with_a_warning,
)
def _refuse_saved_numbers() -> Iterator[None]:
    original = region_limits.check_reach_of_file

    def check(_: Any, *rest: Any) -> None:
        original(None, *rest)

    with patch.object(call_center, "check_reach_of_file", check):
        yield


@mutant("send any number of texts on a call", test_limits.test_the_sixth_text_of_a_call_is_refused)
def _send_any_number_of_texts() -> Iterator[None]:
    with patch.object(Call, "texts_requested", 0):
        yield


@mutant(
    "propose any number of transfers on a call",
    test_limits.test_the_fourth_proposal_of_a_call_is_refused,
)
def _propose_any_number_of_transfers() -> Iterator[None]:
    with patch.object(Call, "transfers_proposed", 0):
        yield


@mutant(
    "record every refusal of a looping agent",
    test_limits.test_a_looping_agent_cannot_fill_the_log,
)
def _record_every_refusal() -> Iterator[None]:
    with patch.object(actions, "refuse_endless", nothing):
        yield


@mutant(
    "decide on a count that other workers have overtaken",
    test_counters.test_workers_together_never_exceed_the_limit_of_a_day,
)
def _decide_on_a_stale_count() -> Iterator[None]:
    async def inform(_: UsageLedger, __: Call, command: Any) -> Any:
        facts = command.texting if hasattr(command, "texting") else None
        if facts is None or facts.limits is None:
            return command
        stale = facts.limits.model_copy(update={"day": "2026-03-02"})
        return command.model_copy(update={"texting": facts.model_copy(update={"limits": stale})})

    with patch.object(UsageLedger, "inform", inform):
        yield


@mutant(
    "count in memory only",
    test_counters.test_a_count_survives_a_restart_and_needs_no_view,
)
def _count_in_memory() -> Iterator[None]:
    with patch.object(usage_ledger, "counts", lambda *_: iter(())):
        yield


@mutant(
    "answer each HELP of a day",
    test_counters.test_help_gets_as_many_answers_in_a_day_as_a_contact_may_have,
)
def _count_no_replies() -> Iterator[None]:
    with patch.object(usage_ledger, "counts_of_replies", lambda *_: iter(())):
        yield


@mutant(
    "reply to any region",
    test_replying.test_a_reply_goes_to_an_allowed_region_only,
    body="STOP",
    contact="+18765551234",
    refused="region_not_allowed",
)
def _reply_to_any_region() -> Iterator[None]:
    with patch.object(texting, "reply_checks", lambda *_, **__: ()):
        yield


@mutant(
    "leave an opt-out unconfirmed when the day's texts are used up",
    test_replying.test_an_opt_out_is_confirmed_beyond_the_limits_of_the_day,
)
def _refuse_confirmations() -> Iterator[None]:
    def reply_checks(*about: Any, **_: Any) -> Any:
        return limits.reply_checks(*about, required=False)

    with patch.object(texting, "reply_checks", reply_checks):
        yield


@mutant(
    "count a transfer that the caller declined",
    test_counters.test_outside_transfers_count_from_the_question_until_they_are_off,
)
def _count_declined_transfers() -> Iterator[None]:
    with patch.object(usage, "_uncounted", lambda *_: iter(())):
        yield


@mutant(
    "refuse a test call for what real calls used",
    test_counters.test_test_calls_are_not_counted,
)
def _limit_test_calls() -> Iterator[None]:
    original = UsageLedger.inform

    async def inform(ledger: UsageLedger, call: Call, command: Any) -> Any:
        return await original(ledger, replace(call, test=False), command)

    async def read(_: UsageLedger, workspace: str, day: str) -> Usage:
        return Usage(workspace, day, texts=1)

    with patch.object(UsageLedger, "inform", inform), patch.object(UsageLedger, "read", read):
        yield


@mutant(
    "take a key press for a repetition of words with its id",
    test_message_ids.test_messages_of_every_kind_may_have_the_same_id,
)
def _forget_the_kind_of_an_id() -> Iterator[None]:
    def bare(_: str, message_id: str) -> str:
        return f"any/{message_id}"

    with (
        patch.object(live_calls, "command_id", bare),
        patch.object(inbound, "command_id", bare),
    ):
        yield


@mutant(
    "take other words under a used id for a repetition",
    test_message_ids.test_other_content_under_an_id_is_refused,
    send=test_message_ids.hear,
)
def _drop_other_content() -> Iterator[None]:
    with patch.object(command_handler, "refuse_other", nothing):
        yield
