"""Texts through Twilio. Creating one is not idempotent: it is posted once, and then looked for."""

from datetime import datetime, timedelta
from typing import Any, Final

from twilio.rest import Client

from hookflash.domain.call.effects import SendText
from hookflash.orchestrator.carriers.twilio.answers import answer_to
from hookflash.orchestrator.carriers.twilio.links import Links
from hookflash.orchestrator.carriers.twilio.statuses import TEXT_STATUSES
from hookflash.orchestrator.ports.answers import Answer
from hookflash.orchestrator.ports.messaging import MessagingOffers, TextFound

SKEW: Final = timedelta(seconds=2)
"""Twilio's times are whole seconds, by its own clock."""
SEARCHED: Final = 100
"""How many of the newest texts to a recipient are looked at."""


class TwilioMessaging:
    """Sends texts from the number that was called."""

    def __init__(self, client: Client, links: Links, offers: MessagingOffers) -> None:
        self.offers = offers
        self._client = client
        self._links = links

    async def send(self, request: SendText) -> Answer:
        """Post the text; its receipts name its effect key."""
        about = {"call": request.call_id, "key": request.effect_key}
        return await answer_to(
            self._client.messages.create_async(
                to=request.recipient,
                from_=request.sender,
                body=request.body,
                status_callback=self._links.to("text-status", **about),
            )
        )

    async def find(self, request: SendText) -> TextFound | None:
        """Look for the text by recipient, body, time and the ids of other texts.

        The oldest that fits is taken: nothing else tells two equal texts apart.
        """
        listed = await self._client.messages.list_async(
            to=request.recipient, from_=request.sender, limit=SEARCHED, page_size=SEARCHED
        )
        fitting = [one for one in listed if _fits(one, request)]
        if not fitting:
            return None
        found = min(fitting, key=_created)
        return TextFound(
            provider_id=found.sid,
            status=TEXT_STATUSES.get(str(found.status), "accepted"),
            code=str(found.error_code or ""),
            reason=found.error_message or "",
        )


def _created(message: Any) -> datetime:
    created: datetime = message.date_created
    return created


def _fits(message: Any, request: SendText) -> bool:
    since = request.first_attempted_at
    return (
        message.body == request.body
        and str(message.direction).startswith("outbound")
        and message.sid not in request.other_ids
        and message.date_created is not None
        and (since is None or message.date_created >= since - SKEW)
    )
