"""What stands in a path: a name, or a number, and the same in what is sent."""

from typing import Annotated

from fastapi import Path

from hookflash.domain.policy.phone import e164
from hookflash.domain.workspace.names import tidy
from hookflash.orchestrator.http.problems import HttpProblem, at_fault

Name = Annotated[str, Path(max_length=400, description="Its name, as it is written there.")]


Number = Annotated[
    str, Path(max_length=40, description="A phone number in E.164.", examples=["+14155550100"])
]


def own_name(path: str, sent: str) -> None:
    """Refuse a body that says another name than the path."""
    if tidy(sent) != path:
        raise _another("name", path, sent)


def own_number(path: str, sent: str) -> None:
    """Refuse a body that says another number than the path (E.164)."""
    if e164(sent) != path:
        raise _another("number", path, sent)


def _another(field: str, path: str, sent: str) -> HttpProblem:
    wrong = f"“{sent}” is not the {field} in the path"
    return at_fault(field, wrong, f"Send “{path}”, or use the path of the other one.")
