"""What the talk on a call changes."""

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.conversation import Line
from hookflash.domain.call.evolving.changes import tool_line, when


@when(e.CallReceived)
def _(call: Call, event: e.CallReceived) -> None:
    call.contact = event.contact
    call.number = event.number
    call.test = event.test
    call.agent_name = event.agent_name
    call.greeting = event.greeting
    call.voicemail_greeting = event.voicemail_greeting
    call.actions = {saved.tool: saved for saved in event.actions}
    call.jobs = event.jobs
    call.received_at = event.at


@when(e.CallAnswered)
def _(call: Call, event: e.CallAnswered) -> None:
    call.agent_label = event.agent


@when(e.CallerSpoke)
def _(call: Call, event: e.CallerSpoke) -> None:
    call.lines.append(Line(position=event.position, at=event.at, by="caller", text=event.text))


@when(e.DigitsPressed)
def _(call: Call, event: e.DigitsPressed) -> None:
    call.lines.append(Line(position=event.position, at=event.at, by="caller", digits=event.digits))


@when(e.AgentSpoke)
def _(call: Call, event: e.AgentSpoke) -> None:
    line = Line(position=event.position, at=event.at, by="agent", text=event.text, asks=event.asks)
    call.lines.append(line)
    if event.asks is not None:
        call.open_question = event.asks
        call.asked_at = event.at


@when(e.AgentLeft)
def _(call: Call, _event: e.AgentLeft) -> None:
    call.agent_left = True
    call.open_question = None


@when(e.ToolCallRejected)
def _(call: Call, event: e.ToolCallRejected) -> None:
    tool_line(call, event, event.tool, event.detail)


@when(e.ActionFlagged)
def _(call: Call, event: e.ActionFlagged) -> None:
    action = call.texts.get(event.effect_key) or call.transfers.get(event.effect_key)
    if action is not None:
        action.flagged = True
