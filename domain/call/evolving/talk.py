"""Applies the events of the call itself: how it begins, speech and keys."""

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.conversation import Line
from hookflash.domain.call.evolving.changes import give_turn, tool_line, when
from hookflash.domain.call.evolving.speech import open_speech
from hookflash.domain.event import Actor


@when(e.CallReceived)
def on_call_received(call: Call, event: e.CallReceived) -> None:
    """Copy everything that the call's later decisions depend on."""
    call.provider_call_id = event.provider_call_id
    call.carrier = event.carrier
    call.rules = event.rules
    call.contact = event.contact
    call.from_received = event.from_received
    call.number = event.number
    call.to_received = event.to_received
    call.test = event.test
    call.agent_name = event.agent_name
    call.greeting = event.greeting
    call.voicemail_greeting = event.voicemail_greeting
    call.late_text_seconds = event.late_text_seconds
    call.silent_call_seconds = event.silent_call_seconds
    call.language = event.language
    call.understanding = event.understanding
    call.actions = {saved.tool: saved for saved in event.actions}
    call.jobs = event.jobs
    call.emergency_words = event.emergency_words
    call.emergency_jobs = event.emergency_jobs
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
    call.closing = None
    call.lines.append(Line(position=event.position, at=event.at, by="caller", text=event.text))


@when(e.DigitsPressed)
def on_digits_pressed(call: Call, event: e.DigitsPressed) -> None:
    """Add the keys to the conversation."""
    call.closing = None
    call.lines.append(Line(position=event.position, at=event.at, by="caller", digits=event.digits))


@when(e.AgentSpoke)
def on_agent_spoke(call: Call, event: e.AgentSpoke) -> None:
    """Add the words to the conversation; a question in them becomes the open one."""
    line = Line(
        position=event.position,
        at=event.at,
        by="agent",
        text=event.text,
        asks=event.asks,
        standard=event.by is Actor.SYSTEM,
    )
    call.lines.append(line)
    call.closing = None
    if event.asks is not None:
        call.open_question = event.asks
        call.asked_at = event.at
    if not event.reported:
        open_speech(call, event)


@when(e.AgentLeft)
def on_agent_left(call: Call, _event: e.AgentLeft) -> None:
    """The agent is gone, and its open question with it."""
    call.agent_left = True
    call.open_question = None


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
