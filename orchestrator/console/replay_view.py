"""Renders a call at one event, or the changes between two, as HTML."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from markupsafe import Markup

from hookflash.domain.call.drawing import path_of
from hookflash.domain.call.events import CallEvent, RecordingKept, VoicemailRecorded
from hookflash.domain.call.evolve import fold
from hookflash.domain.erasure.kept_sound import kept_recording
from hookflash.orchestrator.console.badges import badge, status_badge
from hookflash.orchestrator.console.markup import joined, tag
from hookflash.orchestrator.console.phone_numbers import format_numbers_in
from hookflash.orchestrator.console.recordings import player
from hookflash.orchestrator.console.statechart import chart_svg
from hookflash.orchestrator.console.tables import table
from hookflash.orchestrator.console.wording import clock, sentence
from hookflash.orchestrator.wording import plain
from hookflash.projections.replay.state import CallSnapshot, Change, difference, state_at
from hookflash.projections.replay.timeline import TimelineLine, refusals

_TECHNICAL: Final = re.compile(
    r"said\.|(.*\.)?(effect_key|tool|tool_call_id|occurrence|searches|receipts|provider_id|wait"
    r"|asked_at|attempted_at|changed_at|ringing_since|recorded_at|asks)$"
)
"""Fields hidden from the changes: internal ones, and ones that the event itself states."""
_CHANGES: Final = ("Field", "Before", "After")


def chart_at(events: Sequence[CallEvent], at: int) -> Markup:
    """Draw the statechart with the path up to event ``at``."""
    return chart_svg(path_of(events[:at]))


def event_details(events: Sequence[CallEvent], lines: Sequence[TimelineLine], at: int) -> Markup:
    """Describe event ``at`` in words; refusals are highlighted."""
    if not at:
        return tag("p", "Before the first event.", class_="hf-faint")
    line = lines[at - 1]
    refused = at in {one.position for one in refusals(events)}
    about = (
        tag("strong", f"Event {at} of {len(events)}"),
        clock(line.at),
        tag("span", f"by the {line.by}" if line.by != "system" else "by Hookflash"),
        tag("code", events[at - 1].type),
        badge("Refused", "failed") if refused else None,
    )
    return joined(
        (
            tag("p", *(joined((one, " ")) for one in about if one), class_="hf-bar hf-faint"),
            tag(
                "p",
                format_numbers_in(line.text),
                class_="hf-said refused" if refused else "hf-said",
            ),
            _sound(events, at),
        )
    )


def _sound(events: Sequence[CallEvent], at: int) -> Markup | None:
    """Return a player if event ``at`` is about a recording that can be played now."""
    event = events[at - 1]
    if not isinstance(event, VoicemailRecorded | RecordingKept):
        return None
    call = fold(event.call_id, events)
    kept = kept_recording(call, events)
    owner = call.voicemail.mailbox.owner if call.voicemail else ""
    return player(kept, owner) if kept is not None else None


def next_up(events: Sequence[CallEvent], at: int) -> Markup:
    """Show the state, the transitions allowed next, and the actions in progress."""
    moment = state_at(events, at)
    allowed = [badge(plain(one)) for one in moment.allowed]
    return joined(
        (
            _fact("State", status_badge(moment.state)),
            _fact(
                "Allowed next",
                joined(_spaced(allowed)) if allowed else "none: the call has ended",
            ),
            _fact("In progress", _open(moment)),
        )
    )


def changes_table(events: Sequence[CallEvent], before: int, after: int) -> Markup:
    """Show the changes between two positions."""
    changes = [one for one in difference(events, before, after) if _is_telling(one)]
    if not changes:
        return tag("p", "The call’s state did not change.", class_="hf-faint")  # noqa: RUF001
    rows = [(_named(one), _value(one.before), _value(one.after)) for one in changes]
    return table(_CHANGES, rows, f"Event {before} to event {after}", "dense")


def event_entry(line: TimelineLine, *, current: bool, refused: bool) -> Markup:
    """Return an event's entry in the list of all events."""
    return tag(
        "button",
        tag("span", line.position, class_="number"),
        tag("span", format_numbers_in(line.text), class_="words"),
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
        return "none"
    return joined(_spaced(f"{_tool(one.action)}: {plain(one.progress)}" for one in moment.open))


def _spaced(pieces: Iterable[object]) -> Iterable[object]:
    return (tag("span", piece, class_="hf-piece") for piece in pieces)


def _is_telling(change: Change) -> bool:
    return bool(change.before or change.after) and not _TECHNICAL.match(change.what)


def _named(change: Change) -> str:
    """Word a field's path: ``texts.send_sms_1#1.status`` becomes ``Send sms, status``."""
    path = change.what.removeprefix("texts.").removeprefix("transfers.").split(".")
    return ", ".join([_tool(path[0]), *map(plain, path[1:])])


def _tool(action: str) -> str:
    name, _, occurrence = action.partition("#")
    again = f" (time {occurrence})" if occurrence not in ("", "1") else ""
    return sentence(name) + again


def _value(value: Any) -> Markup | str:
    if value is None or value in ("", [], {}):
        return tag("span", "none", class_="hf-faint")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return plain(value) if isinstance(value, str) and re.fullmatch("[a-z_]+", value) else str(value)
