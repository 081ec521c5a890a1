"""The carriers of a workspace: who connects its numbers to the telephone network.

What a carrier may be set to is up to its kind; secrets are only named here, as ``secret:NAME``.
"""

import re
from typing import Final

from hookflash.domain.problem import Problem
from hookflash.domain.value import Value

MAX_CARRIER_NAME: Final = 40
SECRET: Final = "secret:"  # noqa: S105 - a prefix
"""How the name of a secret begins."""
_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_MAX_SECRET_NAME: Final = 64

Setting = str | bool | int | float | tuple[str, ...]


class Carrier(Value):
    """A carrier, by the ``name`` that numbers refer to; ``settings`` are those of its ``kind``."""

    name: str
    kind: str
    settings: dict[str, Setting] = {}

    @property
    def ref(self) -> str:
        """What calls record as the carrier that they came in through."""
        return carrier_ref(self.kind, self.name)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The names of the secrets that the settings refer to, without ``secret:``."""
        values = (value for value in self.settings.values() if isinstance(value, str))
        named = (value.removeprefix(SECRET) for value in values if value.startswith(SECRET))
        return tuple(dict.fromkeys(named))


def carrier_ref(kind: str, name: str) -> str:
    """The carrier of a workspace as its calls record it: ``kind/name``.

    No name of an adapter that a host passes by itself is like that, unless it contains a slash.
    """
    return f"{kind}/{name}"


def read_carrier_ref(ref: str) -> tuple[str, str] | None:
    """Kind and name of a carrier that a workspace configured; None for any other carrier."""
    kind, slash, name = ref.partition("/")
    return (kind, name) if slash and is_plain_name(kind) and is_plain_name(name) else None


def is_plain_name(text: str) -> bool:
    """Whether ``text`` consists of words of a-z and digits with single hyphens between them.

    Such names stay apart in URLs, and as parts of environment variables.
    """
    return _NAME.fullmatch(text) is not None


def carrier_name_problem(name: str) -> Problem | None:
    """What is wrong with the name of a carrier, if anything."""
    if is_plain_name(name) and len(name) <= MAX_CARRIER_NAME:
        return None
    return Problem(
        wrong="this is not a carrier's name",
        right=f"Use a-z, digits and single hyphens, at most {MAX_CARRIER_NAME}, such as “main”.",
    )


def is_secret_name(text: str) -> bool:
    """Whether ``text`` names a secret of the workspace: ``secret:NAME``."""
    name = text.removeprefix(SECRET)
    return text.startswith(SECRET) and is_plain_name(name) and len(name) <= _MAX_SECRET_NAME
