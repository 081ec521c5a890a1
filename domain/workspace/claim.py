"""Which workspace owns a number: one at most. The stream belongs to the number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from hookflash.domain.event import Actor, Event


def claim_stream(number: str) -> str:
    """The stream of a number (E.164): ``directory.number.<digits>``."""
    return f"directory.number.{number.removeprefix('+')}"


class ClaimEvent(Event):
    """A change of the owner of ``number`` (E.164)."""

    number: str
    workspace: str

    @property
    def stream(self) -> str:
        """``directory.number.<digits>``."""
        return claim_stream(self.number)


class NumberClaimed(ClaimEvent):
    """``workspace`` owns the number from now on."""

    TOPIC: ClassVar[str] = "directory.number_claimed.v1"


class NumberGivenUp(ClaimEvent):
    """``workspace`` no longer owns the number; it is free."""

    TOPIC: ClassVar[str] = "directory.number_given_up.v1"


@dataclass(frozen=True)
class Claim:
    """A number and the workspace that owns it; empty if it is free."""

    number: str
    workspace: str = ""
    position: int = 0


def fold_claim(number: str, events: Iterable[Event]) -> Claim:
    """Fold the events of ``number`` into its current claim."""
    claim = Claim(number)
    for event in events:
        owner = event.workspace if isinstance(event, NumberClaimed) else ""
        claim = Claim(number, owner, event.position)
    return claim


def claim(held: Claim, workspace: str, *, at: datetime, cause: str) -> tuple[ClaimEvent, ...]:
    """Claim a free number for ``workspace``; no event if it owns the number already.

    Raises ``ValueError`` if the number belongs to another workspace.
    """
    if held.workspace == workspace:
        return ()
    if held.workspace:
        raise ValueError(f"{held.number} belongs to another workspace")
    return (_next(NumberClaimed, held, workspace, at, cause),)


def give_up(held: Claim, workspace: str, *, at: datetime, cause: str) -> tuple[ClaimEvent, ...]:
    """Release a number; no event if ``workspace`` does not own it."""
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
