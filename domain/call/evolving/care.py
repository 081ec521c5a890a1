"""Applies what the caller said that matters in every state: danger, recording, consent, goodbye."""

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.conversation import Line
from hookflash.domain.call.evolving.changes import when
from hookflash.domain.call.evolving.speech import pause_after


@when(e.EmergencyHeard)
def on_emergency_heard(call: Call, _event: e.EmergencyHeard) -> None:
    """Once is enough."""
    call.emergency = True


@when(e.RecordingDeclined)
def on_recording_declined(call: Call, _event: e.RecordingDeclined) -> None:
    """The telephony is to be told, and a mailbox asks first."""
    call.recording_declined = True


@when(e.RecordingStopped)
def on_recording_stopped(call: Call, _event: e.RecordingStopped) -> None:
    """The telephony knows."""
    call.recording_stopped = True


@when(e.CallClosing)
def on_call_closing(call: Call, event: e.CallClosing) -> None:
    """The pause begins once the goodbye was heard; a goodbye by the caller begins it again."""
    call.closing = pause_after(call, event.speech_id, event.at)


@when(e.HangUpRequested)
def on_hang_up_requested(call: Call, _event: e.HangUpRequested) -> None:
    """The telephony is to end the call."""
    call.hang_up_requested, call.closing = True, None


@when(e.OptOutHeard)
def on_opt_out_heard(call: Call, _event: e.OptOutHeard) -> None:
    """No more texts on this call, whatever could be recorded."""
    call.texts_revoked = True


@when(e.OptOutAnswered)
def on_opt_out_answered(call: Call, _event: e.OptOutAnswered) -> None:
    """Close the question."""
    call.open_question = None


@when(e.CallerTexted)
def on_caller_texted(call: Call, event: e.CallerTexted) -> None:
    """Show the agent the text; a START lifts what was said before."""
    line = Line(position=event.position, at=event.at, by="text", text=event.body)
    call.lines.append(line)
    if event.consent == "opted_in":
        call.texts_revoked = False
