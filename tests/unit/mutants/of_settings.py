"""Mutants of the console's settings: what the role of a key allows there."""

from collections.abc import Iterator
from unittest.mock import AsyncMock, patch

from hookflash.orchestrator.console.settings import carriers, piece_dialog
from tests.unit.console import test_carrier_roles
from tests.unit.mutants.registry import mutant


@mutant(
    "change carriers in the settings with a key that may only configure",
    test_carrier_roles.test_a_key_without_the_role_changes_no_carrier,
    role="configure",
)
def _configure_carriers() -> Iterator[None]:
    with patch.object(carriers, "_ROLE", "configure"):
        yield


@mutant(
    "save a form that is open without asking for the role",
    test_carrier_roles.test_a_key_without_the_role_changes_no_carrier,
    role="configure",
)
def _save_what_is_open() -> Iterator[None]:
    with patch.object(piece_dialog, "permitted", AsyncMock(return_value=True)):
        yield


@mutant(
    "remove a carrier without asking for the role",
    test_carrier_roles.test_a_key_without_the_role_changes_no_carrier,
    role="configure",
)
def _remove_carriers() -> Iterator[None]:
    with patch.object(carriers, "permitted", AsyncMock(return_value=True)):
        yield
