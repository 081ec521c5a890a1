"""Checks what a host gives a desk, and names what is wrong."""

import re
from typing import get_args

from hookflash.domain.call.commands import KEYS, AgentFailure
from hookflash.domain.call.errors import InvalidWords


def check_keys(digits: object) -> None:
    """Raise ``InvalidWords`` for what is not the keys of a phone."""
    if not isinstance(digits, str) or not re.fullmatch(KEYS, digits):
        right = "the keys that were pressed, one or more of 0-9, * and #"
        raise InvalidWords("digits", f"{digits!r} is not keys of a phone", right)


def check_failure(reason: object) -> None:
    """Raise ``InvalidWords`` for what is not a reason why an agent failed."""
    known = get_args(AgentFailure)
    if reason not in known:
        right = f"one of {', '.join(known)}; an error's name goes into detail"
        raise InvalidWords("reason", f"{reason!r} is not a reason", right)


def check_tool_name(name: object) -> None:
    """Raise ``InvalidWords`` for a tool that is not given by its name."""
    if not isinstance(name, str):
        wrong = f"it is of the type {type(name).__name__}, not a string"
        raise InvalidWords("name", wrong, "the name that the model called, such as tool.name")
