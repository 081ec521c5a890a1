"""The error that ends a command with a message, and the exit codes."""

from typing import Final

FAILED: Final = 1
"""Exit code: the command was valid but could not be carried out."""
INVALID: Final = 2
"""Exit code: the command line or a file is invalid."""


class CommandError(Exception):
    """Ends the command; the message says what is wrong and what to type instead."""

    def __init__(self, message: str, code: int = FAILED) -> None:
        super().__init__(message)
        self.code = code
