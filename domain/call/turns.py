"""When the agent owes a move, by the log alone: so any worker can take its turn."""

from typing import Final

from hookflash.domain.call.call import Call, News

RECORDED: Final = 2
"""The first rules under which it is recorded that an agent waits."""


def turn_due(call: Call) -> News | None:
    """The last event that gives the agent a turn which it has not had; None if it owes no move.

    It owes one once the call is answered, after the caller, after its own use of a tool, and after
    news: a question that lapsed or was declined, a text that failed. A tool that a host reports is
    that of an agent which we do not run, and where that agent answered the call we owe no move.
    """
    if call.state != "conversing" or call.hosted:
        return None
    last = call.last_said
    due = [call.news] if call.news is not None and _counts(call) else []
    if last is not None and (last.by == "caller" or last.position == call.moved):
        due.append(News(last.position, max(last.at, call.conversing_since or last.at)))
    spoken = last.position if last is not None and last.by == "agent" else 0
    latest = max(due, default=None)
    return latest if latest and latest.position > max(call.turn_over, spoken) else None


def is_waited_for(call: Call) -> bool:
    """Whether the caller has heard nothing of the agent since they spoke, or since it answered."""
    said = (line for line in reversed(call.lines) if line.by in ("caller", "agent"))
    return next((line.by == "caller" for line in said if not line.digits), True)


def _counts(call: Call) -> bool:
    """Whether news alone give a turn: in older calls nothing tells that the agent had it."""
    return call.rules >= RECORDED or not call.lines
