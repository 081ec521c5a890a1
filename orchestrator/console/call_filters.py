"""The filters of the Calls page: search, chips of outcomes with their counts, and pickers."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

from nicegui import events, ui

from hookflash.orchestrator.console.badges import TONES
from hookflash.orchestrator.console.call_question import CallQuestion
from hookflash.orchestrator.console.phone_numbers import format_number, format_numbers_in
from hookflash.orchestrator.console.wording import in_trade_words, sentence
from hookflash.orchestrator.wording import plain
from hookflash.projections.calls.filter import OUTCOMES, CallCounts
from hookflash.projections.calls.outcome import WORDS
from hookflash.projections.reports.figures import Figures
from hookflash.projections.reports.question import Choices
from hookflash.projections.texts.explanation import UNSTATED

Ask = Callable[[CallQuestion], Awaitable[None]]
"""Told the next question."""
Options = Mapping[str, str]
_KINDS: Final = {
    "text": "Text",
    "text:delivered": "Text delivered",
    "text:failed": "Text not sent",
    "text:undelivered": "Text not delivered",
    "text:unknown": "Text: outcome unknown",
    "transfer": "Transfer",
    "transfer:connected": "Transfer connected",
    "transfer:voicemail": "Transfer to voicemail",
    "transfer:declined": "Transfer declined",
    "transfer:lapsed": "Transfer: no clear answer",
    "transfer:abandoned": "Transfer: caller hung up",
    "transfer:failed": "Transfer failed",
    "voicemail": "Voicemail",
}
_DAYS: Final = {"today": 1, "7": 7, "30": 30, "90": 90}
_WHEN: Final = {
    "": "Any time",
    "today": "Today",
    "yesterday": "Yesterday",
    "7": "Last 7 days",
    "30": "Last 30 days",
    "90": "Last 90 days",
    "other": "Other days …",
}
_TESTS: Final = {"": "All calls", "false": "Real calls", "true": "Test calls"}
_PICKED: Final = {"number": "Number", "job": "Job", "action": "Action", "reason": "Reason"}
_FIELD: Final = "dense outlined options-dense"


class OutcomeChips:
    """A chip for each outcome that the other filters leave, with how many calls it would find."""

    def __init__(self, asked: Callable[[], CallQuestion], ask: Ask) -> None:
        self._chips: dict[str, ui.button] = {}
        with ui.element("div").classes("hf-chips").props('role=group aria-label="Outcome"'):
            self._add("follow_up", "followup", lambda: ask(_flipped(asked())))
            for name in ("live", *OUTCOMES[:-1]):
                tone = "progress" if name == "live" else TONES.get(name, "")
                self._add(name, tone, partial(_toggle, name, asked, ask))

    def show(self, asked: CallQuestion, counts: CallCounts) -> None:
        """Show the counts, and which outcomes are chosen."""
        self._update("follow_up", "Needs follow-up", counts.follow_up, bool(_follow_up(asked)))
        for name in OUTCOMES:
            words = "In progress" if name == "live" else in_trade_words(name)
            chosen = name in asked.values("outcome")
            self._update(name, words, counts.outcomes.get(name, 0), chosen)

    def _add(self, name: str, tone: str, act: Callable[[], Any]) -> None:
        chip = ui.button(on_click=act, color=None).props("flat dense no-caps type=button")
        self._chips[name] = chip.classes(f"hf-chip {tone}")
        chip.visible = False

    def _update(self, name: str, words: str, count: int, chosen: bool) -> None:  # noqa: FBT001
        chip = self._chips[name]
        chip.text = f"{words} {count:,}"
        chip.props["aria-pressed"] = "true" if chosen else "false"
        chip.visible = bool(count) or chosen


async def _toggle(name: str, asked: Callable[[], CallQuestion], ask: Ask) -> None:
    await ask(asked().toggle("outcome", name))


def _follow_up(asked: CallQuestion) -> bool:
    return asked.value("follow_up") == "true"


def _flipped(asked: CallQuestion) -> CallQuestion:
    return asked.narrow(follow_up=() if _follow_up(asked) else ("true",))


def pickers(
    asked: Callable[[], CallQuestion], ask: Ask, options: Mapping[str, Options], today: date
) -> None:
    """Create a picker for each filter that has ``options``, for the days, and for test calls."""
    _days(asked, ask, today)
    for name, label in _PICKED.items():
        _picker(name, label, options[name], asked, ask)
    tests = ui.select(_TESTS, label="Tests", value=asked().value("test"))
    tests.props(_FIELD).classes("hf-picker")
    tests.on_value_change(lambda event: ask(asked().narrow(test=(event.value or "",))))


def _picker(
    name: str, label: str, options: Options, asked: Callable[[], CallQuestion], ask: Ask
) -> None:
    chosen = asked().values(name)
    known = {**{value: value for value in chosen}, **options}
    picker = ui.select(known, label=label, value=[*chosen], multiple=True, clearable=True)
    picker.props(_FIELD).classes("hf-picker")

    async def choose(event: events.ValueChangeEventArguments[list[str] | None]) -> None:
        _tell_chosen(picker, known)
        await ask(asked().narrow(**{name: tuple(event.value or ())}))

    _tell_chosen(picker, known)
    picker.on_value_change(choose)


def _tell_chosen(picker: ui.select, known: Options) -> None:
    chosen: Sequence[str] = picker.value or ()
    words = known[chosen[0]] if len(chosen) == 1 else f"{len(chosen)} chosen"
    picker.props["display-value"] = words if chosen else ""


def _days(asked: Callable[[], CallQuestion], ask: Ask, today: date) -> None:
    since, until = asked().value("since"), asked().value("until")
    now = next((name for name in _WHEN if _bounds(name, today) == (since, until)), "other")
    when = ui.select(_WHEN, label="When", value=now).props(_FIELD).classes("hf-picker")
    with ui.element("div").classes("hf-bar") as other:
        for name, label, value in (("since", "From", since), ("until", "To", until)):
            day = ui.input(label, value=value).props("type=date dense outlined stack-label")
            day.classes("hf-picker").on_value_change(
                lambda event, name=name: ask(asked().narrow(**{name: (event.value or "",)}))
            )
    other.visible = now == "other"

    async def choose(name: str) -> None:
        other.visible = name == "other"
        if name != "other":
            first, last = _bounds(name, today)
            await ask(asked().narrow(since=(first,), until=(last,)))

    when.on_value_change(lambda event: choose(event.value))


def _bounds(name: str, today: date) -> tuple[str, str]:
    """The first and the last day of a period, as they are written; empty: all."""
    if name in _DAYS:
        return f"{today - timedelta(days=_DAYS[name] - 1)}", ""
    if name == "yesterday":
        return (f"{today - timedelta(days=1)}",) * 2
    return ("", "") if not name else ("-", "-")


def options_of(choices: Choices, total: Figures) -> dict[str, Options]:
    """What the calls of a workspace can be narrowed to, each with its words."""
    known = {*total.texts_failed_by_reason, *map(_why, total.transfers_by_cause)}
    reasons = sorted(known - {"", UNSTATED})
    to_do: Options = {reason: f"Follow up: {plain(reason)}" for reason in WORDS}
    return {
        "number": {number: format_number(number) for number in choices.numbers},
        "job": {job: job for job in choices.jobs},
        "action": _KINDS | {action: format_numbers_in(action) for action in choices.actions},
        "reason": {**{reason: _reason(reason) for reason in reasons}, **to_do},
    }


def _why(cause: str) -> str:
    """The reason in a cause as reports have it, ``outcome/reason``."""
    return cause.partition("/")[2]


def _reason(reason: str) -> str:
    return f"Carrier's code {reason}" if reason.isdecimal() else sentence(reason)
