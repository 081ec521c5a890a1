"""Conferences: legs that all hear one another."""

import asyncio
import xml.etree.ElementTree as ET
from email.utils import formatdate

from tests.twilio.leg import Key, Leg, Words
from tests.twilio.records import Conference, Member
from tests.twilio.verbs.perform import Performance, pick_up
from tests.twilio.world import World, keep

EVENT_NAMES = {
    "conference-start": "start",
    "conference-end": "end",
    "participant-join": "join",
    "participant-leave": "leave",
    "participant-mute": "mute",
    "participant-unmute": "mute",
    "participant-hold": "hold",
    "participant-unhold": "hold",
}


def open_room(world: World, name: str) -> Conference:
    """Return the conference called ``name`` that is not over, or a new one."""
    for room in world.conferences.values():
        if room.name == name and not room.over:
            return room
    room = Conference(world.sids.new("CF"), name, world.now(), updated=world.now())
    keep(world.conferences, room.sid, room, world.account.largest_memory)
    return room


async def join(at: Performance, dial: ET.Element, noun: ET.Element) -> dict[str, str]:
    """Take part in a conference until the leg leaves it; returns the fields for ``action``."""
    room = open_room(at.world, (noun.text or "").strip())
    if noun.get("statusCallback") and not room.callback:
        room.callback = at.document.link(noun.get("statusCallback", ""))
        room.events = tuple(noun.get("statusCallbackEvent", "start end").split())
        room.method = noun.get("statusCallbackMethod", "POST")
    member = Member(
        at.leg.sid,
        starts=noun.get("startConferenceOnEnter") != "false",
        ends=noun.get("endConferenceOnExit") == "true",
        leaves=asyncio.Event(),
        joined=at.world.now(),
        label=noun.get("participantLabel", ""),
        muted=noun.get("muted") == "true",
    )
    pick_up(at.world, at.leg)
    await take_part(at.world, at.leg, room, member, star=dial.get("hangupOnStar") == "true")
    status = "completed"
    return {"DialCallStatus": status, "DialCallSid": at.leg.sid, "ConferenceSid": room.sid}


async def take_part(
    world: World, leg: Leg, room: Conference, member: Member, *, star: bool = False
) -> None:
    """Hear and be heard in ``room`` until the leg is gone or taken out."""
    room.members[leg.sid] = member
    tell_room(world, room, "participant-join", member)
    if room.status == "init" and member.starts and len(room.members) > 1:
        room.status = "in-progress"
        tell_room(world, room, "conference-start", member)
    pump = asyncio.create_task(_pump(world, leg, room, member, star=star))
    left = asyncio.create_task(member.leaves.wait())
    try:
        await asyncio.wait({pump, left, leg.gone}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        pump.cancel()
        left.cancel()
        _leave(world, room, member)


def _leave(world: World, room: Conference, member: Member) -> None:
    del room.members[member.call]
    tell_room(world, room, "participant-leave", member)
    if room.over:
        return
    if member.ends or not room.members:
        why = (
            "participant-with-end-conference-on-exit-left"
            if member.ends
            else "last-participant-left"
        )
        end_room(world, room, why)


def end_room(world: World, room: Conference, why: str) -> None:
    """End ``room``: all leave."""
    room.status = "completed"
    room.reason = why
    room.updated = world.now()
    for member in room.members.values():
        member.leaves.set()
    tell_room(world, room, "conference-end", None)


async def _pump(world: World, leg: Leg, room: Conference, member: Member, *, star: bool) -> None:
    with leg.listening() as ear:
        while True:
            match await ear.get():
                case Words(text=text, began=began, final=True) if room.status == "in-progress":
                    await _all_hear(world, room, member, text, began)
                case Key(digit="*") if star:
                    return
                case _:
                    pass


async def _all_hear(
    world: World, room: Conference, speaker: Member, text: str, began: float
) -> None:
    if speaker.muted or speaker.hold:
        return
    for member in list(room.members.values()):
        if member is not speaker and not member.hold:
            await world.legs[member.call].hears(text, began)


def tell_room(world: World, room: Conference, event: str, member: Member | None) -> None:
    """Post a callback of ``room``, if the host asked for this event."""
    room.updated = world.now()
    world.ledger.write("conference", name=room.name, event=event, call=member and member.call)
    if EVENT_NAMES[event] not in room.events:
        return
    params = {
        "AccountSid": world.account.sid,
        "ConferenceSid": room.sid,
        "FriendlyName": room.name,
        "SequenceNumber": str(room.sequence),
        "StatusCallbackEvent": event,
        "Timestamp": formatdate(world.now()),
    }
    room.sequence += 1
    if room.over:
        params["ReasonConferenceEnded"] = room.reason
    elif member:
        params |= _about(member)
    world.webhooks.tell("conference", room.callback, params, room.method)


def _about(member: Member) -> dict[str, str]:
    flags = {
        "Muted": member.muted,
        "Hold": member.hold,
        "Coaching": False,
        "StartConferenceOnEnter": member.starts,
        "EndConferenceOnExit": member.ends,
    }
    label = {"ParticipantLabel": member.label} if member.label else {}
    return {"CallSid": member.call, **label, **{k: str(v).lower() for k, v in flags.items()}}
