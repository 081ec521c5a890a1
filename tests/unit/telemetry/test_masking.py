"""Phone numbers are masked wherever they occur."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.orchestrator.telemetry.masking import mask_value, masked

NUMBERS = st.from_regex(r"\+[1-9][0-9]{7,14}", fullmatch=True)
NUMBER = "+14155550199"


@given(number=NUMBERS, before=st.sampled_from(["", "to ", "(", "x.thread."]))
def test_only_the_last_two_digits_of_a_number_stay(number: str, before: str) -> None:
    """In any text, and in the names of streams."""
    text = masked(f"{before}{number.removeprefix('+') if before.endswith('.') else number}")
    assert number[1:-2] not in text
    assert text.endswith(number[-2:])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"{NUMBER} 12 times", "**********99 12 times"),
        ("tel:%2B14155550199", "tel:************99"),
        ("+1 (415) 555-0199!", "+* (***) ***-**99!"),
        ("+44 20 7946 0958", "+** ** **** **58"),
        ("+33.1.23.45.67.89", "+**.*.**.**.**.89"),
        ("from='sip:ann.roe@example.com'", "from='sip:*******@example.com'"),
        ('"Ann" <sips:4155550199;ext=5@h>', '"Ann" <sips:****************@h>'),
        ("tel:415-555-0199", "tel:**********99"),
    ],
)
def test_numbers_are_masked_in_any_notation(text: str, shown: str) -> None:
    """Percent-encoded or in groups."""
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "harbor-dental.call.7f3a12345678abcd",
        "0202c78a-90af-54bc-8bef-215270c4f686",
        "2026-03-02T09:00:04.123+00:00",
        "+0000 (UTC)",
        "1234567.5 s",
        "2 + 2 (3)",
    ],
)
def test_ids_times_and_counts_stay_readable(text: str) -> None:
    """They are not phone numbers."""
    assert masked(text) == text


def test_structures_are_masked_inside() -> None:
    """In keys and values, however deep."""
    value = {NUMBER: [{"to": (NUMBER, 3)}, {NUMBER}], "none": None}
    assert mask_value(value) == {
        "**********99": [{"to": ["**********99", 3]}, ["**********99"]],
        "none": None,
    }


@pytest.mark.parametrize(
    "value",
    [True, 3, 1.5, None, date(2026, 3, 2), datetime(2026, 3, 2, tzinfo=UTC), UUID(int=7)],
)
def test_values_without_room_for_a_number_stay_as_they_are(value: object) -> None:
    """So that a renderer can format them."""
    assert mask_value(value) is value


def test_other_objects_become_their_masked_repr() -> None:
    """A renderer might show any part of them."""
    assert mask_value(ValueError(NUMBER)) == "ValueError('**********99')"
