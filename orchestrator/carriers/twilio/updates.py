"""Changes live calls by REST. Every change may be repeated."""

from typing import Any

from twilio.base.exceptions import TwilioException
from twilio.rest import Client

from hookflash.orchestrator.carriers.twilio.answers import GONE, code_of
from hookflash.orchestrator.carriers.twilio.links import Links


class Updates:
    """Gives calls other documents, and ends them."""

    def __init__(self, client: Client, links: Links) -> None:
        self._client = client
        self._links = links

    async def perform(self, sid: str, document: str) -> Any:
        """Let a call perform ``document`` from now on. Raises as Twilio's client does."""
        return await self._client.calls(sid).update_async(
            twiml=document,
            status_callback=self._links.to("ended"),
            status_callback_method="POST",
        )

    async def complete(self, sid: str) -> None:
        """End a call, also one that still rings; harmless if it is over."""
        try:
            await self._client.calls(sid).update_async(status="completed")
        except TwilioException as error:
            if code_of(error) not in GONE:
                raise
