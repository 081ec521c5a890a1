"""Writes actions in brackets, the notation that leaves nothing open."""

import re
from typing import Final

from hookflash.domain.job.action import Action, SendSms

_BRACKET = re.compile(r"\\[\\\[\]]|[\[\]]")
_ESCAPED: Final = re.compile(r"\\([\\\[\]])")


def written(action: Action) -> str:
    """Write ``action`` in brackets."""
    if isinstance(action, SendSms):
        return bracketed_text(action.body)
    return f"[/Transfer call: {_escaped(action.destination.name)}]"


def bracketed_text(body: str) -> str:
    """Write the action that sends ``body``."""
    return f"[/Send SMS: {_escaped(body)}]"


def unescaped(content: str) -> str:
    """The content of brackets as it is meant, without its backslashes."""
    return _ESCAPED.sub(r"\1", content)


def closings(text: str, opening: int, start: int) -> dict[int, int | None]:
    """The closing offset, or None, of the bracket at ``opening`` and of each bracket inside it.

    ``start`` is the offset at which the content of the first one begins.
    """
    found: dict[int, int | None] = {opening: None}
    still_open = [opening]
    for bracket in _BRACKET.finditer(text, start):
        if bracket[0] == "[":
            still_open.append(bracket.start())
            found[bracket.start()] = None
        elif bracket[0] == "]":
            found[still_open.pop()] = bracket.start()
        if not still_open:
            break
    return found


def _escaped(body: str) -> str:
    escaped = re.sub(r"\\(?=[\\\[\]]|$)", r"\\\\", body)
    if closings(f"{escaped}]", -1, 0)[-1] == len(escaped):
        return escaped
    return re.sub(r"[\[\]]", r"\\\g<0>", escaped)
