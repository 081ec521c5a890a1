"""The inspector of the Call page: a call at one event, or the changes between two, as HTML."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from markupsafe import Markup
from pydantic_core import to_json

from hookflash.domain.call.events import CallEvent, SmsRefused
from hookflash.domain.policy.check import Check
from hookflash.orchestrator.console.badges import badge, status_badge
from hookflash.orchestrator.console.markup import joined, tag
from hookflash.orchestrator.console.phone_numbers import format_numbers_in
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


def event_details(events: Sequence[CallEvent], lines: Sequence[TimelineLine], at: int) -> Markup:
    """Describe event ``at`` in words and as it is stored; refusals are highlighted."""
    if not at:
        return tag("p", "Before the first event.", class_="hf-faint")
    line, event = lines[at - 1], events[at - 1]
    refused = at in {one.position for one in refusals(events)}
    by = f"by the {line.by}" if line.by != "system" else "by Hookflash"
    about = (tag("strong", f"Event {at} of {len(events)}"), clock(line.at), tag("span", by))
    said = tag(
        "p", format_numbers_in(line.text), class_="hf-said refused" if refused else "hf-said"
    )
    raw = to_json(event.model_dump(mode="json"), indent=2).decode()
    return joined(
        (
            tag("p", *(joined((one, " ")) for one in about), class_="hf-bar hf-faint"),
            said,
            tag("p", tag("code", event.type), " ", tag("code", event.TOPIC, class_="hf-faint")),
            tag("pre", raw, class_="hf-raw", tabindex=0, aria_label="The event as it is stored"),
        )
    )


def known_facts(events: Sequence[CallEvent], at: int) -> Markup:
    """Everything that was known of the call after event ``at``, field by field."""
    facts = [one for one in difference(events, 0, at) if _is_telling(one)]
    rows = [(_named(one), _value(one.after)) for one in facts]
    return joined((next_up(events, at), table(("Field", "Value"), rows, "Known facts", "dense")))


def refusal_list(events: Sequence[CallEvent], at: int) -> Markup:
    """What was refused on the call up to event ``at``, with what was checked."""
    refused = [line for line in refusals(events) if line.position <= at]
    if not refused:
        return tag("p", "Nothing was refused up to this event.", class_="hf-faint")
    return tag("ul", *(_refusal(line, events[line.position - 1]) for line in refused))


def _refusal(line: TimelineLine, event: CallEvent) -> Markup:
    button = tag(
        "button",
        tag("span", line.position, class_="number"),
        tag("span", format_numbers_in(line.text), class_="words"),
        type="button",
        data_position=line.position,
        class_="refused",
    )
    checks = (
        tag("li", _passed(one), " ", plain(one.check), tag("span", f": {one.found}"))
        for one in (event.checks if isinstance(event, SmsRefused) else ())
    )
    return tag("li", button, tag("ul", *checks, class_="hf-checks"))


def _passed(check: Check) -> Markup:
    return badge("Refused", "failed") if check.reason else badge("Passed", "good")


def next_up(events: Sequence[CallEvent], at: int) -> Markup:
    """Show the state, the transitions allowed next, and the actions in progress."""
    moment = state_at(events, at)
    allowed = [badge(plain(one)) for one in moment.allowed]
    return tag(
        "dl",
        _fact("State", status_badge(moment.state)),
        _fact("Allowed next", joined(_spaced(allowed)) if allowed else "none: the call has ended"),
        _fact("In progress", _open(moment)),
        class_="hf-facts",
    )


def changes_table(events: Sequence[CallEvent], before: int, after: int) -> Markup:
    """Show the changes between two positions."""
    changes = [one for one in difference(events, before, after) if _is_telling(one)]
    if not changes:
        return tag("p", "The call’s state did not change.", class_="hf-faint")  # noqa: RUF001
    rows = [(_named(one), _value(one.before), _value(one.after)) for one in changes]
    return table(_CHANGES, rows, f"Event {before} to event {after}", "dense")


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
