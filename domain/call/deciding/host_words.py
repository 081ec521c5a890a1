"""Decides on the words of an agent that the host runs, which the host reports."""

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import ReportAgentWords
from hookflash.domain.call.deciding.decision import Decision, deciding
from hookflash.domain.event import Actor


@deciding(ReportAgentWords)
def report_agent_words(decision: Decision, call: Call, command: ReportAgentWords) -> None:
    """Record the words without saying them, or that they were silenced."""
    said = {**command.model_dump(exclude={"id", "at"}), "reported": True}
    if call.state == "conversing" and command.heard_chars != 0:
        decision.note(e.AgentSpoke, Actor.AGENT, **said)
        return
    silent = {"confirm_transfer": "question_open", "conversing": "not_played"}
    reason = "agent_left" if call.agent_left else silent.get(call.state, "no_live_call")
    decision.note(e.AgentSilenced, Actor.SYSTEM, reason=reason, **said)
