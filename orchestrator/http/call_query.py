"""The query parameters that narrow and sort a list of calls."""

from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo

from fastapi import Query
from pydantic import AfterValidator, Field

from hookflash.domain.value import Value
from hookflash.orchestrator.exporting.calls import CallFormat
from hookflash.orchestrator.http.paging import MAX_POSITION
from hookflash.orchestrator.http.problems import at_fault
from hookflash.projections.calls import period
from hookflash.projections.calls.cursor import LONGEST
from hookflash.projections.calls.filter import (
    MOST,
    NEWEST_FIRST,
    Action,
    CallFilter,
    CallSort,
    Job,
    ListedOutcome,
    Number,
    Reason,
)


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError) as error:
        raise ValueError("Name a time zone, e.g. Europe/Berlin") from error
    return name


def _bound(written: str) -> str:
    period.since(written, ZoneInfo("UTC"))
    return written


_SAME: Final = CallFilter.model_fields.keys() - {"since", "until"}
Zone = Annotated[str, Field(max_length=64), AfterValidator(_zone)]
Bound = Annotated[str, Field(max_length=40), AfterValidator(_bound)]


class CallQuery(Value):
    """Narrows a list of calls; of several values of one parameter, any will do."""

    q: str = Field(
        "",
        max_length=200,
        description="Words said, texted or left on voicemail, a part of a number, or a call's id.",
    )
    outcome: list[ListedOutcome] = Field([], max_length=MOST, description="How they ended.")
    reason: list[Reason] = Field(
        [],
        max_length=MOST,
        description="Why a person has to follow up, or why a text or a transfer came to nothing.",
    )
    follow_up: bool | None = Field(None, description="Whether a person has to act.")
    number: list[Number] = Field([], max_length=MOST, description="The business numbers called.")
    job: list[Job] = Field([], max_length=MOST, description="Jobs that acted.")
    action: list[Action] = Field(
        [],
        max_length=MOST,
        description="“text”, “transfer” or “voicemail”, with or without what became of it, such as "
        "“text:failed”; or an action as its job writes it.",
    )
    contact: str | None = Field(
        None, min_length=1, max_length=200, description="The caller, as listed."
    )
    since: Bound | None = Field(None, description="The first day, or a time; inclusive.")
    until: Bound | None = Field(None, description="The last day (inclusive), or a time before.")
    zone: Zone = Field("UTC", description="Time zone of the days, e.g. Europe/Berlin.")
    test: bool | None = Field(None, description="Only test calls, or none.")
    state: Literal["live", "ended"] | None = Field(None, description="Whether they have ended.")

    def where(self) -> CallFilter:
        """The filter. Raises a 422 if the period ends before it begins."""
        zone = ZoneInfo(self.zone)
        since = period.since(self.since, zone) if self.since else None
        until = period.until(self.until, zone) if self.until else None
        if since and until and since >= until:
            raise at_fault("until", "is not after “since”", "Send the earlier time as “since”.")
        same = self.model_dump(include=_SAME)
        return CallFilter(since=since, until=until, **same)


class ListQuery(CallQuery):
    """Narrows, sorts and continues a list of calls."""

    sort: CallSort = Field(NEWEST_FIRST, description="The order; “-” is descending.")
    limit: int = Field(50, ge=1, le=200, description="Maximum number of items.")
    cursor: str | None = Field(
        None, max_length=LONGEST, description="The ``cursor`` of the previous page."
    )
    before: int | None = Field(
        None,
        ge=1,
        le=MAX_POSITION,
        description="The ``next`` of the previous page; continues only the usual order.",
    )
    status: Literal["all", "live"] = Field(
        "all", description="“live”: all calls in progress at once, oldest first."
    )
    tests: bool = Field(default=True, description="Whether to include test calls.")

    def where(self) -> CallFilter:
        """The filter, with the older names of two parameters."""
        changes: dict[str, object] = {}
        if not self.tests:
            changes["test"] = False
        if self.status == "live":
            changes["state"] = "live"
        return super().where().model_copy(update=changes)


class ExportQuery(CallQuery):
    """Narrows and sorts an export of calls."""

    sort: CallSort = Field(NEWEST_FIRST, description="The order; “-” is descending.")
    format: CallFormat = Field("csv", description="CSV, or one JSON object a line.")


Narrowed = Annotated[CallQuery, Query()]
Listed = Annotated[ListQuery, Query()]
Exported = Annotated[ExportQuery, Query()]
