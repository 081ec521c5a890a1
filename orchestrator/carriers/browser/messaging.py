"""Texts between the office and tabs: a tab shows those to its own number."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final, Literal

from hookflash.domain.call.effects import SendText
from hookflash.orchestrator.carriers.browser.exchange import Exchange
from hookflash.orchestrator.carriers.browser.tab import Tab
from hookflash.orchestrator.ports.answers import Accepted, Answer, Refused
from hookflash.orchestrator.ports.messaging import MessagingOffers, TextFound
from hookflash.orchestrator.ports.reports import TextStatus

ARRIVAL_SECONDS: Final = 15.0
"""A text that no tab has shown by then was not delivered."""
UNREACHABLE: Final = "30003"
"""The code for a phone that could not be reached."""
KEPT: Final = 1_000
"""Texts that are remembered."""
Status = Literal["accepted", "sent", "delivered", "undelivered"]


@dataclass
class Sent:
    """A text, its status, and whether a tab has shown it."""

    request: SendText
    status: Status = "accepted"
    shown: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def provider_id(self) -> str:
        """The id of the text at this carrier."""
        return f"text-{self.request.effect_key}"


class BrowserMessaging:
    """Sends each text once, to the tabs of its recipient."""

    offers = MessagingOffers(can_search=True, inbound_texts=True)

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._sent: OrderedDict[str, Sent] = OrderedDict()

    async def send(self, request: SendText) -> Answer:
        """Show it; refuse the same key with another body."""
        sent = self._sent.get(request.effect_key)
        if sent is None:
            sent = self._sent[request.effect_key] = Sent(request)
            while len(self._sent) > KEPT:
                self._sent.popitem(last=False)
            self._exchange.core.start(self._deliver(sent))
        elif sent.request.body != request.body:
            return Refused(code="409", reason="this key was used for another text")
        return Accepted(provider_id=sent.provider_id)

    async def find(self, request: SendText) -> TextFound | None:
        """The text as it is; None if this process did not send it."""
        sent = self._sent.get(request.effect_key)
        if sent is None:
            return None
        code = UNREACHABLE if sent.status == "undelivered" else ""
        return TextFound(provider_id=sent.provider_id, status=sent.status, code=code)

    def arrived(self, text: str) -> None:
        """A tab has shown the text with this effect key."""
        if (sent := self._sent.get(text)) is not None:
            sent.shown.set()

    def show_again(self, number: str, tab: Tab) -> None:
        """Show a tab of ``number`` the texts that it may have missed; it knows those it has."""
        for sent in self._sent.values():
            if sent.request.recipient == number:
                _show(sent, tab)

    async def _deliver(self, sent: Sent) -> None:
        for tab in self._tabs(sent.request.recipient):
            _show(sent, tab)
        await self._report(sent, "sent")
        try:
            async with asyncio.timeout(ARRIVAL_SECONDS):
                await sent.shown.wait()
        except TimeoutError:
            await self._report(sent, "undelivered")
        else:
            await self._report(sent, "delivered")

    def _tabs(self, number: str) -> list[Tab]:
        callers = (one.tab for one in self._exchange.callers(number) if one.tab is not None)
        return [*callers, *(one.tab for one in self._exchange.phones(number))]

    async def _report(self, sent: Sent, status: Status) -> None:
        sent.status = status
        failed = status == "undelivered"
        report = TextStatus(
            effect_key=sent.request.effect_key,
            status=status,
            provider_id=sent.provider_id,
            code=UNREACHABLE if failed else "",
            reason="no tab of this number is open" if failed else "",
            message_id=f"{sent.request.effect_key}.{status}",
        )
        await self._exchange.core.report(sent.request.call_id, report)


def _show(sent: Sent, tab: Tab) -> None:
    request = sent.request
    tab.tell("text", id=request.effect_key, sender=request.sender, body=request.body)
