"""What people on a call go by when they do something: taken from the call just before."""

from datetime import datetime
from typing import Final, NamedTuple

from hookflash.domain.call.call import Call
from hookflash.domain.call.conversation import CallState
from hookflash.domain.job.action import Destination

_OUR_HANG_UP: Final = ("recorded", "stopped", "failed", "declined")
"""The states of a voicemail after which we end the call."""


class Situation(NamedTuple):
    """A call at one moment, as far as people go by it."""

    state: CallState
    asked: Destination | None
    """Where the caller was asked whether to be connected to, if they were."""
    offered: bool
    """Whether the caller was asked whether to leave a message."""
    last_words: str
    """Of the agent."""
    ending: bool
    """Whether this side hangs up."""
    speaking: bool
    """Whether the agent's words are being played, as far as is known."""
    speaking_until: datetime | None
    """When they are estimated to be over, where playback is not reported."""
    estimated: bool
    """Whether only that estimate tells whether they are being played."""


def situation_of(call: Call) -> Situation:
    """The situation on ``call`` as it is."""
    voicemail = call.voicemail
    hangs_up = voicemail is not None and voicemail.status in _OUR_HANG_UP
    accepted = [one for one in call.speeches.values() if one.accepted]
    return Situation(
        state=call.state,
        asked=_asked(call),
        offered=voicemail is not None and voicemail.offer is not None,
        last_words=next((line.text for line in reversed(call.lines) if line.by == "agent"), ""),
        ending=call.hang_up_requested or hangs_up,
        speaking=bool(accepted),
        speaking_until=call.playing_until,
        estimated=any(one.estimated for one in accepted),
    )


def _asked(call: Call) -> Destination | None:
    transfer = call.current
    if call.state != "confirm_transfer" or transfer is None:
        return None
    return transfer.destination
