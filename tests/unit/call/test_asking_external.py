"""How a transfer to an outside number is asked for."""

from hookflash.domain.call.deciding.confirmation import question_for
from hookflash.domain.job.action import Destination


def test_an_outside_number_is_spoken_by_its_last_digits() -> None:
    """Nobody can follow eleven digits; the last four tell which number it is."""
    there = Destination(kind="external", name="+14155550188")
    assert (
        question_for(there) == "Would you like me to transfer you to the number that ends in 0188?"
    )
