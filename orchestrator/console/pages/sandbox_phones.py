"""The phones of a test call: what each does, and buttons to answer or decline."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Final

from nicegui import ui
from pydantic import ValidationError

from hookflash.orchestrator.console.badges import TONES, badge
from hookflash.orchestrator.console.controls import Button, Field
from hookflash.orchestrator.console.markup import escaped, tag
from hookflash.orchestrator.console.phone_numbers import format_number
from hookflash.orchestrator.console.wording import sentence
from hookflash.orchestrator.sandbox.sessions import Phone, PhonePlan

SetPlan = Callable[[str, PhonePlan], Awaitable[None]]
Act = Callable[[str], Awaitable[None]]
_DOES: Final = (
    ("by_hand", "Rings here until you act"),
    ("answer", "Answers"),
    ("reject", "Declines"),
    ("ignore", "Does not answer"),
    ("busy", "Is busy"),
    ("fail", "Cannot be reached"),
)
_AT_ONCE: Final = ("by_hand", "ignore", "busy", "fail")
"""Behaviours without a ringing time."""


class Phones:
    """One card per phone. ``set_plan`` receives its new plan; ``answer`` and ``decline`` act."""

    def __init__(self, set_plan: SetPlan, answer: Act, decline: Act) -> None:
        self._acts = set_plan, answer, decline
        self._cards: dict[str, _Card] = {}
        self._box = ui.element("div").classes("hf-phones")

    @property
    def plans(self) -> Mapping[str, PhonePlan]:
        """The plan of each phone."""
        return {who: card.plan for who, card in self._cards.items()}

    def show(self, phones: tuple[Phone, ...]) -> None:
        """Bring the cards up to date."""
        known = {phone.who: phone for phone in phones}
        for who in self._cards.keys() - known.keys():
            self._cards.pop(who).delete()
        for who, phone in known.items():
            if who not in self._cards:
                with self._box:
                    self._cards[who] = _Card(phone, *self._acts)
            self._cards[who].show(phone)


class _Card(ui.element):
    """One phone."""

    def __init__(self, phone: Phone, set_plan: SetPlan, answer: Act, decline: Act) -> None:
        super().__init__("section")
        self.classes("hf-phone").props["aria-label"] = f"Phone of {format_number(phone.who)}"
        self.plan = PhonePlan(does=phone.does, after=phone.after)
        self._who, self._set_plan = phone.who, set_plan
        with self:
            self._head = ui.html(sanitize=escaped)
            with ui.element("div").classes("hf-bar") as self._ringing:
                Button("Answer", partial(answer, phone.who), "small")
                Button("Decline", partial(decline, phone.who), "quiet danger small")
            with ui.element("div").classes("hf-plan"):
                self._build_plan()

    def _build_plan(self) -> None:
        label = f"{format_number(self._who)}’s phone"  # noqa: RUF001 - an apostrophe
        look = {"bare": True}
        plan = Field(label, self._does, kind="select", initial=self.plan.does, look=look)
        plan.choose_from(_DOES)
        bounds = {"bare": True, "min": 0, "max": 120}
        with ui.element("div").classes("after") as self._seconds:
            label = f"Seconds that {format_number(self._who)}’s phone rings"  # noqa: RUF001 - as above
            initial = f"{self.plan.after:g}"
            Field(label, self._after, kind="number", initial=initial, look=bounds)
            ui.html(tag("span", "s of ringing"), sanitize=escaped)
        self._seconds.set_visibility(self.plan.does not in _AT_ONCE)

    def show(self, phone: Phone) -> None:
        """Show the phone's status; a ringing phone gets its buttons."""
        rings = phone.status in ("waiting", "ringing")
        self._ringing.set_visibility(rings)
        self.classes("rings") if rings else self.classes(remove="rings")
        status = "" if phone.status == "idle" else phone.status
        self._head.content = tag(
            "div",
            tag("strong", format_number(phone.who)),
            tag(
                "span",
                format_number(phone.phone) if phone.phone != phone.who else "",
                class_="hf-faint",
            ),
            badge(sentence(status), TONES.get(status, "")) if status else None,
            class_="head",
        )

    async def _does(self, does: str) -> None:
        after = 3.0 if does in ("answer", "reject") and not self.plan.after else self.plan.after
        await self._plan({"does": does, "after": 0.0 if does in _AT_ONCE else after})

    async def _after(self, seconds: str) -> None:
        await self._plan({"does": self.plan.does, "after": seconds or 0})

    async def _plan(self, plan: dict[str, Any]) -> None:
        try:
            self.plan = PhonePlan.model_validate(plan)
        except ValidationError:
            ui.notify("Enter a ringing time from 0 to 120 seconds.", type="negative")
            return
        self._seconds.set_visibility(self.plan.does not in _AT_ONCE)
        await self._set_plan(self._who, self.plan)
