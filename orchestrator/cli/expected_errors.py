"""Errors that are no bugs: printed as a message with an exit code, without a traceback."""

import errno
from typing import Final

from sqlalchemy.exc import DBAPIError

from hookflash import (
    BadLogUrl,
    CompressionMissing,
    InvalidFile,
    LiveDatabase,
    LogFault,
    NewerViews,
    RebuildOvertaken,
    SimulatedDatabase,
    UnknownNumber,
)
from hookflash.orchestrator.cli.errors import FAILED, INVALID, CommandError
from hookflash.orchestrator.cli.screen import print_json, stderr

_CODES: Final[dict[type[Exception], int]] = {
    InvalidFile: INVALID,
    BadLogUrl: INVALID,
    CompressionMissing: INVALID,
    UnknownNumber: INVALID,
    LogFault: FAILED,
    NewerViews: FAILED,
    LiveDatabase: FAILED,
    SimulatedDatabase: FAILED,
    RebuildOvertaken: FAILED,
    DBAPIError: FAILED,
    OSError: FAILED,
}
"""The exit code by kind of error; the first that fits."""


def report_error(raised: Exception, *, as_json: bool) -> int | None:
    """Print an expected error and return the exit code; None, printing nothing, for any other.

    The message goes to stderr; with ``as_json`` it is also on stdout, as JSON.
    """
    error = _first_of(raised)
    code = _code(error)
    if code is not None:
        message = str(error.orig) if isinstance(error, DBAPIError) else str(error)
        stderr().print(message, soft_wrap=True)
        if as_json:
            problems = error.problems if isinstance(error, InvalidFile) else ()
            print_json({"error": message, "problems": problems})
    return code


def _first_of(error: Exception) -> Exception:
    """Tasks that fail together fail for the same reason; one message is enough."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error


def _code(error: Exception) -> int | None:
    if isinstance(error, CommandError):
        return error.code
    if isinstance(error, OSError) and error.errno == errno.EPIPE:
        return None  # the reader of our output has gone, which is the library's to handle
    return next((code for kind, code in _CODES.items() if isinstance(error, kind)), None)
