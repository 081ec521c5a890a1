"""Finished calls, as their events."""

from datetime import timedelta
from functools import partial
from typing import Any

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.decide import decide
from hookflash.domain.call.evolve import fold
from tests.cast import CALLER, MEMBER, NOON, TO_MEMBER, routing
from tests.histories import Play
from tests.unit.call.test_recall import is_heard, opening, story

RECORDING = "https://example.com/recordings/77"
MESSAGE = "This is Jane Roe, please call me back"


def texted(call_id: str) -> list[e.CallEvent]:
    """The events of a call with a text and a transfer, up to the text's receipt."""
    events = story(call_id)
    call = fold(call_id, events)
    (text,) = call.texts
    at = NOON + timedelta(minutes=5)
    receipt = c.ReportSms(id="receipt", at=at, effect_key=text, status="delivered")
    return [*events, *decide(call, receipt)]


def left_a_message(
    call_id: str, contact: str | None = CALLER, *, keep: bool = False
) -> list[e.CallEvent]:
    """The events of a call whose transfer is not answered and ends in a voicemail.

    ``keep``: its recording is to be fetched and kept.
    """
    play = Play(Call(call_id))
    for command in opening(call_id, contact):
        play.ask(command)
    ask = partial(_ask, play)
    ask(c.HearCaller, text="It is Jane Roe, my card is 4111 1111")
    ask(c.PressDigits, digits="41111111")
    ask(c.Speak, text="Hello Jane Roe")
    ask(c.CallTool, tool=TO_MEMBER, tool_call_id="t-1", routing=routing(MEMBER))
    is_heard(play, ask)
    ask(c.HearCaller, text="Yes, please", routing=routing(MEMBER))
    (transfer,) = play.call.transfers
    ask(c.Attempt, effect_key=transfer, attempt=1)
    ask(c.ReportLeg, leg=f"{transfer}.1", status="unavailable", reason="busy")
    assert play.call.voicemail is not None
    voicemail = play.call.voicemail.effect_key
    ask(c.Attempt, effect_key=voicemail, attempt=1)
    ask(c.RecordOutcome, effect_key=voicemail, attempt=1, outcome="accepted")
    said = {"recording": RECORDING, "seconds": 4.0, "transcript": MESSAGE, "keep": keep}
    ask(c.ReportVoicemail, effect_key=voicemail, **said)
    ask(c.EndCall, reason="caller_hung_up")
    return play.events


def hung_up_when_asked(call_id: str) -> list[e.CallEvent]:
    """The caller hangs up when asked: one decision with two events ends the call."""
    play = Play(Call(call_id))
    for command in opening(call_id):
        play.ask(command)
    _ask(play, c.CallTool, tool=TO_MEMBER, tool_call_id="t-1", routing=routing(MEMBER))
    _ask(play, c.EndCall, reason="caller_hung_up")
    return play.events


def _ask(play: Play, kind: type[c.Command], **data: Any) -> None:
    number = 100 + len(play.steps)
    play.ask(kind(id=f"c-{number}", at=NOON + timedelta(seconds=number), **data))
