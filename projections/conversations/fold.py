"""Appends lines and search words to a call's conversation."""

from typing import Any, Final

from hookflash.domain.call import events as e
from hookflash.domain.call.identity import speech_id
from hookflash.projections.conversations.order import add, has_reported, note_played
from hookflash.projections.conversations.table import CONVERSATIONS
from hookflash.projections.runner.model import Handlers, ReadModel, Work

handlers = Handlers()
on = handlers.on


@on(e.CallReceived)
def _on_call_received(work: Work, event: e.CallReceived, _: int) -> None:
    work.conversations.add(
        {
            "call_id": event.call_id,
            "workspace": event.workspace,
            "hosted": False,
            "lines": [],
            "words": "",
        }
    )


@on(e.CallAnswered)
def _on_call_answered(work: Work, event: e.CallAnswered, _: int) -> None:
    if event.hosted:
        work.conversations.change(event.call_id)["hosted"] = True


@on(e.CallerSpoke)
def _on_caller_spoke(work: Work, event: e.CallerSpoke, _: int) -> None:
    _add_line(work, event, by="caller", text=event.text, began_at=event.began_at)
    _index(work, event, event.text)


@on(e.AgentSpoke)
def _on_agent_spoke(work: Work, event: e.AgentSpoke, _: int) -> None:
    """Words of an agent that the host runs appear when they were spoken."""
    said = {"text": event.heard, "unheard": event.unheard, "reported": event.reported}
    _add_line(work, event, by="agent", **said, began_at=event.began_at)
    _index(work, event, event.text)


@on(e.DigitsPressed)
def _on_digits_pressed(work: Work, event: e.DigitsPressed, _: int) -> None:
    _add_line(work, event, by="caller", digits=event.digits, began_at=event.began_at)


@on(e.SpeechAccepted, e.SpeechHeard)
def _on_played(work: Work, event: e.SpeechAccepted | e.SpeechHeard, _: int) -> None:
    """When ours was played matters only where the host's agent speaks as well."""
    if isinstance(event, e.SpeechAccepted) and event.playback != "none":
        return
    row = work.conversations.get(event.call_id)
    if row is None or not (row["hosted"] or has_reported(row["lines"])):
        return
    began_at = event.began_at if isinstance(event, e.SpeechHeard) else event.at
    for line in work.conversations.change(event.call_id)["lines"]:
        if speech_id(event.call_id, line["position"]) == event.speech_id:
            note_played(row["lines"], line["position"], began_at)
            return


@on(e.SpeechUnspoken)
def _on_unspoken(work: Work, event: e.SpeechUnspoken, _: int) -> None:
    """Words that were never played wait for no others: they count from when they were decided."""
    row = work.conversations.get(event.call_id)
    if row is None or not row["hosted"]:
        return
    for line in work.conversations.change(event.call_id)["lines"]:
        if speech_id(event.call_id, line["position"]) == event.speech_id:
            line["began_at"] = line["at"]
            return


@on(e.SmsRequested, e.SmsRefused)
def _on_text(work: Work, event: e.SmsRequested | e.SmsRefused, _: int) -> None:
    _index(work, event, event.body)


@on(e.TransferProposed, e.TransferRefused)
def _on_transfer(work: Work, event: e.TransferProposed | e.TransferRefused, _: int) -> None:
    _index(work, event, event.destination.name)


@on(e.VoicemailRecorded, e.VoicemailTranscribed)
def _on_message(work: Work, event: e.VoicemailRecorded | e.VoicemailTranscribed, _: int) -> None:
    _index(work, event, event.transcript)


def _add_line(work: Work, event: e.CallEvent, **said: Any) -> None:
    known = {name: value for name, value in said.items() if value}
    at = said["began_at"] if known.get("reported") and known.get("began_at") else event.at
    line = {"position": event.position, "at": at, "text": "", "digits": "", **known}
    add(work.conversations.change(event.call_id)["lines"], line)


def _index(work: Work, event: e.CallEvent, words: str) -> None:
    if words:
        work.conversations.change(event.call_id)["words"] += f"{words.casefold()}\n"


CONVERSATIONS_MODEL: Final = ReadModel(CONVERSATIONS, handlers)
