"""All benchmarks run, in the short time that ``--quick`` takes."""

import subprocess

import pytest

from tests.tree import ROOT

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("part", ["1", "2", "3", "4", "5", "6", "7", "8", "9"])
def test_each_part_prints_its_goals_and_its_table(part: str) -> None:
    """It exits with 0, and prints each goal with the value reached."""
    done = subprocess.run(
        [ROOT / "scripts" / "bench", "--quick", "--only", part],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout
    assert "Goals" in done.stdout
    assert f"{part}. " in done.stdout


def test_an_unknown_part_is_an_error() -> None:
    """The message lists the known parts."""
    done = subprocess.run(
        [ROOT / "scripts" / "bench", "--only", "10"],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert "1 to 9" in done.stdout
