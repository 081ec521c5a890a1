"""What goes wrong by no fault of the program: told in words, with an exit code, no traceback."""

import errno
from typing import Any, Final

from sqlalchemy.exc import DBAPIError
from typer import Exit
from typer.core import TyperGroup

from hookflash import BadLogUrl, LogFault, NewerViews, RebuildOvertaken, UnknownNumber
from hookflash.orchestrator.cli.options import JSON
from hookflash.orchestrator.cli.screen import print_json, stderr
from hookflash.orchestrator.workspaces.file.problems import InvalidFile

CANNOT: Final = 1
"""Exit code: what was asked for is not there, or the database does not do it."""
WRONG: Final = 2
"""Exit code: the command line, or a file, is not as it should be."""


class Fault(Exception):
    """Ends the command; the message says what is wrong and what to type."""

    def __init__(self, message: str, code: int = CANNOT) -> None:
        super().__init__(message)
        self.code = code


_CODES: Final[dict[type[Exception], int]] = {
    InvalidFile: WRONG,
    BadLogUrl: WRONG,
    UnknownNumber: WRONG,
    LogFault: CANNOT,
    NewerViews: CANNOT,
    RebuildOvertaken: CANNOT,
    DBAPIError: CANNOT,
    OSError: CANNOT,
}


class Commands(TyperGroup):
    """All commands; a fault of one ends the program in words."""

    def invoke(self, ctx: Any) -> Any:  # the library's own type for it is private
        """Run the command that was given."""
        try:
            return super().invoke(ctx)
        except Exception as raised:
            error = _first_of(raised)
            enough = isinstance(error, OSError) and error.errno == errno.EPIPE
            if enough or not isinstance(error, (Fault, *_CODES)):
                raise
            _tell(error, as_json=ctx.meta.get(JSON, False))
            raise Exit(_code(error)) from error


def _first_of(error: Exception) -> Exception:
    """Tasks that fail together fail of the same."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error


def _code(error: Exception) -> int:
    if isinstance(error, Fault):
        return error.code
    return next(code for kind, code in _CODES.items() if isinstance(error, kind))


def _tell(error: Exception, *, as_json: bool) -> None:
    """Say it on stderr; a program that asked for JSON also gets it as JSON."""
    message = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    stderr().print(message, soft_wrap=True)
    if as_json:
        problems = error.problems if isinstance(error, InvalidFile) else ()
        print_json({"error": message, "problems": problems})
