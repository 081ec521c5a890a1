"""The statechart as a strip: the states in order, the path of a call, what is allowed next."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Final, get_args

from markupsafe import Markup

from hookflash.domain.call.conversation import CallState
from hookflash.domain.call.drawing import path_of
from hookflash.domain.call.events import CallEvent
from hookflash.domain.call.transitions import allowed, transition_table
from hookflash.orchestrator.console.markup import tag
from hookflash.orchestrator.console.wording import in_trade_words

STATES: Final[tuple[CallState, ...]] = get_args(CallState)


def chart_strip(events: Sequence[CallEvent], at: int) -> Markup:
    """Draw the strip for the call after its event ``at``."""
    path = path_of(events[:at])
    table = transition_table()
    following = {table[path.state, trigger] for trigger in allowed(path.state)} - {path.state}
    steps = (_step(state, path.state, path.visited, following) for state in STATES)
    return tag("ol", *steps, class_="hf-strip", aria_label="States of the call")


def _step(state: str, now: str, been: AbstractSet[str], following: AbstractSet[str]) -> Markup:
    look = "been" if state in been else "next" if state in following else ""
    return tag(
        "li",
        in_trade_words(state),
        class_=look or None,
        data_state=state,
        aria_current="step" if state == now else None,
        title="Allowed next" if look == "next" else None,
    )
