"""What a model is told after the caller, or the agent itself, spoke."""

from collections.abc import Sequence

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.orchestrator.agents.desk.permission import unreported

WAIT = "Say nothing until you are told that you may."
DECLINED = (
    "The caller does not want to be transferred, and is not. Go on with the conversation without "
    "it."
)
LAPSED = (
    "The caller gave no clear answer, and is not transferred. Go on with the conversation; offer "
    "the transfer again only if they ask for it."
)
AGREED = "The caller agreed, and is being transferred. You have left the call. Say nothing more."
LEFT = "The caller did not hear that: you have left the call. Say nothing more."
OVER = "The call is over. Say nothing more."
ASKED = f"The system asks the caller: “{{words}}” {WAIT}"
ANSWERED = "The system has answered the caller: “{words}” Say nothing now; wait for the caller."
SAID = "The system has told the caller: “{words}” Do not repeat it."
UNREPORTED = (
    "The system's question is open. The caller said something, but whether they heard the question "
    f"first is not known: its playback was not reported. {WAIT}"
)
HELD = f"The system's question is open, and the caller's answer is awaited. {WAIT}"
SILENCED = f"The caller did not hear that: the system's question is open. {WAIT}"
UNHEARD = "The caller did not hear that. Say it again if it still matters."
GOODBYE = "Goodbye was said. Say nothing more, unless the caller goes on."


def told(call: Call, events: Sequence[e.CallEvent], *, may_reply: bool) -> str:
    """What ``events``, decided on ``call`` just now, mean for a model; empty if it knows that."""
    if any(isinstance(event, e.AgentSilenced) for event in events):
        return SILENCED if call.state == "confirm_transfer" else _unheard(call)
    if call.state == "confirm_transfer":
        return _asked(call, events)
    if call.agent_left and call.state != "ended":
        return AGREED
    if call.state != "conversing" or call.hang_up_requested:
        return OVER
    said = " ".join(
        one.text for one in events if isinstance(one, e.AgentSpoke) and not one.reported
    )
    if said:
        return (SAID if may_reply else ANSWERED).format(words=said)
    return GOODBYE if not may_reply else _settled(events)


def _unheard(call: Call) -> str:
    """What to do after words that nobody heard."""
    if call.agent_left and call.state != "ended":
        return LEFT
    return UNHEARD if call.state == "conversing" else OVER


def _asked(call: Call, events: Sequence[e.CallEvent]) -> str:
    """The question in ``events``, or that the one before is open."""
    questions = [one.text for one in events if isinstance(one, e.AgentSpoke) and not one.reported]
    if questions:
        return ASKED.format(words=" ".join(questions))
    return UNREPORTED if unreported(call) else HELD


def _settled(events: Sequence[e.CallEvent]) -> str:
    if any(isinstance(event, e.TransferDeclined) for event in events):
        return DECLINED
    return LAPSED if any(isinstance(event, e.TransferLapsed) for event in events) else ""
