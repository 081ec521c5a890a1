"""Requests that may be sent again under the same name: another request under it is told apart.

What a request is decided under names it and says what it asked for: ``http/<name>/<fingerprint>``.
The log keeps that as the cause of whatever came of it, so that nothing else has to be remembered.
"""

from collections.abc import Iterable
from typing import Final

from hookflash.domain.errors import HookflashError

_HTTP: Final = "http/"
_TOOL: Final = "tool/"
"""What the id of a tool call begins with, in front of the request's own."""


class NameReused(HookflashError, ValueError):
    """The name of a request was given to another request before."""


def request_id(name: str, fingerprint: str) -> str:
    """The id of the request ``name``; ``fingerprint`` is without slashes."""
    return f"{_HTTP}{name}/{fingerprint}"


def refuse_reuse(command_id: str, seen: Iterable[str]) -> None:
    """Raise ``NameReused`` if one of the ids ``seen`` is that of another request of that name.

    An id that no request has is always new.
    """
    asked = command_id.removeprefix(_TOOL)
    if not asked.startswith(_HTTP):
        return
    name = asked[: asked.rindex("/") + 1]
    for one in seen:
        before = one.removeprefix(_TOOL)
        if before != asked and before.startswith(name) and "/" not in before[len(name) :]:
            raise NameReused(asked)
