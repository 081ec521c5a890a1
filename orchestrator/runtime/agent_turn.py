"""What the agent is given when it is its turn, compiled from the log alone."""

from collections.abc import Iterator

from hookflash.domain.call.call import Call
from hookflash.domain.call.view import conversation
from hookflash.domain.job.briefing import Briefing
from hookflash.orchestrator.agents.desk.agent_tool import tool_for
from hookflash.orchestrator.agents.desk.instructions import instructions
from hookflash.orchestrator.agents.desk.told import told_of
from hookflash.orchestrator.ports.agent import Occasion, Turn, TurnNews


def turn_on(call: Call, briefing: Briefing) -> Turn:
    """The turn of the agent on ``call`` as it is now."""
    return Turn(
        call_id=call.call_id,
        occasion=_occasion(call),
        briefing=briefing,
        conversation=conversation(call),
        instructions=instructions(briefing, call),
        tools=tuple(tool_for(saved, call.language) for saved in call.actions.values()),
        news=tuple(_news(call)),
    )


def _news(call: Call) -> Iterator[TurnNews]:
    for event in call.developments:
        if (told := told_of(call, event)) is not None:
            yield TurnNews(**told._asdict(), position=event.position)


def _occasion(call: Call) -> Occasion:
    """What gives the agent its turn."""
    said = next((line for line in reversed(call.lines) if line.by in ("caller", "agent")), None)
    if said is None:
        return "greeting"
    return "caller" if said.by == "caller" else "news"
