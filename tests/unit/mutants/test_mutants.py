"""Removing any protection that the simulation does not reach makes a test fail."""

from collections.abc import Iterator, Mapping
from inspect import signature
from pathlib import Path
from typing import Any

import pytest

from hookflash import InvalidWorkspace, NotCarriedHere
from hookflash.orchestrator.runtime import tool_calls
from tests.contract.roles import office, test_processes
from tests.mutation import Mutant
from tests.simulation.planting import PAGE, other_rows
from tests.unit.configured_carriers.payphone import payphones
from tests.unit.mutants.table import MUTANTS

NOTICED = (AssertionError, ValueError, NotCarriedHere, InvalidWorkspace, pytest.fail.Exception)
"""How a test fails that notices."""


@pytest.fixture
def fixtures(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> Iterator[Mapping[str, Any]]:
    """What the tests are given; they wait less long for what does not happen."""
    monkeypatch.setattr(tool_calls, "TEXT_PATIENCE", 0.2)
    monkeypatch.setattr(office, "PATIENCE", 2.0)
    monkeypatch.setattr(test_processes, "WHILE", 1.0)
    url = f"sqlite:///{tmp_path / 'file.db'}"
    known = {"url": url, "shared_url": url, "file_url": url, "tmp_path": tmp_path}
    with payphones() as kind:
        given = {"monkeypatch": monkeypatch, "capsys": capsys, "caplog": caplog}
        yield {**known, **given, "kind": kind}


def play(mutant: Mutant, fixtures: Mapping[str, Any]) -> None:
    """Run the case of the test that catches the mutant."""
    wanted = signature(mutant.caught_by).parameters.keys() - mutant.case.keys()
    mutant.caught_by(**mutant.case, **{name: fixtures[name] for name in wanted})


def test_the_page_names_each_of_them() -> None:
    """With the test that catches it; ``scripts/mutants`` writes the page."""
    assert PAGE.read_text(encoding="utf-8").endswith(other_rows())


@pytest.mark.parametrize("name", sorted(MUTANTS))
def test_each_protection_is_missed_when_it_is_taken_out(
    name: str, fixtures: Mapping[str, Any]
) -> None:
    """The test named in docs/reference/mutants.md fails with the mutant, and passes otherwise."""
    mutant = MUTANTS[name]
    with mutant.plant(), pytest.raises(NOTICED):
        play(mutant, fixtures)
