"""Shows how a job is read: each action as it will run, and what was not understood."""

from nicegui import ui

from hookflash.orchestrator.console.pages.job_state import words
from hookflash.orchestrator.console.phone_numbers import format_number
from hookflash.orchestrator.wording import counted
from hookflash.orchestrator.workspaces.understood import (
    UnderstoodAction,
    UnderstoodText,
    UnderstoodTransfer,
)
from hookflash.orchestrator.workspaces.warnings import ReadJob


class Reading:
    """The actions of a job as they will run, and the warnings about it."""

    def __init__(self) -> None:
        self._shown: ReadJob | None = None
        self._box = ui.element("section").classes("hf-card hf-reading")
        self._box.props('aria-label="What the agent will do"')

    def show(self, read: ReadJob) -> None:
        """Bring it up to date; it is hidden while there is nothing to show."""
        if read == self._shown:
            return
        self._shown = read
        self._box.clear()
        self._box.set_visibility(bool(read.actions or read.warnings))
        with self._box:
            ui.label("What the agent will do").classes("hf-h2").props("role=heading aria-level=2")
            for action in read.actions:
                _build_action(action)
            for one in read.warnings:
                with ui.element("div").classes("hf-warning"):
                    ui.icon("warning_amber").props("aria-hidden=true")
                    ui.label(words(one))


def _build_action(action: UnderstoodAction) -> None:
    with ui.element("div").classes("hf-read"):
        is_text = isinstance(action, UnderstoodText)
        ui.icon("sms" if is_text else "phone_forwarded").props("aria-hidden=true")
        with ui.element("div"):
            ui.label(action.condition[:1].upper() + action.condition[1:]).classes("hf-faint")
            if isinstance(action, UnderstoodText):
                _build_text(action)
            else:
                _build_transfer(action)


def _build_text(action: UnderstoodText) -> None:
    ui.label(action.text).classes("hf-sent")
    because = f" because of {' '.join(action.beyond_gsm)}" if action.beyond_gsm else ""
    size = f"Text to the caller · {counted(action.segments, 'segment')}, {action.encoding}{because}"
    ui.label(size).classes("hf-faint")


def _build_transfer(action: UnderstoodTransfer) -> None:
    name = action.destination
    shown = format_number(name) if action.destination_kind == "external" else name
    ui.label(f"Transfer to {shown}").classes("hf-strong")
    ringing = [one for one in action.phones if not one.do_not_disturb]
    silent = [one.name for one in action.phones if one.do_not_disturb]
    with ui.element("div").classes("hf-bar"):
        for phone in ringing:
            number = format_number(phone.phone)
            named = number if phone.name == phone.phone else f"{phone.name} {number}"
            ui.chip(named, icon="ring_volume", color=None).props("dense outline square")
    if not ringing:
        ui.label("Rings no phone: voicemail answers.").classes("hf-faint")
    elif silent:
        ui.label(f"Do not disturb: {', '.join(silent)}").classes("hf-faint")
