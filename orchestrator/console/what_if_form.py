"""The form of the What if page: what is to be different, with the framework's own controls."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Final

from nicegui import ui

from hookflash.domain.job.job import Job
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console.markup import escaped, tag
from hookflash.orchestrator.console.phone_numbers import format_number
from hookflash.orchestrator.console.what_if_wish import DRAFT, Wish

AS_IT_WAS: Final = "As it was"
_SWITCHES: Final = {"yes": "Yes", "no": "No"}
_CHOICES: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "registration": (
        "Registration",
        {one: one.capitalize() for one in ("approved", "pending", "rejected", "unregistered")},
    ),
    "opted_out": ("Opted out", _SWITCHES),
    "quiet_hours": ("Quiet hours", {"on": "On", "off": "Off"}),
}
_NUMBERS: Final = {
    "ring_seconds": "Ring seconds",
    "texts_per_call": "Texts a call",
    "proposals_per_call": "Questions a call",
    "texts_per_contact_per_day": "Texts a day",
    "external_transfers_per_day": "Outside a day",
}
_DOES: Final = {
    "answer": "Answers",
    "reject": "Declines",
    "busy": "Is busy",
    "fail": "Fails",
    "ignore": "Rings out",
}
_SAYINGS: Final = ("Yes, please", "No, thanks", "I'd rather leave a message")
_FIXED: Final = "They are fixed when a call comes in: the whole call is decided again."
_LOOK: Final = "outlined dense options-dense"
Submit = Callable[[], Awaitable[None]]
Versions = Mapping[tuple[str, str], Job]


class WhatIfForm:
    """Controls for a :class:`Wish`; ``phones`` are the names and numbers that may ring."""

    def __init__(self, wish: Wish, now: Workspace, phones: Iterable[str], known: Versions) -> None:
        self._wish = wish
        self._now = now
        self._phones = tuple(phones)
        self._known = known
        self._set: dict[str, Any] = {}
        self._does: dict[str, tuple[Any, Any]] = {}
        self._jobs: dict[str, Any] = {}
        with ui.element("div").classes("hf-wishes"):
            self._build_caller()
            self._build_phones()
            self._build_settings()
            self._build_jobs()

    def wish(self) -> Wish:
        """What is chosen now."""
        settings = {name: str(one.value or "") for name, one in self._set.items()}
        settings |= {
            name: str(int(one.value)) if one.value is not None else ""
            for name, one in self._set.items()
            if name in _NUMBERS
        }
        settings["do_not_disturb"] = ",".join(self._quiet.value or ())
        phones = {
            who: f"{does.value}:{after.value:g}" if after.value is not None else str(does.value)
            for who, (does, after) in self._does.items()
            if does.value
        }
        return Wish(
            at=int(self._at.value or 0),
            settings={name: value for name, value in settings.items() if value},
            phones=phones,
            jobs={name: str(one.value) for name, one in self._jobs.items() if one.value},
            say=str(self._say.value or ""),
            press=str(self._press.value or ""),
            hang_up=bool(self._hang_up.value),
        )

    def _build_caller(self) -> None:
        wish = self._wish
        with _group("The caller", "From this event on, in place of what they did."):
            self._at = ui.number("After event", value=wish.at, min=0, precision=0)
            self._at.props(_LOOK).classes("hf-wide")
            self._say = ui.textarea("Says, one line after another", value=wish.say)
            self._say.props(_LOOK).props("autogrow rows=1").classes("hf-wide")
            with ui.row().classes("hf-sayings"):
                for words in _SAYINGS:
                    ui.chip(words, on_click=self._saying(words)).props("clickable outline dense")
            self._press = ui.input("Presses", value=wish.press).props(_LOOK)
            self._hang_up = ui.checkbox("Then hangs up", value=wish.hang_up)

    def _saying(self, words: str) -> Callable[[], None]:
        def say() -> None:
            self._say.value = words

        return say

    def _build_phones(self) -> None:
        with _group("Phones", "What each does once it rings."):
            for who in self._phones:
                does, _, after = self._wish.phones.get(who, "").partition(":")
                with ui.element("div").classes("hf-phone-wish"):
                    chosen = _select(format_number(who), _DOES, does)
                    seconds = ui.number("after s", value=float(after) if after else None, min=0)
                    seconds.props(_LOOK).bind_visibility_from(
                        chosen, "value", lambda value: value in ("answer", "reject", "busy")
                    )
                self._does[who] = (chosen, seconds)
            asked = self._wish.settings.get("do_not_disturb", "").split(",")
            members = sorted(self._now.members)
            quiet = [name for name in asked if name in members]
            self._quiet = ui.select(members, multiple=True, label="Do not disturb", value=quiet)
            self._quiet.props(_LOOK).props("use-chips").classes("hf-wide")

    def _build_settings(self) -> None:
        with _group("Settings", "What the rules would have known."):
            for name, (label, options) in _CHOICES.items():
                self._set[name] = _select(label, options, self._wish.settings.get(name, ""))
            for name, label in _NUMBERS.items():
                given = self._wish.settings.get(name, "")
                value = float(given) if given.isdecimal() else None
                self._set[name] = ui.number(label, value=value, min=0, precision=0).props(_LOOK)

    def _build_jobs(self) -> None:
        names = list(dict.fromkeys(name for name, _ in self._known))
        with _group("Jobs", _FIXED).classes("hf-wish-jobs"):
            for name in names:
                versions = {
                    version: "Draft" if version == DRAFT else f"Version {version}"
                    for job, version in self._known
                    if job == name
                }
                chosen = self._wish.jobs.get(name, "")
                self._jobs[name] = _select(name, versions, chosen)
                self._jobs[name].on_value_change(lambda event: self._from_the_start(event.value))

    def _from_the_start(self, chosen: object) -> None:
        if chosen:
            self._at.value = 0


def _group(title: str, about: str) -> ui.element:
    group = ui.element("fieldset").classes("hf-wish")
    with group:
        ui.html(title, tag="legend", sanitize=escaped)
        ui.html(tag("p", about, class_="hf-faint"), sanitize=escaped).classes("hf-wide")
    return group


def _select(label: str, options: Mapping[str, str], chosen: str) -> Any:
    known = {"": AS_IT_WAS, **options}
    made = ui.select(known, label=label, value=chosen if chosen in known else "")
    return made.props(_LOOK)
