"""What Hookflash logs for whoever runs it: on stderr, phone numbers masked."""

import logging
import re
import sys
from typing import Final

import structlog
from structlog.dev import ConsoleRenderer, plain_traceback
from structlog.typing import EventDict, WrappedLogger

_NUMBER: Final = re.compile(r"(?:\+|(?<=\.))\d{5,13}(?=\d{2}(?!\w))")
"""A number in E.164, or its digits in the name of a stream; all of it but the last two digits."""


def configure_logs(level: int = logging.WARNING) -> None:
    """Send logs of ``level`` and above to stderr."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            mask_numbers,
            ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain_traceback),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


def mask_numbers(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Leave the last two digits of each phone number, wherever in the entry it stands."""
    return {key: _masked(value) for key, value in event.items()}


def masked(text: str) -> str:
    """``text`` with the last two digits left of each phone number in it."""
    return _NUMBER.sub(lambda found: "*" * len(found[0]), text)


def _masked(value: object) -> object:
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, int | float | bool | None):
        return value
    return _masked(repr(value))
