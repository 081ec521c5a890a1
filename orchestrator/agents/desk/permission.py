"""Whether the host's agent may speak, and what the core says instead."""

from collections.abc import Sequence

from hookflash.domain.call.call import AskedQuestion, Call
from hookflash.domain.call.deciding.asides import is_answered
from hookflash.domain.call.effects import Speech, speech
from hookflash.domain.call.events import AgentSpoke, CallEvent


def may_reply(call: Call, events: Sequence[CallEvent] = ()) -> bool:
    """Whether the agent may speak on ``call``, after ``events`` were decided on it."""
    if call.state != "conversing" or call.hang_up_requested:
        return False
    return not is_answered(events, call.language)


def speeches_in(call: Call, events: Sequence[CallEvent]) -> tuple[Speech, ...]:
    """What the core said in ``events``."""
    return tuple(
        speech(call, event.position, event.text, event.asks)
        for event in events
        if isinstance(event, AgentSpoke) and not event.reported
    )


def is_unplayed(call: Call, said: Speech) -> bool:
    """Whether a speech is still to be played.

    It is not if its playback was reported, or if its question was put again or answered.
    """
    if said.id not in call.speeches:
        return False
    if said.asks is None or said.asks.kind != "transfer":
        return True
    question = call.current.question if call.current else None
    return call.state == "confirm_transfer" and bool(question and question.speech_id == said.id)


def to_play(call: Call, events: Sequence[CallEvent], *, repeated: bool) -> tuple[Speech, ...]:
    """What the core said in ``events``; of a ``repeated`` result, what is still to be played."""
    said = speeches_in(call, events)
    return tuple(one for one in said if is_unplayed(call, one)) if repeated else said


def unreported(call: Call) -> AskedQuestion | None:
    """The open question that the caller answered before its playback was reported."""
    question = call.current.question if call.current else None
    if call.state != "confirm_transfer" or question is None or question.held is None:
        return None
    return None if question.heard_at is not None or question.cut_off else question
