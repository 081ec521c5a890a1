"""Applies the events of the call itself: how it begins, speech and keys."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.conversation import Line
from hookflash.domain.call.evolving.changes import give_turn, tool_line, when
from hookflash.domain.call.evolving.speech import end_queue, open_speech
from hookflash.domain.call.sharing import shared
from hookflash.domain.call.spoken_order import is_last_question, place_of, place_of_answer
from hookflash.domain.event import Actor
from hookflash.domain.job.action import SavedAction

VERSIONS: Final = 4_096
"""Versions of numbers' jobs whose actions the calls in memory share."""


@lru_cache(VERSIONS)
def _by_tool(actions: tuple[SavedAction, ...]) -> Mapping[str, SavedAction]:
    """The actions of a call by tool: one mapping for all calls under the same jobs."""
    return {saved.tool: saved for saved in actions}


@when(e.CallReceived)
def on_call_received(call: Call, event: e.CallReceived) -> None:
    """Copy everything that the call's later decisions depend on."""
    call.provider_call_id = event.provider_call_id
    call.carrier = shared(event.carrier)
    call.rules = event.rules
    call.contact = event.contact
    call.from_received = event.from_received
    call.number = shared(event.number)
    call.to_received = event.to_received
    call.test = event.test
    call.agent_name = shared(event.agent_name)
    call.greeting = shared(event.greeting)
    call.voicemail_greeting = shared(event.voicemail_greeting)
    call.late_text_seconds = event.late_text_seconds
    call.silent_call_seconds = event.silent_call_seconds
    call.language = event.language
    call.understanding = event.understanding
    call.actions = _by_tool(event.actions)
    call.jobs = shared(event.jobs)
    call.drafts = event.drafts
    call.emergency_words = shared(event.emergency_words)
    call.emergency_jobs = shared(event.emergency_jobs)
    call.keys = event.keys
    call.received_at = event.at


@when(e.CallAnswered)
def on_call_answered(call: Call, event: e.CallAnswered) -> None:
    """Keep the agent's label, and since when the caller waits for the greeting."""
    call.agent_label, call.conversing_since = event.agent, event.at
    call.hosted = event.hosted
    give_turn(call, event)


@when(e.CallerSpoke)
def on_caller_spoke(call: Call, event: e.CallerSpoke) -> None:
    """Add the words to the conversation; a goodbye before them ends nothing any more."""
    _caller_line(call, event, text=event.text)


@when(e.DigitsPressed)
def on_digits_pressed(call: Call, event: e.DigitsPressed) -> None:
    """Add the keys to the conversation."""
    _caller_line(call, event, digits=event.digits)


def _caller_line(
    call: Call, event: e.CallerSpoke | e.DigitsPressed, text: str = "", digits: str = ""
) -> None:
    call.closing = None
    end_queue(call)
    line = Line(
        position=event.position,
        at=event.at,
        by="caller",
        text=text,
        digits=digits,
        began_at=event.began_at,
    )
    call.lines.insert(place_of_answer(call, event.began_at), line)


@when(e.AgentSpoke)
def on_agent_spoke(call: Call, event: e.AgentSpoke) -> None:
    """Add the words to the conversation; a question in them becomes the open one.

    Words that the host reports have their place among the others, and are not to be played.
    """
    line = Line(
        position=event.position,
        at=event.began_at or event.at,
        by="agent",
        text=event.heard,
        unheard=event.unheard,
        asks=event.asks,
        standard=event.by is Actor.SYSTEM,
        began_at=event.began_at,
        reported=event.reported,
    )
    place = place_of(call, line) if event.reported else len(call.lines)
    call.lines.insert(place, line)
    if place == len(call.lines) - 1:
        call.closing = None
    late = event.reported and call.silent_since is not None
    if event.asks is not None and not late and is_last_question(call, place):
        call.open_question = event.asks
        call.asked_at = event.began_at or event.at
    if not event.reported:
        open_speech(call, event)


@when(e.AgentLeft)
def on_agent_left(call: Call, event: e.AgentLeft) -> None:
    """The agent is gone, and its open question with it."""
    call.agent_left = True
    call.silent_since = call.silent_since or event.at
    call.open_question = None


@when(e.CallEnded)
def on_call_ended(call: Call, event: e.CallEnded) -> None:
    """Nothing is said any more."""
    call.silent_since = call.silent_since or event.at


@when(e.ToolCallRejected)
def on_tool_call_rejected(call: Call, event: e.ToolCallRejected) -> None:
    """Show the agent why its tool call was rejected."""
    call.refusals += 1
    tool_line(call, event, event.tool, event.detail)


@when(e.ActionFlagged)
def on_action_flagged(call: Call, event: e.ActionFlagged) -> None:
    """Mark the text or transfer as flagged."""
    action = call.texts.get(event.effect_key) or call.transfers.get(event.effect_key)
    if action is not None:
        action.flagged = True
