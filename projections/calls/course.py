"""What the outcome of a call follows from, gathered event by event and kept in the call's row."""

from collections.abc import Callable
from typing import Any, Final

from hookflash.domain.call import events as e
from hookflash.domain.call.conversation import CallState, SmsStatus
from hookflash.domain.call.evolving.texts import SMS_RANK
from hookflash.domain.call.identity import speech_id
from hookflash.domain.event import Actor

Course = dict[str, Any]
"""Kept as JSON. Times are seconds since 1970."""
HEARD_SECONDS: Final = 1.0
"""An answer counts as heard once this much of it was played."""
HEARD_CHARS: Final = 12
"""The same in characters, at the estimated pace of speech."""

Note = Callable[[Course, Any], None]
NOTES: Final[dict[type[e.CallEvent], Note]] = {}
"""What each kind of event changes. No other event, and nothing that was said, matters."""


def begin(event: e.CallReceived) -> Course:
    """The course of a call that has just come in.

    ``owed``: the caller's last words, which began at ``spoke_at``, wait for an answer.
    ``answers``: what the agent said to them, by speech, each with the time from which it counts as
    heard if no report can tell.
    """
    return {
        "playback": bool(event.rules),
        "spoke": False,
        "owed": False,
        "spoke_at": 0.0,
        "answers": {},
        "failed": "",
        "handed_over": False,
        "message": False,
        "texts": {},
        "ended_in": None,
        "ended_at": None,
        "ended_by": "",
        "interrupted": False,
        "declined": False,
        "emergency": False,
    }


def end(course: Course, event: e.CallEnded, state: CallState) -> None:
    """Note the end of a call that was in ``state``."""
    course["ended_in"], course["ended_by"] = state, event.by.value
    course["ended_at"] = event.at.timestamp()
    course["interrupted"] = event.reason == "interrupted"


def note(course: Course, event: e.CallEvent) -> None:
    """Note an event of the call."""
    NOTES[type(event)](course, event)


def is_owed(course: Course) -> bool:
    """Whether the call ended before the agent's answer to the caller's last words was heard.

    An agent that ends the call itself has said what it wanted to say.
    """
    if not course["owed"]:
        return False
    if course["ended_by"] == Actor.AGENT:
        return not course["answers"]
    return not any(
        heard_at is not None and heard_at <= course["ended_at"]
        for heard_at in course["answers"].values()
    )


def _on(*kinds: type[e.CallEvent]) -> Callable[[Note], Note]:
    def enter(noting: Note) -> Note:
        NOTES.update(dict.fromkeys(kinds, noting))
        return noting

    return enter


@_on(e.CallerSpoke)
def _on_caller_spoke(course: Course, event: e.CallerSpoke) -> None:
    began = (event.began_at or event.at).timestamp()
    course.update(spoke=True, owed=True, answers={}, spoke_at=began)


@_on(e.DigitsPressed)
def _on_digits_pressed(course: Course, _: e.DigitsPressed) -> None:
    """Keys show that there is a caller, but the agent need not answer them."""
    course["spoke"] = True


@_on(e.AgentFailed)
def _on_agent_failed(course: Course, event: e.AgentFailed) -> None:
    course["failed"] = event.cause


@_on(e.AgentSpoke)
def _on_agent_spoke(course: Course, event: e.AgentSpoke) -> None:
    """Without playback events (older calls), what was decided was heard.

    What is said in place of an agent that failed answers nothing.
    """
    if event.cause == course["failed"]:
        return
    if event.reported:
        _on_reported(course, event)
    elif not course["playback"]:
        course["owed"] = False
    elif course["owed"]:
        course["answers"][speech_id(event.call_id, event.position)] = None


def _on_reported(course: Course, event: e.AgentSpoke) -> None:
    """Words of an agent that the host runs answer the caller if they were heard after them."""
    began = (event.began_at or event.at).timestamp()
    if began >= course["spoke_at"] and len(event.heard) >= min(HEARD_CHARS, len(event.text)):
        course["owed"] = False


