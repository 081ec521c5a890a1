"""What is wrong with something a person wrote, and what would be right."""

from hookflash.domain.value import Value


class Problem(Value):
    """A mistake in plain words.

    ``wrong`` says what is wrong, without a full stop; ``right`` is a sentence naming the fix.
    """

    wrong: str
    right: str

    def __str__(self) -> str:
        return f"{self.wrong}. {self.right}"
