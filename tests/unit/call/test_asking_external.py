"""The question before a transfer to an external number."""

from hookflash.domain.call.sentences import question_for
from hookflash.domain.job.action import Destination


def test_an_external_number_is_spoken_by_its_last_digits() -> None:
    """Eleven digits are hard to follow; the last four are enough to recognise the number."""
    there = Destination(kind="external", name="+14155550188")
    asked = question_for(there, "en")
    assert asked == "Would you like me to transfer you to the number that ends in 0188?"
