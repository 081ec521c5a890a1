"""Mutants of what is known of a live call: its gateway, its id, its times, its message."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import ReportTranscript
from hookflash.domain.call.deciding.decision import Decision
from hookflash.domain.call.deciding.voicemail import report_transcript
from hookflash.domain.call.events import CallReceived
from hookflash.domain.call.evolving.changes import CHANGES
from hookflash.orchestrator.ports import host_clock
from hookflash.orchestrator.provider_reports import message
from hookflash.orchestrator.runtime import lost_gateway
from hookflash.orchestrator.runtime.lost_gateway import LostGateway
from hookflash.orchestrator.settings import Settings
from tests.unit.call import test_voicemail
from tests.unit.command_handler import test_carrying_out, test_lost_gateway
from tests.unit.mutants.registry import deciding, mutant
from tests.unit.provider_reports import test_host_clock


@mutant(
    "end the calls of another carrier with those of a lost gateway",
    test_lost_gateway.test_the_calls_of_a_carrier_end_as_interrupted,
)
def _end_calls_of_other_carriers() -> Iterator[None]:
    def carried(lost: LostGateway, call: Call) -> bool:
        came_in = call.received_at
        return not call.test and came_in is not None and came_in <= lost.at

    with patch.object(LostGateway, "carried", carried):
        yield


@mutant(
    "end test calls with a lost gateway",
    test_lost_gateway.test_the_calls_of_a_carrier_end_as_interrupted,
)
def _end_test_calls() -> Iterator[None]:
    original = LostGateway.carried

    def carried(lost: LostGateway, call: Call) -> bool:
        return call.test or original(lost, call)

    with patch.object(LostGateway, "carried", carried):
        yield


@mutant(
    "end calls that came in after the gateway was lost",
    test_lost_gateway.test_a_call_that_came_in_afterwards_goes_on,
)
def _end_later_calls() -> Iterator[None]:
    def carried(lost: LostGateway, call: Call) -> bool:
        return call.carrier == lost.carrier and not call.test

    with patch.object(LostGateway, "carried", carried):
        yield


@mutant(
    "end all calls of a gateway that has lost some",
    test_lost_gateway.test_only_the_calls_that_are_named_end,
)
def _end_calls_that_are_not_named() -> Iterator[None]:
    with patch.object(lost_gateway.LostGateway, "among", lambda _, calls: iter(calls)):
        yield


@mutant(
    "forget the provider's id of a call",
    test_carrying_out.test_every_request_names_the_live_call,
)
def _forget_the_provider_call_id() -> Iterator[None]:
    original = CHANGES[CallReceived]

    def on_received(call: Call, event: Any) -> None:
        original(call, event)
        call.provider_call_id = ""

    with patch.dict(CHANGES, {CallReceived: on_received}):
        yield


@mutant(
    "say nothing in place of an agent that failed",
    test_carrying_out.test_a_caller_hears_something_when_the_agent_fails,
    fail=test_carrying_out.hang,
    reason="timeout",
    detail="",
)
def _say_nothing_instead() -> Iterator[None]:
    with patch.object(Settings, "instead", lambda _self, _call: ""):
        yield


@mutant(
    "replace the transcript of a message by a later one",
    test_voicemail.test_a_second_transcript_is_noted,
)
def _count_every_transcript() -> Iterator[None]:
    def decide(decision: Decision, call: Call, command: ReportTranscript) -> None:
        if call.voicemail is not None:
            call = replace(call, voicemail=replace(call.voicemail, transcript=""))
        report_transcript(decision, call, command)

    with deciding(ReportTranscript, decide):
        yield


@mutant(
    "take the clock of a host for ours",
    test_host_clock.test_the_signed_timestamp_tells_the_offset,
    skew=-240.0,
)
def _trust_the_clock_of_the_host() -> Iterator[None]:
    def ahead(*_: datetime) -> timedelta:
        return timedelta()

    with patch.object(message, "host_ahead", ahead):
        yield


@mutant(
    "keep times that lie ahead",
    test_host_clock.test_playback_keeps_its_length,
)
def _keep_future_times() -> Iterator[None]:
    with patch.object(host_clock, "max", lambda *times: times[-1], create=True):
        yield
