"""What is to be different in a branch, as the address of its page says it.

``at=12&set.registration=approved&phone.Lee=answer:6&job.Booking=2&say=No, thanks&hang_up=yes``
"""

from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import urlencode

from pydantic import Field, ValidationError

from hookflash.domain.job.job import Job
from hookflash.domain.value import Value
from hookflash.orchestrator.time_machine.change import (
    Change,
    InvalidFork,
    Phone,
    first_mistake,
    policy_from,
)

DRAFT: Final = "draft"
"""In place of the number of a job's version: its draft."""
_DIGITS: Final = 9
_GROUPS: Final = {"set": "settings", "phone": "phones", "job": "jobs"}


class Wish(Value):
    """What was chosen, as text; nothing of it is checked yet.

    ``phones`` do ``answer:6``, or ``ignore``; ``jobs`` have the number of a version, or ``draft``.
    """

    at: int = 0
    settings: dict[str, str] = Field(default={})
    phones: dict[str, str] = Field(default={})
    jobs: dict[str, str] = Field(default={})
    say: str = ""
    press: str = ""
    hang_up: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be different."""
        return not (self.settings or self.phones or self.jobs or self.caller_acts)

    @property
    def caller_acts(self) -> bool:
        """Whether the caller does something else."""
        return bool(self.say or self.press or self.hang_up)

    def query(self) -> str:
        """The wish as the query of an address."""
        pairs: dict[str, str] = {"at": str(self.at)}
        for group, name in _GROUPS.items():
            pairs |= {f"{group}.{key}": value for key, value in getattr(self, name).items()}
        said = {"say": self.say, "press": self.press, "hang_up": "yes" if self.hang_up else ""}
        return urlencode(pairs | {name: value for name, value in said.items() if value})


def wish_from(parameters: Mapping[str, str]) -> Wish:
    """Read a wish from the query of an address; unknown parameters are left out."""
    at = parameters.get("at", "")
    groups: dict[str, dict[str, str]] = {name: {} for name in _GROUPS.values()}
    for name, value in parameters.items():
        group, _, key = name.partition(".")
        if group in _GROUPS and key and value:
            groups[_GROUPS[group]][key] = value
    return Wish(
        at=int(at) if at.isdecimal() and len(at) <= _DIGITS else 0,
        **groups,
        say=parameters.get("say", ""),
        press=parameters.get("press", ""),
        hang_up=parameters.get("hang_up", "") == "yes",
    )


def change_from(wish: Wish, known: Mapping[tuple[str, str], Job]) -> Change:
    """The change that is wished for; ``known`` has the jobs by name and version.

    Raises :class:`InvalidFork`, which names the part that does not fit.
    """
    lines = tuple(line.strip() for line in wish.say.splitlines() if line.strip())
    try:
        return Change(
            policy=policy_from(wish.settings),
            phones={who: _phone(who, does) for who, does in wish.phones.items()},
            jobs=tuple(_jobs(wish.jobs.items(), known)) or None,
            say=lines,
            press=wish.press,
            hang_up=wish.hang_up,
        )
    except ValidationError as error:
        name, right = first_mistake(error)
        raise InvalidFork(f"{name}: {right}") from error


def _phone(who: str, does: str) -> Phone:
    what, _, after = does.partition(":")
    given: dict[str, object] = {"does": what}
    try:
        if after:
            given["after"] = float(after)
        return Phone.model_validate(given)
    except ValueError as error:
        raise InvalidFork(f"phones: {does!r} does not fit {who}; e.g. answer:6") from error


def _jobs(chosen: Iterable[tuple[str, str]], known: Mapping[tuple[str, str], Job]) -> Iterable[Job]:
    for name, version in chosen:
        if (name, version) not in known:
            raise InvalidFork(f"jobs: {name} has no version {version}")
        yield known[name, version]
