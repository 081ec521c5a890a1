"""The state of a call after any of its events, and the difference between two states."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call, Text, Transfer
from hookflash.domain.call.conversation import CallState
from hookflash.domain.call.evolve import fold
from hookflash.domain.call.transitions import allowed
from hookflash.domain.errors import HookflashError
from hookflash.domain.value import Value

_ASIDE: Final = {
    "seen",
    "lines",
    "position",
    "last_sign_at",
    "silent_call_seconds",
    "actions",
    "jobs",
    "greeting",
    "voicemail_greeting",
    "news",
    "moved",
    "turn_over",
    "silent_since",
    "developments",
    "promises",
}
"""Fields left out: frozen at the start of the call, or growing with every event or turn."""


class NoSuchEvent(HookflashError, ValueError):
    """A position beyond the events of a call; the message names those that it has."""


class OpenAction(Value):
    """An action that had no final outcome yet, and how far it had got."""

    action: str
    effect_key: str
    progress: str


class CallSnapshot(Value):
    """A call after its event at ``position``; 0 is before the first event.

    ``call`` holds the known facts, ``open`` the actions in progress, ``allowed`` the transitions
    that the chart allowed next.
    """

    position: int
    type: str | None
    at: datetime | None
    state: CallState
    call: dict[str, Any]
    open: tuple[OpenAction, ...]
    allowed: tuple[str, ...]


class Change(Value):
    """One field that differs between two positions; None where it did not exist."""

    what: str
    before: Any
    after: Any

    def __str__(self) -> str:
        return f"{self.what}: {_shown(self.before)} → {_shown(self.after)}"


def state_at(events: Sequence[e.CallEvent], position: int) -> CallSnapshot:
    """Return the call as it was after its event at ``position``.

    Raises :class:`NoSuchEvent` if it has none.
    """
    last = events[-1].position if events else 0
    if not 0 <= position <= last:
        raise NoSuchEvent(f"position {position}: this call's events are 1 to {last}")
    past = [event for event in events if event.position <= position]
    call = fold(events[0].call_id if events else "", past)
    return CallSnapshot(
        position=position,
        type=past[-1].type if past else None,
        at=past[-1].at if past else None,
        state=call.state,
        call=_known(call),
        open=tuple(_open(call)),
        allowed=allowed(call.state),
    )


def difference(events: Sequence[e.CallEvent], before: int, after: int) -> tuple[Change, ...]:
    """Return what differs between two positions, field by field.

    Raises :class:`NoSuchEvent` if the call has none.
    """
    old, new = (dict(_flat("", state_at(events, at).call)) for at in (before, after))
    whats = [*old, *(what for what in new if what not in old)]
    return tuple(
        Change(what=what, before=old.get(what), after=new.get(what))
        for what in whats
        if old.get(what) != new.get(what)
    )


@cache
def _call_adapter() -> TypeAdapter[Call]:
    return TypeAdapter(Call)


def _known(call: Call) -> dict[str, Any]:
    """The known facts of a call, with its actions under readable names."""
    known: dict[str, Any] = _call_adapter().dump_python(call, mode="json", exclude=_ASIDE)
    known["texts"] = {_name(call.texts[key]): text for key, text in known["texts"].items()}
    known["speeches"] = {
        f"event {call.speeches[key].position}": speech for key, speech in known["speeches"].items()
    }
    transfers = known["transfers"]
    known["transfers"] = {_name(call.transfers[key]): transfers[key] for key in transfers}
    for transfer in known["transfers"].values():
        legs = enumerate(transfer["legs"].values(), start=1)
        transfer["legs"] = {f"{n} {leg['leg']['who']}": leg["status"] for n, leg in legs}
    known["said"] = {
        str(line.position): f"{line.by}: {line.text or line.digits}{'…' if line.unheard else ''}"
        for line in call.lines
        if line.by != "tool"
    }
    return known


def _name(action: Text | Transfer) -> str:
    return f"{action.tool}#{action.occurrence}"


def _open(call: Call) -> Iterator[OpenAction]:
    actions: tuple[Text | Transfer, ...] = (*call.texts.values(), *call.transfers.values())
    for action in actions:
        if action.effect != "settled":
            yield _open_action(_name(action), action.effect_key, action.effect)
    for transfer in call.transfers.values():
        for leg in transfer.legs.values():
            if leg.status == "released":
                yield _open_action(f"release {leg.leg.who}", leg.leg.leg, leg.status)
    voicemail = call.voicemail
    if voicemail is not None and call.state == "voicemail_fallback":
        yield _open_action("voicemail", voicemail.effect_key, voicemail.status)
    if voicemail is not None and voicemail.recording and voicemail.recording.is_awaited:
        yield _open_action("recording", voicemail.effect_key, voicemail.recording.status)
    if voicemail is not None and voicemail.recording and voicemail.recording.copy == "discarding":
        yield _open_action("provider's copy", voicemail.effect_key, "discarding")


def _open_action(action: str, effect_key: str, progress: str) -> OpenAction:
    return OpenAction(action=action, effect_key=effect_key, progress=progress)


def _flat(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield every leaf of nested objects with its path, e.g. ``texts.send_sms_1#1.status``."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _flat(f"{path}.{key}" if path else key, inner)
    elif value != {}:
        yield path, value


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    return f"“{value}”" if isinstance(value, str) else str(value)
