"""What is logged: warnings on stderr, no phone number in full."""

import logging
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from hookflash.orchestrator.telemetry.logs import configure_logs, mask_numbers

NUMBERS = st.from_regex(r"\+[1-9][0-9]{7,14}", fullmatch=True)


@pytest.fixture(autouse=True)
def _logs() -> Iterator[None]:
    """Leave logging as it was."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@given(number=NUMBERS, before=st.sampled_from(["", "to ", "(", "x.thread."]))
def test_of_a_number_only_the_last_two_digits_stay(number: str, before: str) -> None:
    """In any value of an entry, nested or not, and in the names of streams."""
    digits = number.removeprefix("+") if before.endswith(".") else number
    entry = mask_numbers(None, "", {"event": f"{before}{digits}", "more": {"to": [number]}})
    for value in entry.values():
        assert number[1:-2] not in str(value)
        assert number[-2:] in str(value)


def test_ids_and_counts_stay_readable() -> None:
    """A call's hex, an effect key, a number of seconds are no phone numbers."""
    entry = {
        "call_id": "harbor-dental.call.7f3a12345678abcd",
        "effect_key": "0202c78a-90af-54bc-8bef-215270c4f686",
        "seconds": 1234567.5,
    }
    assert mask_numbers(None, "", dict(entry)) == entry


def test_warnings_go_to_stderr_and_the_rest_nowhere(capsys: pytest.CaptureFixture[str]) -> None:
    """With the call they are about; a traceback's numbers are masked too."""
    configure_logs()
    logger = structlog.get_logger()
    logger.info("nothing_to_see")
    try:
        int("+14155550199 again")
    except ValueError:
        logger.exception("not_said", call_id="cafe.call.7f3a")
    out, err = capsys.readouterr()
    assert out == ""
    assert "nothing_to_see" not in err
    assert "call_id=cafe.call.7f3a" in err
    assert "**********99 again" in err


def test_a_lower_level_can_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """By whoever embeds."""
    configure_logs(logging.INFO)
    structlog.get_logger().info("something_to_see")
    assert "something_to_see" in capsys.readouterr().err
