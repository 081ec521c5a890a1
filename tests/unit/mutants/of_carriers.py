"""Mutants of carriers that workspaces configure: their secrets, and what a tenant may touch."""

from collections.abc import Iterable, Iterator
from typing import Any
from unittest.mock import patch

from hookflash.domain.workspace.people import Member
from hookflash.orchestrator.configured_carriers import configured_ports, secret_store
from hookflash.orchestrator.configured_carriers.own_calls import OwnCalls
from hookflash.orchestrator.configured_carriers.secret_store import SecretStore
from hookflash.orchestrator.ports import carriers as kinds
from hookflash.orchestrator.ports.outside import Ports
from hookflash.orchestrator.runtime.lost_gateway import LostGateway
from hookflash.orchestrator.workspaces import carrier_offers
from hookflash.orchestrator.workspaces.carrier_offers import CarrierLimits
from tests.unit.configured_carriers import (
    test_carriers_in_the_file,
    test_press_one,
    test_secret_store,
    test_several_carriers,
)
from tests.unit.mutants.registry import mutant, nothing, nothing_yet


def _always(*_: Any) -> bool:
    return True


def _never(*_: Any) -> bool:
    return False


@mutant(
    "end the calls of other workspaces with a gateway",
    test_several_carriers.test_a_gateway_takes_only_the_calls_of_its_own_workspace,
)
def _end_calls_of_other_workspaces() -> Iterator[None]:
    def among(_: LostGateway, open_calls: Iterable[str]) -> Iterator[str]:
        yield from open_calls

    with patch.object(LostGateway, "among", among):
        yield


@mutant(
    "let an adapter touch the calls of another carrier",
    test_several_carriers.test_an_adapter_touches_no_call_but_its_own,
)
def _touch_other_calls() -> Iterator[None]:
    with patch.object(OwnCalls, "_check", nothing_yet):
        yield


@mutant(
    "let an adapter take calls and texts for another carrier's numbers",
    test_several_carriers.test_an_adapter_touches_no_call_but_its_own,
)
def _take_other_numbers() -> Iterator[None]:
    with patch.object(OwnCalls, "_check_number", nothing_yet):
        yield


@mutant(
    "look up secrets for ids that no workspace can have",
    test_secret_store.test_an_id_that_no_workspace_can_have_has_no_secrets,
    workspace="harbor_dental",
)
def _look_up_any_id() -> Iterator[None]:
    with patch.object(secret_store, "is_plain_name", _always):
        yield


@mutant(
    "go on with a secret that was replaced in the file",
    test_secret_store.test_a_changed_file_is_read_again,
)
def _keep_old_secrets() -> Iterator[None]:
    with patch.object(SecretStore, "_read_again", nothing):
        yield


@mutant(
    "take a secret itself in a workspace file",
    test_carriers_in_the_file.test_a_setting_that_names_no_secret_of_the_workspace_is_refused,
    written="abcd-efgh",
)
def _take_literal_secrets() -> Iterator[None]:
    with patch.object(kinds, "is_secret_name", _always):
        yield


@mutant(
    "record the secret that an adapter put into its answer",
    test_several_carriers.test_no_secret_gets_into_the_log,
)
def _record_secrets() -> Iterator[None]:
    with patch.object(configured_ports, "without_secrets", str):
        yield


@mutant(
    "carry the call of a configured carrier through the host's telephony",
    test_several_carriers.test_a_process_without_carriers_leaves_such_calls_alone,
)
def _carry_through_the_host() -> Iterator[None]:
    with patch.object(Ports, "is_configured", _never):
        yield


@mutant(
    "apply a job that the carrier of its number cannot do",
    test_carriers_in_the_file.test_what_a_carrier_cannot_do_is_refused_with_its_name,
)
def _apply_what_a_carrier_cannot_do() -> Iterator[None]:
    def no_limits(_: Any) -> CarrierLimits:
        return CarrierLimits()

    with patch.object(carrier_offers, "_limits_of", no_limits):
        yield


@mutant(
    "connect a member's phone whose key 1 was not pressed",
    test_press_one.test_a_phones_own_voicemail_never_gets_the_caller,
    lee="answer",
    winner="Lee",
    state="dropped",
)
def _accept_by_answering() -> Iterator[None]:
    with patch.object(Member, "acceptance", "answer"):
        yield
