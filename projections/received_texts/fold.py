"""Adds a row for each text that a contact sent, and keeps what became of our reply in it."""

from typing import Final

from hookflash.domain.inbox import reply_events as r
from hookflash.domain.inbox.events import TextReceived
from hookflash.domain.policy.contact_key import is_pseudonym
from hookflash.projections.received_texts.table import RECEIVED_TEXTS
from hookflash.projections.runner.model import Handlers, ReadModel, Work

_WORDS: Final = (
    "reply_key",
    "reply_body",
    "reply_status",
    "reply_reason",
    "reply_code",
    "reply_provider_id",
)
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
            **dict.fromkeys(_WORDS, ""),
            "reply_at": None,
            "reply_open": False,
            "reply_flagged": False,
        }
    )


@handlers.on(r.ReplyRequested, r.ReplyRefused)
def _on_reply(work: Work, event: r.ReplyRequested | r.ReplyRefused, _: int) -> None:
    row = work.received_texts.change(event.text)
    row.update(reply_key=event.effect_key, reply_body=event.body, reply_at=event.at)
    if isinstance(event, r.ReplyRefused):
        row.update(reply_status="refused", reply_reason=event.reason)
    else:
        row.update(reply_status="queued", reply_open=not is_pseudonym(event.recipient))


@handlers.on(r.ReplyOutcomeUnknown)
def _on_reply_unknown(work: Work, event: r.ReplyOutcomeUnknown, _: int) -> None:
    work.received_texts.change(event.text).update(reply_status="unknown", reply_reason=event.reason)


@handlers.on(r.ReplyReported)
def _on_reply_reported(work: Work, event: r.ReplyReported, _: int) -> None:
    row = work.received_texts.change(event.text)
    known = event.provider_id or row["reply_provider_id"]
    row.update(reply_status=event.status, reply_provider_id=known, reply_open=False)
    row["reply_reason"] = ""


@handlers.on(r.ReplyFailed)
def _on_reply_failed(work: Work, event: r.ReplyFailed, _: int) -> None:
    row = work.received_texts.change(event.text)
    row.update(reply_status=event.status, reply_open=False)
    row.update(reply_code=event.code, reply_reason=event.code or event.reason)


@handlers.on(r.ReplyCancelled)
def _on_reply_cancelled(work: Work, event: r.ReplyCancelled, _: int) -> None:
    row = work.received_texts.change(event.text)
    row.update(reply_status="cancelled", reply_reason=event.reason, reply_open=False)


@handlers.on(r.ReplyFlagged)
def _on_reply_flagged(work: Work, event: r.ReplyFlagged, _: int) -> None:
    work.received_texts.change(event.text).update(reply_flagged=True, reply_open=False)


RECEIVED_TEXTS_MODEL: Final = ReadModel(RECEIVED_TEXTS, handlers, found_by="text_id")
