"""Idempotency: a repeated message is recognised, another one under its id is refused.

The id of a command is the kind of its message and the message's own id, such as ``hear/m-17``: an
id that a host gave to spoken words may also be that of a key press. The log stores the command's
id as the cause of the resulting events, so no other table is needed.

An HTTP request's own id holds its idempotency key and a fingerprint of its content:
``http/<name>/<fingerprint>``.
"""

from collections.abc import Iterable
from typing import Final

from hookflash.domain.errors import HookflashError

HEAR: Final = "hear"
PRESS: Final = "press"
TOOL: Final = "tool"
SAID: Final = "said"
DESK_HEAR: Final = "desk.hear"
DESK_PRESS: Final = "desk.press"
"""What the host of an agent reports of the caller; its desk returns what follows."""
REPORT: Final = "report"
"""Every type of report is a kind of its own: ``report.text_status``."""

_OF_MESSAGES: Final = (HEAR, PRESS, TOOL, SAID, DESK_HEAR, DESK_PRESS)
_HTTP: Final = "http/"


class NameReused(HookflashError, ValueError):
    """The id of a message, or an idempotency key, was used before, for different content."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"the id {name!r} was used before, with different content; give each message an id of "
            "its own, and repeat one only to send the same message again"
        )
        self.name = name


def command_id(kind: str, message_id: str) -> str:
    """The id of the command that a message of this ``kind`` becomes."""
    return f"{kind}/{message_id}"


def message_id(command: str) -> str:
    """The message's own id in the id of its command; any other command's id as it is."""
    kind, slash, known = command.partition("/")
    named = kind in _OF_MESSAGES or kind.startswith(f"{REPORT}.")
    return known if slash and named else command


def request_id(name: str, fingerprint: str) -> str:
    """The id of a request with the key ``name``; ``fingerprint`` contains no slash."""
    return f"{_HTTP}{name}/{fingerprint}"


def is_request(command: str) -> bool:
    """Whether an id is that of an HTTP request, or of a message that one carried."""
    return _HTTP in command and message_id(command).startswith(_HTTP)  # few are: asked often


def refuse_reuse(command: str, seen: Iterable[str]) -> None:
    """Raise ``NameReused`` if ``seen`` holds the id of another request with the same key.

    Messages of other kinds never conflict, nor do ids that do not come from requests.
    """
    asked = message_id(command)
    if not asked.startswith(_HTTP):
        return
    name = command[: command.rindex("/") + 1]
    for before in seen:
        if before != command and before.startswith(name) and "/" not in before[len(name) :]:
            raise NameReused(asked[len(_HTTP) : asked.rindex("/")])
