"""Tells on every page which stored events it cannot show."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from hookflash import ParkedEvent
from hookflash.orchestrator.console.markup import joined, tag

SHOWN: Final = 5
"""How many of the events are named."""


def parked_note(events: Sequence[ParkedEvent]) -> Markup:
    """Name the first of ``events``, each once, however many views could not handle it."""
    places = list(dict.fromkeys(f"{one.stream}, event {one.position}" for one in events))
    more = f" and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
    return joined(
        (
            "Stored events are damaged or cannot be shown; all others are. Have the operator run ",
            tag("code", "hookflash verify"),
            f". They are: {'; '.join(places[:SHOWN])}{more}.",
        )
    )
