"""Webhook endpoints, and what was delivered to them."""

from typing import Final

from nicegui import ui

from hookflash import (
    DeliveryAttempt,
    NoSuchDelivery,
    NoSuchEndpoint,
    NotSentAgain,
    TooManyEndpoints,
    WebhookService,
)
from hookflash.domain.audience import public_topics
from hookflash.domain.webhook.endpoint import Endpoint
from hookflash.domain.webhook.saving import MAX_ENDPOINTS, EndpointForm, check_topics
from hookflash.orchestrator.console.badges import badge
from hookflash.orchestrator.console.confirming import confirmed
from hookflash.orchestrator.console.current import signed_in
from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.settings.keys import show_once
from hookflash.orchestrator.console.settings.piece_dialog import PieceDialog, Spec, Values, Wrong
from hookflash.orchestrator.console.settings.piece_list import PieceList, adding, does, opens
from hookflash.orchestrator.console.wording import exactly, moment, sentence

SHOWN: Final = 25
"""How many deliveries of an endpoint are shown."""
_TONES: Final = {"delivered": "good", "failed": "followup", "given_up": "failed", "gone": "failed"}
_HEADINGS: Final = ("When", "Event", "Attempt", "Answer", "Result", "Next attempt", "")


class Webhooks:
    """The tab of the webhooks; a server that sends none says so."""

    def __init__(self, service: WebhookService) -> None:
        self._service = service
        self._known: dict[str, Endpoint] = {}
        self._chosen = ""
        adding("Add an endpoint", lambda: self._edit(""), may=True)
        buttons = {
            "edit": self._edit,
            "deliveries": self._choose,
            "test": self._test,
            "remove": self._remove,
        }
        nothing = "No endpoints yet.", "An endpoint is a URL that is told what happens on calls."
        headings = "URL", "Topics", "State", ""
        self._list = PieceList(headings, "Webhook endpoints", _row, buttons, nothing)
        with ui.element("section").classes("hf-deliveries") as self._section:
            self._title = ui.html(sanitize=escaped, tag="h2")
            nothing = "Nothing was delivered yet.", "Send a test to see whether it works."
            again = {"resend": self._resend}
            caption = "Deliveries, newest first"
            self._deliveries = PieceList(_HEADINGS, caption, _delivery, again, nothing)
        self._section.visible = False

    async def refresh(self) -> None:
        """Show the endpoints, and the newest deliveries of the chosen one."""
        found = await self._service.endpoints(signed_in().workspace)
        self._known = {one.id: one for one in found}
        self._list.show(self._known.items())
        await self._show_deliveries()

    async def _show_deliveries(self) -> None:
        endpoint = self._known.get(self._chosen)
        self._section.visible = endpoint is not None
        if endpoint is not None:
            attempts = await self._service.attempts(endpoint, SHOWN, None)
            self._title.content = escaped(f"Deliveries to {endpoint.url}")
            self._deliveries.show((str(one.id), one) for one in attempts)

    async def _choose(self, endpoint: str) -> None:
        self._chosen = endpoint
        await self._show_deliveries()

    async def _test(self, endpoint: str) -> None:
        attempt = await self._service.test(self._known[endpoint])
        ui.notify(f"Test event: {sentence(attempt.outcome).lower()}.")
        await self._choose(endpoint)

    async def _resend(self, attempt: str) -> None:
        endpoint = self._known.get(self._chosen)
        if endpoint is None:
            return
        try:
            again = await self._service.resend(endpoint, int(attempt))
        except (NoSuchDelivery, NoSuchEndpoint, NotSentAgain) as error:
            gone = "the delivery log does not have it any more"
            why = str(error) if isinstance(error, NotSentAgain) else gone
            ui.notify(f"Not sent: {why}.", type="warning")
        else:
            ui.notify(f"Sent again: {sentence(again.outcome).lower()}.")
        await self.refresh()

    async def _remove(self, endpoint: str) -> None:
        about = "What waits for it is not sent, and its delivery log is deleted."
        if await confirmed(f"Delete {self._known[endpoint].url}?", about, "Delete"):
            await self._service.remove(self._known[endpoint], running().center.new_id("remove"))
            await self.refresh()

    def _edit(self, endpoint: str) -> None:
        known = self._known.get(endpoint)
        topics = {"hint": "Separated by spaces, such as call.transfer_*; empty: all."}
        specs = (
            Spec("url", "URL", initial=known.url if known else ""),
            Spec("description", "Description", initial=known.description if known else ""),
            Spec("topics", "Topics", initial=" ".join(known.topics) if known else "", look=topics),
            Spec("enabled", "Send events", "switch", known.enabled if known else True),
        )

        async def save(values: Values) -> None:
            await self._save(known, values)

        PieceDialog("Endpoint" if known else "New endpoint", specs, save)

    async def _save(self, known: Endpoint | None, values: Values) -> None:
        form = EndpointForm(
            url=values["url"].strip(),
            description=values["description"].strip(),
            topics=tuple(values["topics"].split()),
            enabled=values["enabled"],
        )
        self._check(form)
        command = running().center.new_id("webhook")
        if known is not None:
            await self._service.change(known, form, command)
            await self.refresh()
            return
        try:
            made = await self._service.create(signed_in().workspace, form, command)
        except TooManyEndpoints:
            most = f"A workspace has at most {MAX_ENDPOINTS} endpoints. Delete one first."
            raise Wrong({"url": most}) from None
        await self.refresh()
        show_once("The secret that signs its events", made.secret)

    def _check(self, form: EndpointForm) -> None:
        problems: dict[str, str] = {}
        for index, one in check_topics(form.topics, public_topics()).items():
            problems["topics"] = f"“{form.topics[index]}” {one.wrong}. {one.right}"
        if wrong := self._service.check(form.url):
            problems["url"] = f"{wrong.wrong}. {wrong.right}"
        if problems:
            raise Wrong(problems)


def _row(one: Endpoint) -> tuple[object, ...]:
    state = badge("On", "good") if one.enabled else badge("Off")
    stopped = badge(f"Stopped: {one.disabled}", "failed") if one.disabled else None
    about = f"of {one.url}"
    buttons = (
        does(one.id, "deliveries", "Deliveries", about, may=True),
        does(one.id, "test", "Send a test", f"to {one.url}", may=True),
        does(one.id, "remove", "Delete", one.url, may=True),
    )
    described = tag("p", one.description, class_="hf-faint") if one.description else None
    return (
        joined((opens(one.id, one.url, may=True), described)),
        ", ".join(one.topics) or "all",
        stopped or state,
        tag("span", *buttons, class_="hf-bar"),
    )


def _delivery(one: DeliveryAttempt) -> tuple[object, ...]:
    return (
        moment(one.at),
        one.type,
        str(one.attempt),
        str(one.status) if one.status is not None else one.error,
        badge(sentence(one.outcome), _TONES.get(one.outcome, "")),
        exactly(one.next_at) if one.next_at else "",
        does(str(one.id), "resend", "Send again", f"{one.type}, attempt {one.attempt}", may=True)
        if one.position is not None
        else "",
    )
