"""Whose a number is: at most one workspace has it. Its stream stands outside all of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from hookflash.domain.event import Actor, Event


def claim_stream(number: str) -> str:
    """The stream of a number (E.164): ``directory.number.<digits>``."""
    return f"directory.number.{number.removeprefix('+')}"


class ClaimEvent(Event):
    """A change in whose ``number`` (E.164) is."""

    number: str
    workspace: str

    @property
    def stream(self) -> str:
        """``directory.number.<digits>``."""
        return claim_stream(self.number)


class NumberClaimed(ClaimEvent):
    """``workspace`` has the number from now on."""

    TOPIC: ClassVar[str] = "directory.number_claimed.v1"


class NumberGivenUp(ClaimEvent):
    """``workspace`` has it no more."""

    TOPIC: ClassVar[str] = "directory.number_given_up.v1"


@dataclass(frozen=True)
class Claim:
    """A number and the workspace that has it, empty for none."""

    number: str
    workspace: str = ""
    position: int = 0


def fold_claim(number: str, events: Iterable[Event]) -> Claim:
    """The claim that ``events`` lead to."""
    claim = Claim(number)
    for event in events:
        owner = event.workspace if isinstance(event, NumberClaimed) else ""
        claim = Claim(number, owner, event.position)
    return claim


def claim(held: Claim, workspace: str, *, at: datetime, cause: str) -> tuple[ClaimEvent, ...]:
    """Take a free number; nothing if it is ours. Raises ``ValueError`` if it is another's."""
    if held.workspace == workspace:
        return ()
    if held.workspace:
        raise ValueError(f"{held.number} belongs to another workspace")
    return (_next(NumberClaimed, held, workspace, at, cause),)


def give_up(held: Claim, workspace: str, *, at: datetime, cause: str) -> tuple[ClaimEvent, ...]:
    """Let go of a number; nothing if it is not ours."""
    if held.workspace != workspace:
        return ()
    return (_next(NumberGivenUp, held, workspace, at, cause),)


def _next(
    kind: type[ClaimEvent], held: Claim, workspace: str, at: datetime, cause: str
) -> ClaimEvent:
    return kind(
        number=held.number,
        workspace=workspace,
        position=held.position + 1,
        at=at,
        by=Actor.OPERATOR,
        cause=cause,
    )
