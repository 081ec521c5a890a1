"""Options that say what is different in a branch of a call."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final, cast, get_args

from pydantic import ValidationError
from typer import Option

from hookflash.domain.job.job import Job
from hookflash.orchestrator.cli.errors import INVALID, CommandError
from hookflash.orchestrator.time_machine.change import (
    SETTINGS,
    Change,
    InvalidFork,
    Phone,
    PhoneDoes,
    first_mistake,
    policy_from,
)
from hookflash.orchestrator.workspaces.file.workspace_file import read_workspace

_DOES: Final = cast("tuple[str, ...]", get_args(PhoneDoes))
Settings = Annotated[
    list[str] | None,
    Option(
        "--set",
        metavar="NAME=VALUE",
        help=f"Another setting. Names: {', '.join(SETTINGS)}. Repeatable.",
    ),
]
JobFile = Annotated[
    Path | None,
    Option(
        "--job",
        metavar="FILE",
        help="A workspace file, whose jobs take the place of those with the same names.",
    ),
]
Phones = Annotated[
    list[str] | None,
    Option(
        "--phone",
        metavar="NAME=DOES",
        help=f"What a phone does: {', '.join(_DOES)}; e.g. Dana=answer:6 (seconds). Repeatable.",
    ),
]
Words = Annotated[
    bool,
    Option("--words", help="Keep numbers and words in tests; those of changed jobs need them."),
]


def change_of(
    settings: Sequence[str] | None,
    job: Path | None,
    phones: Sequence[str] | None,
    **caller: object,
) -> Change:
    """The change that options describe; ``caller`` has what the caller does.

    Raises :class:`CommandError` for an option that cannot be understood.
    """
    try:
        policy = policy_from(dict(_pair(one, "--set") for one in settings or ()))
        known = dict(_phone(one) for one in phones or ())
        said = {"policy": policy, "phones": known, "jobs": _jobs(job), **caller}
        return Change.model_validate(said)
    except InvalidFork as error:
        raise CommandError(str(error), INVALID) from error
    except ValidationError as error:
        name, right = first_mistake(error)
        raise CommandError(f"--{name}: {right}.", INVALID) from error


def _jobs(file: Path | None) -> tuple[Job, ...] | None:
    return None if file is None else read_workspace(file).jobs


def _pair(text: str, option: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise CommandError(f"{option} {text}: write NAME=VALUE.", INVALID)
    return name.strip(), value.strip()


def _phone(text: str) -> tuple[str, Phone]:
    name, told = _pair(text, "--phone")
    does, _, seconds = told.partition(":")
    try:
        after = {"after": float(seconds)} if seconds else {}
        return name, Phone.model_validate({"does": does, **after})
    except ValueError as error:  # pydantic's, or that of a number
        right = f"use one of {', '.join(_DOES)}, with up to 120 seconds, e.g. answer:6"
        raise CommandError(f"--phone {text}: {right}.", INVALID) from error
