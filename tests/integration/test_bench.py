"""``scripts/bench`` understands what it is asked; nightly runs measure, tests do not."""

import subprocess

import pytest

from tests.tree import ROOT

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("only", ["15", "0", "two"])
def test_an_unknown_part_is_an_error(only: str) -> None:
    """The message lists the known parts."""
    done = subprocess.run(
        [ROOT / "scripts" / "bench", "--only", only],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert "1 to 14" in done.stdout
