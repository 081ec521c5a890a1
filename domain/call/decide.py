"""Decides which events a command yields. Pure: time, ids and facts come with the command."""

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import Command, ReceiveCall
from hookflash.domain.call.deciding import (
    actions,
    asides,
    attempts,
    closing,
    ending,
    host_words,
    phones,
    recordings,
    speech,
    talk,
)
from hookflash.domain.call.deciding.decision import DECISIONS, Decision
from hookflash.domain.call.deciding.mailbox_offer import offer_recording
from hookflash.domain.call.errors import NoSuchCall
from hookflash.domain.call.repeats import is_repeated
from hookflash.domain.erasure.erase import erase_late
from hookflash.domain.policy.contact_key import is_pseudonym

__all__ = [
    "actions",
    "asides",
    "attempts",
    "closing",
    "decide",
    "ending",
    "host_words",
    "phones",
    "recordings",
    "speech",
    "talk",
]


def decide(call: Call, command: Command) -> tuple[e.CallEvent, ...]:
    """The events that ``command`` yields on ``call``; none if its id is already in the log.

    Of a call whose caller was erased, what still comes in is erased at once. Raises
    :class:`NoSuchCall` if the call has not been received.
    """
    if is_repeated(call, command):
        return ()
    if call.position == 0 and not isinstance(command, ReceiveCall):
        raise NoSuchCall(call.call_id)
    decision = Decision(call, command)
    DECISIONS[type(command)](decision, call, command)
    offer_recording(decision, call)
    if call.contact is not None and is_pseudonym(call.contact):
        return tuple(erase_late(decision.events, call.contact))
    return tuple(decision.events)
