"""The commands of timers that fire, where the timer alone decides what is asked of the call."""

from datetime import datetime
from typing import Final

from hookflash.domain.call.commands import (
    AskAgain,
    CloseCall,
    Command,
    DeclineVoicemail,
    ExpireText,
    Flag,
    LapseConfirmation,
    LoseRecording,
    SettlePromises,
    StopVoicemail,
    TimeOutRing,
)
from hookflash.domain.call.timers import NOT_FETCHED, Kind, Timer

_OF_AN_EFFECT: Final[dict[Kind, type[Command]]] = {
    "ring_timeout": TimeOutRing,
    "stop_voicemail": StopVoicemail,
    "decline_voicemail": DeclineVoicemail,
    "expire_text": ExpireText,
}
_OF_A_QUESTION: Final[dict[Kind, type[Command]]] = {
    "lapse": LapseConfirmation,
    "ask_again": AskAgain,
}
DECIDED_ALONE: Final[frozenset[Kind]] = frozenset(
    {*_OF_AN_EFFECT, *_OF_A_QUESTION, "flag", "close", "settle_promise", "lose_recording"}
)
"""The kinds of timers that have such a command."""


def command_of(timer: Timer, at: datetime) -> Command | None:
    """The command of ``timer`` when it fires at ``at``; None if more than the timer is needed.

    The id follows from the timer, so that two workers which fire it have the same effect once.
    """
    said: dict[str, object] = {}
    kind: type[Command]
    if timer.kind in _OF_AN_EFFECT:
        kind, said = _OF_AN_EFFECT[timer.kind], {"effect_key": timer.effect_key}
    elif timer.kind in _OF_A_QUESTION:
        kind = _OF_A_QUESTION[timer.kind]
        said = {"effect_key": timer.effect_key, "asks": timer.step}
    elif timer.kind == "flag":
        kind, said = Flag, {"effect_key": timer.effect_key, "reason": "no trace at the provider"}
    elif timer.kind == "close":
        kind, said = CloseCall, {"speech_id": timer.effect_key}
    elif timer.kind == "settle_promise":
        kind, said = SettlePromises, {"said": (timer.step,)}
    elif timer.kind == "lose_recording":
        kind, said = LoseRecording, {"effect_key": timer.effect_key, "reason": NOT_FETCHED}
    else:
        return None
    known = f"{timer.kind}/{timer.effect_key}/{timer.step}"
    return kind.model_validate({"id": known, "at": at, **said})
