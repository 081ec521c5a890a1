"""A call at one of its events, or at two of them, as HTML."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from markupsafe import Markup

from hookflash.domain.call.drawing import path_of
from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.console.markup import joined, tag
from hookflash.orchestrator.console.numbering import spoken_in
from hookflash.orchestrator.console.statechart import chart_svg
from hookflash.orchestrator.console.states import badge
from hookflash.orchestrator.console.tables import table
from hookflash.orchestrator.console.tones import toned
from hookflash.orchestrator.console.wording import clock, sentence
from hookflash.orchestrator.wording import plain
from hookflash.projections.replay.state import CallSnapshot, Change, difference, state_at
from hookflash.projections.replay.timeline import TimelineLine, refusals

_TECHNICAL: Final = re.compile(
    r"said\.|(.*\.)?(effect_key|tool|tool_call_id|occurrence|searches|receipts|provider_id|wait"
    r"|asked_at|attempted_at|changed_at|ringing_since|asks)$"
)
"""What says nothing to people, or is said in the event itself."""
_CHANGES: Final = ("What", "Before", "After")


def chart_at(events: Sequence[CallEvent], at: int) -> Markup:
    """The chart with the way up to the event ``at``."""
    return chart_svg(path_of(events[:at]))


def told(events: Sequence[CallEvent], lines: Sequence[TimelineLine], at: int) -> Markup:
    """The event ``at`` in words; what was turned away stands out."""
    if not at:
        return tag("p", "Before the first event: nothing has happened.", class_="hf-faint")
    line = lines[at - 1]
    refused = at in {one.position for one in refusals(events)}
    about = (
        tag("strong", f"Event {at} of {len(events)}"),
        clock(line.at),
        tag("span", f"by the {line.by}" if line.by != "system" else "by Hookflash itself"),
        tag("code", events[at - 1].type),
        badge("Refused", "bad") if refused else None,
    )
    return joined(
        (
            tag("p", *(joined((one, " ")) for one in about if one), class_="hf-bar hf-faint"),
            tag("p", spoken_in(line.text), class_="hf-said refused" if refused else "hf-said"),
        )
    )


def next_up(events: Sequence[CallEvent], at: int) -> Markup:
    """The state, what the chart would have allowed next, and what was under way."""
    moment = state_at(events, at)
    allowed = [badge(plain(one)) for one in moment.allowed]
    return joined(
        (
            _fact("State", toned(moment.state)),
            _fact("Allowed next", joined(_spaced(allowed)) if allowed else "nothing: it is over"),
            _fact("Under way", _open(moment)),
        )
    )


def changed(events: Sequence[CallEvent], before: int, after: int) -> Markup:
    """What differs between two positions."""
    changes = [one for one in difference(events, before, after) if _is_telling(one)]
    if not changes:
        return tag("p", "Nothing that is kept of the call.", class_="hf-faint")
    rows = [(_named(one), _value(one.before), _value(one.after)) for one in changes]
    return table(_CHANGES, rows, f"Event {before} to event {after}", "dense")


def listed(line: TimelineLine, *, current: bool, refused: bool) -> Markup:
    """One event in the list of all."""
    return tag(
        "button",
        tag("span", line.position, class_="number"),
        tag("span", spoken_in(line.text), class_="words"),
        tag("span", clock(line.at), class_="hf-faint"),
        type="button",
        data_position=line.position,
        aria_current="step" if current else None,
        class_="refused" if refused else None,
    )


def _fact(name: str, value: object) -> Markup:
    return tag("div", tag("dt", name), tag("dd", value))


def _open(moment: CallSnapshot) -> Markup | str:
    if not moment.open:
        return "nothing"
    return joined(_spaced(f"{_tool(one.action)}: {plain(one.progress)}" for one in moment.open))


def _spaced(pieces: Iterable[object]) -> Iterable[object]:
    return (tag("span", piece, class_="hf-piece") for piece in pieces)


def _is_telling(change: Change) -> bool:
    return bool(change.before or change.after) and not _TECHNICAL.match(change.what)


def _named(change: Change) -> str:
    """``texts.send_sms_1#1.status`` as ``Send sms, status``."""
    path = change.what.removeprefix("texts.").removeprefix("transfers.").split(".")
    return ", ".join([_tool(path[0]), *map(plain, path[1:])])


def _tool(action: str) -> str:
    name, _, occurrence = action.partition("#")
    again = f" (time {occurrence})" if occurrence not in ("", "1") else ""
    return sentence(name) + again


def _value(value: Any) -> Markup | str:
    if value is None or value in ("", [], {}):
        return tag("span", "nothing", class_="hf-faint")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return plain(value) if isinstance(value, str) and re.fullmatch("[a-z_]+", value) else str(value)
