"""Idempotency keys: a repeated request is recognised, a different one under its key is refused.

A request's command id holds its key and a fingerprint of its content:
``http/<name>/<fingerprint>``. The log stores that id as the cause of the resulting events, so no
other table is needed.
"""

from collections.abc import Iterable
from typing import Final

from hookflash.domain.errors import HookflashError

_HTTP: Final = "http/"
_TOOL: Final = "tool/"
"""Prefix of the command ids of tool calls, before the request's own id."""


class NameReused(HookflashError, ValueError):
    """An idempotency key was used before, for a different request."""


def request_id(name: str, fingerprint: str) -> str:
    """The command id of a request with the key ``name``; ``fingerprint`` contains no slash."""
    return f"{_HTTP}{name}/{fingerprint}"


def refuse_reuse(command_id: str, seen: Iterable[str]) -> None:
    """Raise ``NameReused`` if ``seen`` holds the id of another request with the same key.

    Ids that do not come from requests never conflict.
    """
    asked = command_id.removeprefix(_TOOL)
    if not asked.startswith(_HTTP):
        return
    name = asked[: asked.rindex("/") + 1]
    for one in seen:
        before = one.removeprefix(_TOOL)
        if before != asked and before.startswith(name) and "/" not in before[len(name) :]:
            raise NameReused(asked)
