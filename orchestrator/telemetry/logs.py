"""Logging for all of Hookflash: structured entries with phone numbers masked.

Every module gets its logger from :func:`get_logger`. Entries are masked before anything else sees
them, however the host has configured logging:

- If the host has configured structlog, its configuration decides on level and rendering.
- Otherwise entries go to the standard library's logger of the module, which prints warnings and
  worse to stderr unless the host has configured ``logging``.
"""

import logging
import sys
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from hookflash.orchestrator.telemetry.masking import mask_value, masked

if TYPE_CHECKING:
    from structlog.typing import EventDict, WrappedLogger

_LEVELS: Final = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}


_configure: Callable[[], None] | None = None
"""Configures structlog when something is first logged; None if nothing is to be done then."""


class Logger:
    """Logs events with fields, phone numbers masked.

    The field ``exc_info`` takes an exception, or True for the one being handled. Its traceback is
    logged as text in the field ``exception``, masked and without local variables.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def debug(self, event: str, /, **fields: object) -> None:
        """Log a detail."""
        self._log("debug", event, fields)

    def info(self, event: str, /, **fields: object) -> None:
        """Log a step in the life of a call or an effect."""
        self._log("info", event, fields)

    def warning(self, event: str, /, **fields: object) -> None:
        """Log something unexpected that was handled."""
        self._log("warning", event, fields)

    def error(self, event: str, /, **fields: object) -> None:
        """Log a failure."""
        self._log("error", event, fields)

    def exception(self, event: str, /, **fields: object) -> None:
        """Log a failure with the traceback of the exception being handled."""
        self._log("error", event, {"exc_info": True, **fields})

    def _log(self, method: str, event: str, fields: dict[str, object]) -> None:
        configured = _structlog_is_configured()
        plain = logging.getLogger(self._name)
        if not configured and not plain.isEnabledFor(_LEVELS[method]):
            return
        if not configured and _configure is not None:
            _configure()
            configured = True
        exception = _traceback(fields.pop("exc_info", None))
        entry = {name: mask_value(value) for name, value in fields.items()}
        if exception:
            entry["exception"] = masked(exception)
        if configured:
            import structlog  # noqa: PLC0415 - takes 0.1 s

            getattr(structlog.get_logger(self._name), method)(masked(event), **entry)
        else:
            # The entry was logged by the caller of debug() or its like.
            plain.log(_LEVELS[method], _one_line(masked(event), entry), stacklevel=3)


def get_logger(name: str) -> Logger:
    """Return the logger of the module ``name``."""
    return Logger(name)


def configure_logs(level: int = logging.WARNING) -> None:
    """Send logs of ``level`` and above to stderr, phone numbers masked.

    Configures structlog for the whole process. Warnings and worse of other libraries, which use
    ``logging``, are masked, too, unless the program has configured ``logging`` itself.
    """
    import structlog  # noqa: PLC0415 - takes 0.1 s

    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            mask_numbers,
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            ),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    _mask_other_libraries()


def configure_logs_lazily() -> None:
    """As :func:`configure_logs`, but structlog is imported only when something is logged."""
    global _configure  # noqa: PLW0603 - as structlog's configuration, one for the process
    _configure = configure_logs
    _mask_other_libraries()


def _mask_other_libraries() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(_MaskingFormatter())
    logging.basicConfig(handlers=[handler])


def mask_numbers(_: "WrappedLogger", __: str, event: "EventDict") -> "EventDict":
    """Mask phone numbers in an entry; a structlog processor for a host's own loggers."""
    return {name: mask_value(value) for name, value in event.items()}


class _MaskingFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


def _structlog_is_configured() -> bool:
    """Whether the program has configured structlog, which need not be imported to find out."""
    if "structlog" not in sys.modules:
        return False
    from structlog import is_configured  # noqa: PLC0415 - has been imported

    return is_configured()


def _traceback(exc_info: object) -> str:
    """The text of a traceback, which never includes local variables; empty without exception."""
    error = sys.exception() if exc_info is True else exc_info
    if isinstance(error, tuple):
        error = error[1]
    if not isinstance(error, BaseException):
        return ""
    return "".join(traceback.format_exception(error)).rstrip()


def _one_line(event: str, entry: dict[str, object]) -> str:
    """Format an entry as ``event name=value``, with its traceback on the lines below."""
    exception = entry.pop("exception", None)
    line = " ".join([event, *(f"{name}={value!r}" for name, value in entry.items())])
    return line if exception is None else f"{line}\n{exception}"
