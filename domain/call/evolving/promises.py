"""Keeps the agent's open promises: what it claims, until that is kept, judged or unheard."""

from collections.abc import Callable
from typing import Any, Final

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call, Promise
from hookflash.domain.call.conversation import Line
from hookflash.domain.call.events.call_event import CallEvent
from hookflash.domain.call.flags import PromiseFlag
from hookflash.domain.call.hearing import estimated_seconds
from hookflash.domain.call.identity import MOVE, speech_id
from hookflash.domain.call.promises import (
    how_undone,
    is_announced,
    is_audited,
    is_kept,
    said_before,
    speaks_of_text,
)
from hookflash.domain.event import Actor
from hookflash.domain.policy.speech.promises import Claim, admits_failure, claims

TURN_SECONDS: Final = 5.0
"""From the end of words, as estimated, until what they claim has to be under way."""
TELLING_SECONDS: Final = 20.0
"""From the request of a text until the agent has told the caller of it."""

Note = Callable[[Call, Any], None]


def note_promises(call: Call, event: CallEvent) -> None:
    """Apply what ``event``, which was applied to the call already, means for open promises."""
    note = _NOTES.get(type(event))
    if note is not None and is_audited(call):
        note(call, event)


def _on_agent_spoke(call: Call, event: e.AgentSpoke) -> None:
    if event.by is not Actor.AGENT or (event.asks is not None and event.asks.kind == "transfer"):
        return
    line = next(n for n, line in enumerate(call.lines) if line.position == event.position)
    if admits_failure(event.heard):
        call.promises = [promise for promise in call.promises if not promise.tried]
    _tell_of_texts(call, told=speaks_of_text(call.lines[line]))
    call.promises += [
        Promise(
            action=claim.action,
            claim=claim.tense,
            words=claim.quote,
            said=event.position,
            since=event.at,
            seconds=estimated_seconds(len(event.heard)) + TURN_SECONDS,
            reported=event.reported,
            text=event.text,
        )
        for claim in claims(event.heard)
        if not is_kept(call, claim, line)
    ]


def _tell_of_texts(call: Call, *, told: bool) -> None:
    """The agent speaks after its request of a text: of that text, or of something else."""
    unannounced = [one for one in call.promises if one.claim == "unannounced"]
    for promise in unannounced:
        promise.agent_spoke = True
    if told:
        call.promises = [one for one in call.promises if one.claim != "unannounced"]


def _on_sms_requested(call: Call, event: e.SmsRequested) -> None:
    _keep(call, "text")
    if not is_announced(call, len(call.lines) - 1):
        call.promises.append(
            Promise(
                action="text",
                claim="unannounced",
                words="",
                said=event.position,
                since=event.at,
                seconds=TELLING_SECONDS,
                reported=not event.cause.startswith(f"tool/{MOVE}-"),
                agent_spoke=False,
            )
        )


def _on_sms_refused(call: Call, _event: e.SmsRefused) -> None:
    _try(call, "text")


def _on_sms_not_sent(call: Call, event: e.SmsFailed | e.SmsCancelled) -> None:
    """Nothing is left to announce; what was claimed to be done before it was is not true."""
    call.promises = [one for one in call.promises if one.claim != "unannounced"]
    text = call.texts.get(event.effect_key)
    call.promises += [
        _failed(call, line, claim, event)
        for line in (said_before(call, text) if text is not None else ())
        for claim in claims(line.text)
        if claim.action == "text" and claim.tense in ("done", "arrived")
    ]


def _failed(call: Call, line: Line, claim: Claim, event: e.SmsFailed | e.SmsCancelled) -> Promise:
    return Promise(
        action=claim.action,
        claim=claim.tense,
        words=claim.quote,
        said=line.position,
        since=event.at,
        seconds=TURN_SECONDS,
        reported=line.reported,
        text=line.text,
        tried=how_undone(call.texts[event.effect_key]),
    )


def _on_transfer_proposed(call: Call, _event: e.TransferProposed) -> None:
    _keep(call, "transfer")


def _on_transfer_refused(call: Call, _event: e.TransferRefused) -> None:
    _try(call, "transfer")


def _on_recording_declined(call: Call, _event: e.RecordingDeclined) -> None:
    _keep(call, "recording")


def _on_opt_out_heard(call: Call, _event: e.OptOutHeard) -> None:
    _keep(call, "opt_out")


def _on_closing(call: Call, _event: e.CallClosing | e.HangUpRequested) -> None:
    _keep(call, "hang_up")


def _keep(call: Call, action: str) -> None:
    """What is claimed of ``action`` is done; an unannounced text is still to be told."""
    call.promises = [
        one for one in call.promises if one.action != action or one.claim == "unannounced"
    ]


def _try(call: Call, action: str) -> None:
    """It was refused: the promise is kept if the agent says so."""
    for promise in call.promises:
        if promise.action == action and promise.claim != "unannounced":
            promise.tried = "refused"


def _on_speech_heard(call: Call, event: e.SpeechHeard) -> None:
    """What the caller did not hear was not claimed."""
    if not event.finished:
        _unsay(call, event.speech_id, event.heard_chars)


def _on_speech_unspoken(call: Call, event: e.SpeechUnspoken) -> None:
    _unsay(call, event.speech_id, 0)


def _unsay(call: Call, speech: str, heard: int) -> None:
    call.promises = [
        one
        for one in call.promises
        if speech_id(call.call_id, one.said) != speech
        or any(claim.action == one.action for claim in claims(one.text[:heard]))
    ]


def _on_promise_flagged(call: Call, event: e.PromiseFlagged) -> None:
    call.promises = [
        one for one in call.promises if (one.said, one.action) != (event.said, event.action)
    ]
    call.flags.append(
        PromiseFlag.model_validate(event.model_dump(include=set(PromiseFlag.model_fields)))
    )


def _forget(call: Call, _event: CallEvent) -> None:
    call.promises = []


_NOTES: Final[dict[type[CallEvent], Note]] = {
    e.AgentSpoke: _on_agent_spoke,
    e.SmsRequested: _on_sms_requested,
    e.SmsRefused: _on_sms_refused,
    e.SmsFailed: _on_sms_not_sent,
    e.SmsCancelled: _on_sms_not_sent,
    e.TransferProposed: _on_transfer_proposed,
    e.TransferRefused: _on_transfer_refused,
    e.TransferConfirmed: _forget,
    e.RecordingDeclined: _on_recording_declined,
    e.OptOutHeard: _on_opt_out_heard,
    e.CallClosing: _on_closing,
    e.HangUpRequested: _on_closing,
    e.SpeechHeard: _on_speech_heard,
    e.SpeechUnspoken: _on_speech_unspoken,
    e.PromiseFlagged: _on_promise_flagged,
    e.CallEnded: _forget,
}
