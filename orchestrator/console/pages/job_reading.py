"""Shows how a job is read: each action as it will run, and what was not understood."""

from markupsafe import Markup

from hookflash.orchestrator.console.badges import badge
from hookflash.orchestrator.console.markup import tag
from hookflash.orchestrator.console.pages.job_state import words
from hookflash.orchestrator.console.phone_numbers import format_number
from hookflash.orchestrator.wording import counted
from hookflash.orchestrator.workspaces.understood import (
    UnderstoodAction,
    UnderstoodText,
    UnderstoodTransfer,
)
from hookflash.orchestrator.workspaces.warnings import ReadJob


def reading(read: ReadJob) -> Markup:
    """List the actions of a job, and the warnings about it; empty if there is nothing to show."""
    if not read.actions and not read.warnings:
        return Markup()
    actions = tag("ol", *map(_action, read.actions), class_="hf-reading") if read.actions else None
    warnings = (
        tag("ul", *(tag("li", words(one)) for one in read.warnings), class_="hf-warnings")
        if read.warnings
        else None
    )
    return tag("div", tag("h3", "What the agent will do"), actions, warnings)


def _action(action: UnderstoodAction) -> Markup:
    is_text = isinstance(action, UnderstoodText)
    shown = _text(action) if isinstance(action, UnderstoodText) else _transfer(action)
    when = tag("p", action.condition[:1].upper() + action.condition[1:], class_="hf-faint")
    return tag("li", tag("strong", "Text" if is_text else "Transfer"), " ", shown, when)


def _text(action: UnderstoodText) -> Markup:
    because = f" because of {' '.join(action.beyond_gsm)}" if action.beyond_gsm else ""
    size = f"{counted(action.segments, 'segment')}, {action.encoding}{because}"
    return tag("span", tag("q", action.text), " ", badge(size))


def _transfer(action: UnderstoodTransfer) -> Markup:
    ringing = [
        format_number(phone.phone)
        if phone.name == phone.phone
        else f"{phone.name} {format_number(phone.phone)}"
        for phone in action.phones
        if not phone.do_not_disturb
    ]
    rings = f"rings {', '.join(ringing)}" if ringing else "rings no phone: voicemail answers"
    name = action.destination
    shown = format_number(name) if action.destination_kind == "external" else name
    return tag("span", "to ", tag("q", shown), " ", tag("span", rings, class_="hf-faint"))