@_on(e.SpeechAccepted)
def _on_speech_accepted(course: Course, event: e.SpeechAccepted) -> None:
    if event.playback == "none" and event.speech_id in course["answers"]:
        course["answers"][event.speech_id] = event.at.timestamp() + HEARD_SECONDS


@_on(e.SpeechHeard)
def _on_speech_heard(course: Course, event: e.SpeechHeard) -> None:
    """What was played after the end of the call was not heard."""
    if course["answers"].pop(event.speech_id, _NOTHING) is _NOTHING:
        return
    if not event.finished and event.heard_chars < HEARD_CHARS:
        return
    ended_at, began_at = course["ended_at"], event.began_at.timestamp()
    in_time = ended_at is None or event.ended_at.timestamp() <= ended_at
    if in_time or began_at + HEARD_SECONDS <= ended_at:
        course["owed"] = False


_NOTHING: Final = object()


@_on(e.SpeechUnspoken)
def _on_speech_unspoken(course: Course, event: e.SpeechUnspoken) -> None:
    course["answers"].pop(event.speech_id, None)


@_on(e.TransferConnected)
def _on_transfer_connected(course: Course, event: e.TransferConnected) -> None:
    course["handed_over"] = event.handed_over


@_on(e.VoicemailRecorded)
def _on_voicemail_recorded(course: Course, event: e.VoicemailRecorded) -> None:
    course["message"] = event.seconds > 0


@_on(e.VoicemailDeclined)
def _on_voicemail_declined(course: Course, _: e.VoicemailDeclined) -> None:
    course["declined"] = True


@_on(e.EmergencyHeard)
def _on_emergency_heard(course: Course, _: e.EmergencyHeard) -> None:
    course["emergency"] = True


@_on(e.HangUpRequested)
def _on_hang_up_requested(course: Course, event: e.HangUpRequested) -> None:
    """Goodbye was said, and there was nothing left to answer; an operator may cut an answer off."""
    if event.by != Actor.OPERATOR:
        course["owed"] = False


@_on(e.SmsRequested, e.SmsRefused)
def _on_text(course: Course, event: e.SmsRequested | e.SmsRefused) -> None:
    course["texts"][event.effect_key] = {
        "tool": event.tool,
        "status": "queued",
        "reason": "",
        "flagged": False,
    }
    if isinstance(event, e.SmsRefused):
        _advance(course, event, "refused", event.reason)


_REACHED: Final[dict[type[e.CallEvent], SmsStatus]] = {
    e.SmsOutcomeUnknown: "unknown",
    e.SmsAccepted: "accepted",
    e.SmsSent: "sent",
    e.SmsDelivered: "delivered",
}


@_on(*_REACHED)
def _on_text_reached(course: Course, event: e.SmsEvent) -> None:
    _advance(course, event, _REACHED[type(event)])


@_on(e.SmsFailed)
def _on_sms_failed(course: Course, event: e.SmsFailed) -> None:
    _advance(course, event, event.status)


@_on(e.SmsCancelled)
def _on_sms_cancelled(course: Course, event: e.SmsCancelled) -> None:
    _advance(course, event, "cancelled", event.reason)


@_on(e.ActionFlagged)
def _on_action_flagged(course: Course, event: e.ActionFlagged) -> None:
    """A flagged transfer needs no note: where it leads tells what became of it."""
    if text := course["texts"].get(event.effect_key):
        text["flagged"] = True


def _advance(course: Course, event: e.SmsEvent, status: SmsStatus, reason: str = "") -> None:
    """Move a text's status forward; a report that arrives out of order changes nothing."""
    text = course["texts"].get(event.effect_key)
    if text is not None and SMS_RANK[status] > SMS_RANK[text["status"]]:
        text["status"], text["reason"] = status, reason
