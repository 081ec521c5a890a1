"""Decides how a call is hung up: after goodbye and a pause, or because an operator wants it."""

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import CloseCall, HangUpCall, RecordStopped
from hookflash.domain.call.deciding.decision import Decision, deciding
from hookflash.domain.call.identity import speech_id
from hookflash.domain.event import Actor
from hookflash.domain.policy.speech.goodbye import is_farewell, says_goodbye

GOODBYE = "goodbye"
"""Why a call is hung up after goodbye. Stored: never reword."""
ENDED_BY_OPERATOR = "ended_by_operator"
"""Why a call is hung up that an operator ends. Stored: never reword."""


def note_goodbye(decision: Decision, call: Call) -> None:
    """Begin the pause, if the words just noted say goodbye and ask nothing.

    They may follow a goodbye in the same breath: then it begins after them.
    """
    said = decision.events[-1]
    if call.state != "conversing" or not isinstance(said, e.AgentSpoke) or said.asks is not None:
        return
    if says_goodbye(said.text) or call.closing is not None:
        known = speech_id(call.call_id, said.position)
        decision.note(e.CallClosing, Actor.AGENT, speech_id=known)


def repeats_goodbye(call: Call, words: str) -> bool:
    """Whether the agent says goodbye although it was said, and the caller has not gone on."""
    over = call.closing is not None or call.hang_up_requested
    return over and says_goodbye(words)


def hear_goodbye(decision: Decision, call: Call, words: str) -> None:
    """The caller says goodbye as well: there is no second goodbye, and the pause begins again."""
    if call.closing is not None and call.state == "conversing" and is_farewell(words):
        decision.note(e.CallClosing, Actor.CALLER, speech_id=call.closing.speech_id)


@deciding(CloseCall)
def close_call(decision: Decision, call: Call, command: CloseCall) -> None:
    """Hang up, if the caller has not gone on since."""
    closing = call.closing
    if call.state == "conversing" and closing and closing.speech_id == command.speech_id:
        decision.note(e.HangUpRequested, Actor.TIMER, reason=GOODBYE)


@deciding(HangUpCall)
def hang_up_call(decision: Decision, call: Call, command: HangUpCall) -> None:
    """Hang up, whatever goes on, unless that is asked for already."""
    if call.state != "ended" and not call.hang_up_requested:
        decision.note(
            e.HangUpRequested,
            Actor.OPERATOR,
            reason=ENDED_BY_OPERATOR,
            asked_by=command.asked_by,
        )


@deciding(RecordStopped)
def record_stopped(decision: Decision, call: Call, _: RecordStopped) -> None:
    """Record that the telephony knows that the caller does not want to be recorded."""
    if call.recording_declined and not call.recording_stopped:
        decision.note(e.RecordingStopped, Actor.PROVIDER)
