"""Things that can happen to a transfer, for the tests of its trail."""

from collections.abc import Callable
from typing import Any

from hookflash.domain.call import commands as c
from hookflash.projections.projections import Projections
from hookflash.projections.transfers.queries import Trail
from tests.contract.projections.world import TO_INBOX, Line, routing

Happen = Callable[[Line], Any]


def the_trail(views: Projections) -> Trail:
    """The only transfer."""
    (trail,) = views.transfers.list("harbor")
    return trail


def rings(trail: Trail) -> list[tuple[str, str, float]]:
    """Every phone: owner, outcome, seconds of ringing."""
    return [(ring.who, ring.outcome, ring.seconds) for ring in trail.ringing]


def nothing(_: Line) -> None:
    """Nothing more happens."""


def agrees(line: Line) -> None:
    """The caller says yes."""
    line.say("Sure, go ahead", routing=routing(TO_INBOX))


def says_no(line: Line) -> None:
    """The caller says no."""
    line.say("No thanks")


def stays_silent(line: Line) -> None:
    """Nothing is said."""
    line.tell(c.LapseConfirmation, effect_key=line.transfer(), asks=1)


def is_unclear_twice(line: Line) -> None:
    """The caller says nothing that is an answer."""
    line.say("What do you mean?")
    line.say("What do you mean?")


def hangs_up(line: Line) -> None:
    """The caller leaves."""
    line.end()


def after_yes(*happens: Happen) -> Happen:
    """The caller says yes, phones ring, and then something happens."""

    def happen(line: Line) -> None:
        agrees(line)
        line.tell(c.Attempt, effect_key=line.transfer(), attempt=1)
        for each in happens:
            each(line)

    return happen


def front_desk(status: str, **data: Any) -> Happen:
    """The provider sends a report about Front Desk's phone."""
    return lambda line: line.phone("Front Desk", status, **data)


def on_call(status: str, **data: Any) -> Happen:
    """The provider sends a report about On Call's phone."""
    return lambda line: line.phone("On Call", status, **data)


def time_runs_out(line: Line) -> None:
    """The ring timeout fires."""
    line.tell(c.TimeOutRing, effect_key=line.transfer())


def provider_refuses(line: Line) -> None:
    """The provider refuses the whole request."""
    line.tell(
        c.RecordOutcome,
        effect_key=line.transfer(),
        attempt=1,
        outcome="refused",
        code="13227",
        reason="no_route",
    )
