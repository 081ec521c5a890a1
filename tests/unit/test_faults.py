"""Every fault that Hookflash survives is made to happen by a test."""

import pytest

from tests.faults import FAULTS, PAGE, named, page


@pytest.mark.parametrize("number", FAULTS)
def test_a_test_names_the_fault(number: int) -> None:
    """A fault that no test makes happen is a claim."""
    assert named()[number], f"no test's docstring names fault {number}: {FAULTS[number]}"


def test_the_page_tells_what_the_tests_say() -> None:
    """``scripts/faults`` writes it anew."""
    assert PAGE.read_text(encoding="utf-8") == page()
