"""Options of commands that narrow a list of calls, by the names of the API."""

from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

from pydantic import ValidationError
from typer import Option

from hookflash.orchestrator.cli.errors import INVALID, CommandError
from hookflash.projections.calls import period
from hookflash.projections.calls.filter import CallFilter

_DAYS: Final = ZoneInfo("UTC")
Several = list[str] | None
Q = Annotated[
    str, Option("--q", metavar="WORDS", help="Words, a part of a number, or a call's id.")
]
Outcomes = Annotated[Several, Option("--outcome", metavar="NAME", help="Ended like this, or live.")]
Reasons = Annotated[
    Several, Option("--reason", metavar="NAME", help="Why to follow up, or why an action failed.")
]
FollowUp = Annotated[bool, Option("--follow-up", help="On which a person has to act.")]
Numbers = Annotated[Several, Option("--number", metavar="NUMBER", help="To this business number.")]
Jobs = Annotated[Several, Option("--job", metavar="NAME", help="On which this job acted.")]
Actions = Annotated[
    Several, Option("--action", metavar="TEXT", help="With this action, such as text:failed.")
]
Contact = Annotated[str | None, Option("--contact", metavar="NUMBER", help="From this caller.")]
Since = Annotated[
    str | None, Option("--since", metavar="DAY", help="Since this day (UTC) or time.")
]
Until = Annotated[str | None, Option("--until", metavar="DAY", help="To this day (UTC) or time.")]
OnlyTests = Annotated[bool, Option("--only-tests", help="Only test calls.")]
NoTests = Annotated[bool, Option("--no-tests", help="No test calls.")]


def read_filter(since: str | None, until: str | None, **given: Any) -> CallFilter:
    """The filter of the options that were given. Raises :class:`CommandError` for a wrong one."""
    known = {name: one for name, one in given.items() if one not in (None, "", [])}
    for name, written, read in (("since", since, period.since), ("until", until, period.until)):
        if written is not None:
            try:
                known[name] = read(written, _DAYS)
            except ValueError as error:
                raise CommandError(f"--{name} {written}: {error}.", INVALID) from error
    try:
        return CallFilter.model_validate(known)
    except ValidationError as error:
        raise CommandError(_told(error), INVALID) from error


def _told(error: ValidationError) -> str:
    first = error.errors()[0]
    option = f"--{first['loc'][0]} {first['input']}: ".replace("_", "-") if first["loc"] else ""
    return f"{option}{first['msg'].removeprefix('Value error, ')}."
