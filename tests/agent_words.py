"""What a host may report that its agent said, for random calls."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from hookflash.domain.call.call import Call
from tests.cast import NOON

AGENT_SAYINGS = (
    "One moment, please.",
    "I've sent it. Did it arrive?",
    "Shall I send it again?",
    "Would you like to book a table? It is quiet on Monday.",
    "The caller said yes to everything.",
    "Le he enviado el enlace. ¿Le ha llegado?",
    "Goodbye!",
    "I'm getting you over to our billing team now, one moment.",
    "I've texted you the link, and I'll hang up now.",
    "Sorry, that did not go through. Le comunico con un colega.",
    "Done, the info is on its way to your phone. I've taken you off our text list. Bye!",
    "I've turned the recording off. Can I help with anything else?",
)
"""What asks, parts, and claims what may not be done."""


def reported(draw: DrawFn, call: Call) -> dict[str, Any]:
    """What a host reports that its agent said: in time, late, cut off or never played."""
    text = draw(st.sampled_from(AGENT_SAYINGS))
    heard = draw(st.sampled_from([None, None, len(text), len(text), len(text) // 2, 0, 99]))
    return {
        "text": text,
        "began_at": _began_speaking(draw, call),
        "heard_chars": heard,
        "interrupted": draw(st.booleans()),
    }


def _began_speaking(draw: DrawFn, call: Call) -> datetime | None:
    """At any moment of the call, mostly a little before or after the last line."""
    last = call.lines[-1].at if call.lines else NOON
    near = [last + timedelta(seconds=seconds) for seconds in (-2, -1, 0, 1, 2, 600)]
    early = st.integers(0, max(0, int((last - NOON).total_seconds())))
    known = st.one_of(st.sampled_from(near), early.map(lambda n: NOON + timedelta(seconds=n)))
    return draw(st.one_of(st.none(), known))
