"""Messaging through the host."""

from http import HTTPStatus

from hookflash.domain.call.effects import SendText
from hookflash.orchestrator.carriers.http_host.answers import answer_to
from hookflash.orchestrator.carriers.http_host.host import Host
from hookflash.orchestrator.ports.answers import Answer
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.messaging import MessagingOffers, TextFound

NOT_SENT = {"kind", "attempt", "carrier", "first_attempted_at", "other_ids"}
"""The same key comes with the same body each time; these fields belong to searches."""


class HttpMessaging:
    """Sends texts through ``host``.

    ``offers`` states what the host can do, as :func:`offers_of` asks it; by default, what a host
    of the first protocol is taken to offer.
    """

    def __init__(self, host: Host, clock: Clock, offers: MessagingOffers | None = None) -> None:
        self._host = host
        self._clock = clock
        self.offers = offers or MessagingOffers()

    async def send(self, request: SendText) -> Answer:
        """Post the text under its effect key."""
        body = request.model_dump_json(exclude=NOT_SENT)
        return await answer_to(
            self._host.post("texts", body, request.effect_key), self._clock.now()
        )

    async def find(self, request: SendText) -> TextFound | None:
        """Look the text up by its effect key; raises ``httpx.HTTPError`` without an answer."""
        query = {"sender": request.sender, "recipient": request.recipient}
        if request.first_attempted_at is not None:
            query["first_attempted_at"] = request.first_attempted_at.isoformat()
        if request.other_ids:
            query["other_ids"] = ",".join(request.other_ids)
        response = await self._host.get(f"texts/{request.effect_key}", query)
        if response.status_code == HTTPStatus.NOT_FOUND:
            return None
        return TextFound.model_validate_json(response.raise_for_status().content, extra="ignore")
