"""The benchmarks run, all of them, in the little time that ``--quick`` takes."""

import subprocess

import pytest

from tests.tree import ROOT

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("part", ["1", "2", "3", "4", "5", "6", "7"])
def test_each_part_measures_everybody(part: str) -> None:
    """It ends well and prints its goals, with what was reached, and its table."""
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


def test_a_part_that_is_not_there_is_named() -> None:
    """The message says which there are."""
    done = subprocess.run(
        [ROOT / "scripts" / "bench", "--only", "8"],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert "1 to 7" in done.stdout
