"""The fields of a carrier follow from what its kind may be set to."""

from collections.abc import Iterator

import pytest

from hookflash.carriers import KindSettings, kind_settings
from hookflash.domain.workspace.carrier import Carrier
from hookflash.orchestrator.console.settings.carrier_form import (
    carrier_in,
    carrier_specs,
    is_asked,
    place_of,
)
from hookflash.orchestrator.workspaces.errors import PieceProblem
from hookflash.orchestrator.workspaces.forms import CarrierForm
from tests.unit.configured_carriers.payphone import payphones

SETTINGS = {"account": "PP1", "token": "secret:main", "screens": True}


@pytest.fixture(autouse=True)
def kinds() -> Iterator[tuple[KindSettings, ...]]:
    """Payphones are known."""
    with payphones():
        yield kind_settings()


def test_each_setting_has_the_control_of_its_type(kinds: tuple[KindSettings, ...]) -> None:
    """Text, a secret by name, a switch, a choice; each with what the carrier has, or the usual."""
    carrier = Carrier(name="main", kind="payphone", settings=SETTINGS)
    found = {spec.name: spec for spec in carrier_specs(kinds, carrier)}
    assert found["kind"].initial == "payphone"
    assert (found["name"].look or {})["fixed"] is True
    own = {name: spec for name, spec in found.items() if name.startswith("payphone ")}
    assert {name: (spec.kind, spec.initial) for name, spec in own.items()} == {
        "payphone account": ("text", "PP1"),
        "payphone token": ("text", "secret:main"),
        "payphone host_speaks": ("switch", False),
        "payphone texts": ("switch", True),
        "payphone screens": ("switch", True),
        "payphone fails": ("select", ""),
    }
    assert "never the secret itself" in str((own["payphone token"].look or {})["hint"])
    assert found["twilio account"].initial == ""


def test_only_the_fields_of_the_chosen_kind_are_asked_for(kinds: tuple[KindSettings, ...]) -> None:
    """Beside name and kind."""
    names = [spec.name for spec in carrier_specs(kinds, None)]
    asked = [name for name in names if is_asked(name, {"kind": "browser"})]
    assert asked == ["name", "kind", "browser key"]


def test_what_is_left_empty_is_left_out(kinds: tuple[KindSettings, ...]) -> None:
    """So that it is missing, or has its usual value; other kinds' fields do not count."""
    values = {spec.name: spec.initial for spec in carrier_specs(kinds, None)}
    values |= {"name": " main ", "kind": "payphone", "payphone account": " PP1 "}
    form = carrier_in(kinds, values | {"browser key": "secret:other"})
    usual = {"host_speaks": False, "texts": True, "screens": False}
    assert form == CarrierForm(name="main", kind="payphone", settings={"account": "PP1", **usual})


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("name", "name"),
        ("kind", "kind"),
        ("settings.token", "twilio token"),
        ("settings.numbers[2]", "twilio numbers"),
        ("jobs “Booking”: instructions", ""),
    ],
)
def test_a_problem_is_said_at_its_field(path: str, field: str) -> None:
    """One in another piece is said below all fields."""
    assert place_of(PieceProblem(path=path, wrong="", right=""), "twilio") == field
