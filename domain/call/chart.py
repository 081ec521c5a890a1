"""The call's state machine: the only place where transitions are declared.

docs/explanation/call.md draws and explains it.
"""

from typing import Any

from statemachine import State, StateChart


class CallChart(StateChart[Any]):
    """The states of a call and the triggers between them."""

    allow_event_without_transition = False
    catch_errors_as_events = False

    ringing = State(initial=True)
    conversing = State()
    confirm_transfer = State()
    transferring = State()
    dropped = State()
    voicemail_fallback = State()
    ended = State(final=True)

    answer = ringing.to(conversing)
    send_sms = conversing.to(conversing, internal=True)
    propose_transfer = conversing.to(confirm_transfer)
    accept = confirm_transfer.to(transferring)
    decline = confirm_transfer.to(conversing)
    lapse = confirm_transfer.to(conversing)
    connect = transferring.to(dropped) | voicemail_fallback.to(dropped)
    no_answer = transferring.to(voicemail_fallback) | dropped.to(voicemail_fallback)
    fail = transferring.to(voicemail_fallback)
    end = (
        ringing.to(ended)
        | conversing.to(ended)
        | confirm_transfer.to(ended)
        | transferring.to(ended)
        | dropped.to(ended)
        | voicemail_fallback.to(ended)
    )
