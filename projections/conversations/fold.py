"""Appends lines and search words to a call's conversation."""

from typing import Final

from hookflash.domain.call import events as e
from hookflash.projections.conversations.table import CONVERSATIONS
from hookflash.projections.runner.model import Handlers, ReadModel, Work

handlers = Handlers()
on = handlers.on


@on(e.CallReceived)
def _on_call_received(work: Work, event: e.CallReceived, _: int) -> None:
    work.conversations.add(
        {"call_id": event.call_id, "workspace": event.workspace, "lines": [], "words": ""}
    )


@on(e.CallerSpoke, e.AgentSpoke)
def _on_words(work: Work, event: e.CallerSpoke | e.AgentSpoke, _: int) -> None:
    by = "caller" if type(event) is e.CallerSpoke else "agent"
    _add_line(work, event, by, text=event.text)


@on(e.DigitsPressed)
def _on_digits_pressed(work: Work, event: e.DigitsPressed, _: int) -> None:
    _add_line(work, event, "caller", digits=event.digits)


@on(e.SmsRequested, e.SmsRefused)
def _on_text(work: Work, event: e.SmsRequested | e.SmsRefused, _: int) -> None:
    _index(work, event, event.body)


@on(e.TransferProposed, e.TransferRefused)
def _on_transfer(work: Work, event: e.TransferProposed | e.TransferRefused, _: int) -> None:
    _index(work, event, event.destination.name)


@on(e.VoicemailRecorded, e.VoicemailTranscribed)
def _on_message(work: Work, event: e.VoicemailRecorded | e.VoicemailTranscribed, _: int) -> None:
    _index(work, event, event.transcript)


def _add_line(work: Work, event: e.CallEvent, by: str, text: str = "", digits: str = "") -> None:
    row = work.conversations.change(event.call_id)
    row["lines"].append(
        {"position": event.position, "at": event.at, "by": by, "text": text, "digits": digits}
    )
    if text:
        row["words"] += f"{text.casefold()}\n"


def _index(work: Work, event: e.CallEvent, words: str) -> None:
    if words:
        work.conversations.change(event.call_id)["words"] += f"{words.casefold()}\n"


CONVERSATIONS_MODEL: Final = ReadModel(CONVERSATIONS, handlers)
