"""Adds a row for each text that a contact sent."""

from typing import Final

from hookflash.domain.inbox.events import TextReceived
from hookflash.projections.received_texts.table import RECEIVED_TEXTS
from hookflash.projections.runner.model import Handlers, ReadModel, Work

handlers = Handlers()


@handlers.on(TextReceived)
def _on_text_received(work: Work, event: TextReceived, position: int) -> None:
    work.received_texts.add(
        {
            "text_id": event.stream,
            "workspace": event.workspace,
            "thread": event.thread,
            "contact": event.contact,
            "number": event.number,
            "body": event.body,
            "words": event.body.casefold(),
            "consent": event.consent,
            "received_at": event.at,
            "log_position": position,
        }
    )


RECEIVED_TEXTS_MODEL: Final = ReadModel(RECEIVED_TEXTS, handlers, found_by=None)
