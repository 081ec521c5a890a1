"""Every fault that Hookflash claims to survive is caused by a test."""

import pytest

from tests.faults import FAULTS, PAGE, named, page


@pytest.mark.parametrize("number", FAULTS)
def test_a_test_names_the_fault(number: int) -> None:
    """A fault that no test causes is only a claim."""
    assert named()[number], f"no test's docstring names fault {number}: {FAULTS[number]}"


def test_the_page_is_up_to_date() -> None:
    """``scripts/faults`` writes it."""
    assert PAGE.read_text(encoding="utf-8") == page()
