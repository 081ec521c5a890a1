"""Numbers as people read them, and nothing else changed."""

import pytest

from hookflash.orchestrator.console.phone_numbers import contact_name, format_numbers_in, number
from hookflash.projections.calls.queries import ANONYMOUS


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("+14155550199", "+1 (415) 555-0199"),
        ("+442071838750", "+44 20 7183 8750"),
        (ANONYMOUS, "Withheld number"),
        ("Front Desk", "Front Desk"),
    ],
)
def test_a_contact_is_named_as_people_name_it(contact: str, shown: str) -> None:
    """North American numbers as they are written there; what is no number stays."""
    assert contact_name(contact) == shown


def test_how_a_number_is_dialled_is_kept() -> None:
    """It shows when the number is pointed at; what was withheld has nothing to show."""
    assert 'title="+14155550199"' in number("+14155550199")
    assert "title" not in number(ANONYMOUS)


def test_numbers_are_found_among_words() -> None:
    """Codes, times and amounts are none."""
    words = "Call from +14155550199 to +14155550100 (code 603), +5 at 06:41:18"
    shown = "Call from +1 (415) 555-0199 to +1 (415) 555-0100 (code 603), +5 at 06:41:18"
    assert format_numbers_in(words) == shown
