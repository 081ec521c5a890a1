"""What people did on the recorded call, in a branch: when it happens, and whether it still counts.

An answer is never invented. Words that answered a question count as an answer only where the
branch asks the same; elsewhere the branch ends, undecidable.
"""

from datetime import datetime, timedelta
from typing import Final

from hookflash.domain.call import commands as c
from hookflash.domain.call.call import Call
from hookflash.domain.call.conversation import Line
from hookflash.domain.job.action import Destination
from hookflash.orchestrator.time_machine.recording import Step

PAUSE: Final = timedelta(seconds=0.3)
"""How long a caller waits after the agent's words, at least, if they did not interrupt them."""
_ANSWERS: Final = (c.HearCaller, c.PressDigits)
_OUR_HANG_UP: Final = ("recorded", "stopped", "failed", "declined")
"""The states of a voicemail after which we end the call."""


def is_stimulus(step: Step, *, agent_runs: bool) -> bool:
    """Whether a step comes from outside the branch: people, or an agent that does not run again."""
    if step.origin == "people" or isinstance(step.command, c.AnswerCall):
        return True
    if isinstance(step.command, c.SettlePromises):
        return False
    return step.origin == "agent" and not agent_runs


def undecidable(command: c.Command, recorded: Call, branch: Call) -> str:
    """Why ``command`` cannot be taken in the branch, as it answered something else; or empty."""
    if not isinstance(command, _ANSWERS):
        return ""
    was, now = _asked(recorded), _asked(branch)
    if was != now and now is not None:
        return f"the caller was never asked whether to be connected to {now.name}"
    if was is not None and now is None and branch.state == "conversing":
        return f"the caller answered whether to be connected to {was.name}, which was not asked"
    offered = [
        call.voicemail is not None and call.voicemail.offer is not None
        for call in (recorded, branch)
    ]
    if offered[0] != offered[1] and "voicemail_fallback" in (recorded.state, branch.state):
        return "the caller was not asked in both whether to leave a message"
    return ""


def assumption(command: c.Command, recorded: Call, branch: Call) -> str:
    """What is assumed with ``command``; empty if it comes in the same situation as recorded."""
    if isinstance(command, c.EndCall):
        same = recorded.state == branch.state and _last_words(recorded) == _last_words(branch)
        return "" if same else "assumed: the call ends as the recorded call did"
    if isinstance(command, _ANSWERS) and _last_words(recorded) != _last_words(branch):
        return "the caller said this after other words of the agent"
    return ""


def is_our_hang_up(command: c.Command, recorded: Call) -> bool:
    """Whether the recorded call ended because this side hung up."""
    if not isinstance(command, c.EndCall):
        return False
    voicemail = recorded.voicemail
    return recorded.hang_up_requested or (
        voicemail is not None and voicemail.status in _OUR_HANG_UP
    )


def interrupts(command: c.Command, recorded: Call) -> bool:
    """Whether the caller spoke into the agent's words on the recorded call."""
    open_ones = [one for one in recorded.speeches.values() if one.accepted]
    if any(one.estimated for one in open_ones):
        until = recorded.playing_until
        return until is not None and until > began_at(command)
    return bool(open_ones)


def began_at(command: c.Command) -> datetime:
    """When words or keys began."""
    return getattr(command, "began_at", None) or command.at


def shifted(command: c.Command, by: timedelta) -> c.Command:
    """``command``, so much later."""
    moved: dict[str, object] = {"at": command.at + by}
    if getattr(command, "began_at", None) is not None:
        moved["began_at"] = began_at(command) + by
    return command.model_copy(update=moved)


def _asked(call: Call) -> Destination | None:
    transfer = call.current
    if call.state != "confirm_transfer" or transfer is None:
        return None
    return transfer.destination


def _last_words(call: Call) -> str:
    said = (line for line in reversed(call.lines) if _is_agents(line))
    return next((line.text for line in said), "")


def _is_agents(line: Line) -> bool:
    return line.by == "agent"
