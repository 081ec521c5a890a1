"""What people did on the recorded call, in a branch: when it happens, and whether it still counts.

An answer is never invented. Words that answered a question count as an answer only where the
branch asks the same; elsewhere the branch ends, undecidable.
"""

from datetime import datetime, timedelta
from typing import Final

from hookflash.domain.call import commands as c
from hookflash.orchestrator.time_machine.recording import Step, origin_of
from hookflash.orchestrator.time_machine.situation import Situation

PAUSE: Final = timedelta(seconds=0.3)
"""How long a caller waits after the agent's words, at least, if they did not interrupt them."""
_ANSWERS: Final = (c.HearCaller, c.PressDigits)


def is_stimulus(kind: type[c.Command | None] | None, *, agent_runs: bool) -> bool:
    """Whether such commands come from people, or from an agent that does not run again."""
    if origin_of(kind) == "people" or kind is c.AnswerCall:
        return True
    return origin_of(kind) == "agent" and kind is not c.SettlePromises and not agent_runs


def undecidable(command: c.Command, recorded: Situation, branch: Situation) -> str:
    """Why ``command`` cannot be taken in the branch, as it answered something else; or empty."""
    if not isinstance(command, _ANSWERS):
        return ""
    was, now = recorded.asked, branch.asked
    if was != now and now is not None:
        return f"the caller was never asked whether to be connected to {now.name}"
    if was is not None and now is None and branch.state == "conversing":
        return f"the caller answered whether to be connected to {was.name}, which was not asked"
    in_voicemail = "voicemail_fallback" in (recorded.state, branch.state)
    if recorded.offered != branch.offered and in_voicemail:
        return "the caller was not asked in both whether to leave a message"
    return ""


def assumption(command: c.Command, recorded: Situation, branch: Situation) -> str:
    """What is assumed with ``command``; empty if it comes in the same situation as recorded."""
    if isinstance(command, c.EndCall):
        same = recorded.state == branch.state and recorded.last_words == branch.last_words
        return "" if same else "assumed: the call ends as the recorded call did"
    if isinstance(command, _ANSWERS) and recorded.last_words != branch.last_words:
        return "the caller said this after other words of the agent"
    return ""


def is_our_hang_up(step: Step) -> bool:
    """Whether the recorded call ended with ``step`` because this side hung up."""
    return isinstance(step.command, c.EndCall) and step.situation.ending


def interrupts(command: c.Command, recorded: Situation) -> bool:
    """Whether the caller spoke into the agent's words on the recorded call."""
    if recorded.estimated:
        until = recorded.speaking_until
        return until is not None and until > began_at(command)
    return recorded.speaking


def began_at(command: c.Command) -> datetime:
    """When words or keys began."""
    return getattr(command, "began_at", None) or command.at


def shifted(command: c.Command, by: timedelta) -> c.Command:
    """``command``, so much later."""
    if not by:
        return command
    moved: dict[str, object] = {"at": command.at + by}
    if getattr(command, "began_at", None) is not None:
        moved["began_at"] = began_at(command) + by
    return command.model_copy(update=moved)
