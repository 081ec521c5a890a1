"""Phone numbers are formatted; other text is unchanged."""

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
    """North American numbers in their national format; other text is unchanged."""
    assert contact_name(contact) == shown


def test_how_a_number_is_dialled_is_kept() -> None:
    """As a tooltip; a withheld number has none."""
    assert 'title="+14155550199"' in number("+14155550199")
    assert "title" not in number(ANONYMOUS)


def test_numbers_are_found_among_words() -> None:
    """Codes, times and amounts are not numbers."""
    words = "Call from +14155550199 to +14155550100 (code 603), +5 at 06:41:18"
    shown = "Call from +1 (415) 555-0199 to +1 (415) 555-0100 (code 603), +5 at 06:41:18"
    assert format_numbers_in(words) == shown
