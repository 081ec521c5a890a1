"""Path parameters that name a piece; the body need not repeat them."""

from typing import Annotated, Final, TypeVar

from fastapi import Path
from pydantic import Field

from hookflash.domain.policy.phone import e164
from hookflash.domain.workspace.names import tidy
from hookflash.orchestrator.http.problems import HttpProblem, at_fault
from hookflash.orchestrator.workspaces.forms import (
    CarrierForm,
    InboxForm,
    JobForm,
    MemberForm,
    NumberForm,
)

Name = Annotated[str, Path(max_length=400, description="The exact name, percent-encoded.")]
Number = Annotated[
    str, Path(max_length=40, description="A phone number in E.164.", examples=["+14155550100"])
]
CarrierName = Annotated[str, Path(max_length=40, description="Its name.", examples=["main"])]
Named = TypeVar("Named", CarrierForm, MemberForm, InboxForm, JobForm)
_SAID: Final = "Optional; if sent, it must equal the one in the path."


class CarrierBody(CarrierForm):
    """A carrier, under the name in the path."""

    name: str = Field("", description=_SAID, examples=["main"])


class MemberBody(MemberForm):
    """A member, under the name in the path."""

    name: str = Field("", description=_SAID, examples=["Front Desk"])


class InboxBody(InboxForm):
    """An inbox that members share, under the name in the path."""

    name: str = Field("", description=_SAID, examples=["Scheduling"])


class JobBody(JobForm):
    """A job, under the name in the path."""

    name: str = Field("", description=_SAID, examples=["Booking"])


class NumberBody(NumberForm):
    """The number in the path; an omitted registration, language or flow keeps its value."""

    number: str = Field("", description=_SAID, examples=["+14155550100"])


def named(body: Named, path: str) -> Named:
    """Return ``body`` under the name in the path; raises 422 if the body has another name."""
    if tidy(path) != path:
        raise at_fault("name", f"“{path}” has extra spaces", "Remove them from the path.")
    if "name" not in body.model_fields_set:
        return body.model_copy(update={"name": path})
    if tidy(body.name) != path:
        raise _another("name", path, body.name)
    return body


def numbered(body: NumberForm, path: str) -> NumberForm:
    """Return ``body`` under the number (E.164) in the path; raises 422 if it has another."""
    if e164(path) != path:
        right = "Write it in the path with its country code, e.g. +14155550100."
        raise at_fault("number", f"“{path}” is not an E.164 number", right)
    if "number" not in body.model_fields_set:
        return body.model_copy(update={"number": path})
    if e164(body.number) != path:
        raise _another("number", path, body.number)
    return body


def _another(field: str, path: str, sent: str) -> HttpProblem:
    wrong = f"“{sent}” is not the {field} in the path"
    return at_fault(field, wrong, f"Send “{path}”, or send the request to the other path.")
