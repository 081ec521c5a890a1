"""Limits and the time zone in a workspace file."""

from pathlib import Path

import pytest

from hookflash.domain.policy.limits import Limits
from hookflash.orchestrator.workspaces.file.problems import InvalidWorkspace
from hookflash.orchestrator.workspaces.file.workspace_file import workspace_in

SAMPLE = (Path(__file__).parent / "harbor.yaml").read_text(encoding="utf-8")


def problem(text: str) -> tuple[str, str]:
    """Where the only problem of the file is, and what it is."""
    with pytest.raises(InvalidWorkspace) as caught:
        workspace_in(text.encode(), "harbor.yaml")
    (found,) = caught.value.problems
    return found.path, f"{found.wrong}. {found.right}"


def test_what_is_not_set_has_its_default() -> None:
    """As the product promises."""
    document = workspace_in(SAMPLE.encode(), "harbor.yaml")
    assert document.time_zone == "UTC"
    assert document.limits.model_dump() == {
        "regions": (),
        "shared_cost": (),
        "texts_per_call": 5,
        "texts_per_contact_per_day": 10,
        "texts_per_day": 1_000,
        "proposals_per_call": 3,
        "external_transfers_per_day": 200,
    }


def test_every_limit_can_be_set() -> None:
    """Norway is not read as a no."""
    set_ = (
        "time_zone: America/New_York\n"
        "limits:\n"
        "  regions: [mx, NO, MX]\n"
        "  shared_cost: ['+80812345678']\n"
        "  texts_per_call: 1\n"
        "  texts_per_contact_per_day: 2\n"
        "  texts_per_day: 3\n"
        "  proposals_per_call: 0\n"
        "  external_transfers_per_day: 5\n"
    )
    document = workspace_in((SAMPLE + set_).encode(), "harbor.yaml")
    assert document.time_zone == "America/New_York"
    assert document.limits == Limits(
        regions=("MX", "NO"),
        shared_cost=("+80812345678",),
        texts_per_call=1,
        texts_per_contact_per_day=2,
        texts_per_day=3,
        proposals_per_call=0,
        external_transfers_per_day=5,
    )


@pytest.mark.parametrize(
    ("added", "path", "message"),
    [
        ("time_zone: New York", "time_zone", "“New York” is not a time zone."),
        ("time_zone: Europe/Berlim", "time_zone", "Did you mean “Europe/Berlin”?"),
        ("time_zone: ../etc/passwd", "time_zone", "is not a time zone. Write an IANA name"),
        ("limits: {regions: [Mexico]}", "limits.regions[0]", "“Mexico” is not the code of a regio"),
        ("limits: {regions: ['1']}", "limits.regions[0]", "Write the two letters of a country"),
        (
            "limits: {shared_cost: ['+14155550100']}",
            "limits.shared_cost[0]",
            "is not a shared-cost",
        ),
        (
            "limits: {texts_per_call: -1}",
            "limits.texts_per_call",
            "a whole number from 0 to 1000000",
        ),
        ("limits: {texts_per_cal: 1}", "limits.texts_per_cal", "Did you mean “texts_per_call”?"),
        ("limits: 5", "limits", "keys with values are expected here. Write the keys regions"),
    ],
)
def test_a_mistake_names_its_place_and_its_fix(added: str, path: str, message: str) -> None:
    """As everywhere in the file."""
    found, words = problem(f"{SAMPLE}{added}\n")
    assert found == path
    assert message in words


@pytest.mark.parametrize(
    ("number", "wrong"),
    [
        ("+870773111632", "is in a satellite or global range"),
        ("+447012345678", "is a personal number"),
        ("+19005551234", "is a premium-rate number"),
        ("911", "is an emergency number"),
    ],
)
@pytest.mark.parametrize("where", ["/Transfer call: Scheduling", '"+14155550102"'])
def test_what_can_never_be_dialled_is_refused(number: str, wrong: str, where: str) -> None:
    """In a job and as a member's phone."""
    there = f"/Transfer call: {number}" if where.startswith("/") else f'"{number}"'
    assert SAMPLE.count(where) == 1
    assert wrong in problem(SAMPLE.replace(where, there))[1]
