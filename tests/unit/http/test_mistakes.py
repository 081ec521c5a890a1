"""Validation errors are worded by us, not by pydantic."""

from datetime import date
from typing import Annotated, Any, Literal

import pytest
from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError

from hookflash.orchestrator.http.validation_errors import explain


@pytest.mark.parametrize(
    ("wanted", "sent", "right"),
    [
        (str, 911, "Send text."),
        (bool, "maybe", "Send true or false."),
        (int, "1e3", "Send a whole number."),
        (float, "much", "Send a number."),
        (date, "2026-13-01", "Send a date such as 2026-03-02."),
        (
            AwareDatetime,
            "2026-03-02T12:00:00",
            "Send a time with its zone, such as 2026-03-02T12:00:00Z.",
        ),
        (tuple[str, ...], "one", "Send a list."),
        (dict[str, str], "one", "Send a JSON object."),
        (Annotated[int, Field(ge=1)], -1, "Send at least 1."),
        (Annotated[int, Field(le=200)], 201, "Send at most 200."),
        (Annotated[str, Field(min_length=1)], "", "Its length is at least 1."),
        (Annotated[str, Field(max_length=2)], "abc", "Its length is at most 2."),
        (Annotated[tuple[str, ...], Field(max_length=1)], ["a", "b"], "Send at most 1."),
        (Literal["read", "operate"], "reed", "Send 'read' or 'operate'."),
        (Annotated[str, Field(pattern="^[0-9]$")], "x", "Send text that matches ^[0-9]$"),
    ],
)
def test_what_would_be_right_is_told(wanted: Any, sent: object, right: str) -> None:
    """For each kind of mistake that a field can have."""
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(wanted).validate_python(sent)
    (error,) = refused.value.errors()
    wrong, told_right = explain(error)
    assert told_right == right
    assert wrong.startswith(("is ", "has "))


def test_a_mistake_that_is_not_known_is_told_in_the_words_that_came_with_it() -> None:
    """It still has a fix."""
    assert explain({"type": "value_error", "msg": "Take another"}) == (
        "is not valid",
        "Take another.",
    )
