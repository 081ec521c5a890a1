"""Validation problems: what is wrong with an input, and how to fix it."""

from hookflash.domain.value import Value


class Problem(Value):
    """One problem in plain words.

    ``wrong`` says what is wrong, without a full stop. ``right`` is a full sentence with the fix.
    """

    wrong: str
    right: str

    def __str__(self) -> str:
        return f"{self.wrong}. {self.right}"
