"""Conferences and their participants."""

import asyncio
from typing import Any

from tests.twilio import exchange
from tests.twilio.errors import invalid, not_found
from tests.twilio.progress import API_VERSION
from tests.twilio.records import Conference, Member
from tests.twilio.rest.calls import follow
from tests.twilio.rest.dates import rfc_2822
from tests.twilio.rest.exchanged import Exchanged
from tests.twilio.twiml.document import Document
from tests.twilio.twiml.grammar import voice
from tests.twilio.verbs.conference import end_room, open_room, tell_room

JOIN = (
    "<Response><Dial><Conference startConferenceOnEnter='{starts}' endConferenceOnExit='{ends}'"
    " participantLabel='{label}'>{name}</Conference></Dial></Response>"
)


def shown(on: Exchanged, room: Conference) -> dict[str, Any]:
    """The conference as JSON."""
    uri = f"/2010-04-01/Accounts/{on.world.account.sid}/Conferences/{room.sid}"
    return {
        "sid": room.sid,
        "account_sid": on.world.account.sid,
        "api_version": API_VERSION,
        "friendly_name": room.name,
        "status": room.status,
        "region": "us1",
        "reason_conference_ended": room.reason or None,
        "call_sid_ending_conference": None,
        "date_created": rfc_2822(room.created),
        "date_updated": rfc_2822(room.updated),
        "uri": f"{uri}.json",
        "subresource_uris": {
            "participants": f"{uri}/Participants.json",
            "recordings": f"{uri}/Recordings.json",
        },
    }


def get(on: Exchanged) -> Conference:
    """Return the conference that the path names; participants may be added by its name."""
    sid = on.request.match_info["room"]
    if sid in on.world.conferences:
        return on.world.conferences[sid]
    if not sid.startswith("CF") and on.request.method == "POST":
        return open_room(on.world, sid)
    raise not_found(on.request.path)


async def fetch(on: Exchanged) -> dict[str, Any]:
    """One conference."""
    return shown(on, get(on))


async def update(on: Exchanged) -> dict[str, Any]:
    """End a conference."""
    room = get(on)
    if on.form.get("Status") == "completed" and not room.over:
        end_room(on.world, room, "conference-ended-via-api")
    return shown(on, room)


async def listed(on: Exchanged) -> dict[str, Any]:
    """The conferences that fit the query."""
    query = on.request.query
    found = [
        room
        for room in reversed(on.world.conferences.values())
        if query.get("FriendlyName", room.name) == room.name
        and query.get("Status", room.status) == room.status
    ]
    return on.page("conferences", found, lambda room: shown(on, room))


def member_shown(on: Exchanged, room: Conference, member: Member) -> dict[str, Any]:
    """The participant as JSON."""
    account = on.world.account.sid
    leg = on.world.legs[member.call]
    return {
        "account_sid": account,
        "call_sid": member.call,
        "conference_sid": room.sid,
        "label": member.label or None,
        "muted": member.muted,
        "hold": member.hold,
        "coaching": False,
        "call_sid_to_coach": None,
        "start_conference_on_enter": member.starts,
        "end_conference_on_exit": member.ends,
        "status": "connected" if leg.answered else "ringing",
        "queue_time": None,
        "date_created": rfc_2822(member.joined),
        "date_updated": rfc_2822(room.updated),
        "uri": (
            f"/2010-04-01/Accounts/{account}/Conferences/{room.sid}/Participants/{member.call}.json"
        ),
    }


async def list_members(on: Exchanged) -> dict[str, Any]:
    """The participants of a conference."""
    room = get(on)
    found = list(room.members.values())
    return on.page("participants", found, lambda member: member_shown(on, room, member))


def member(on: Exchanged) -> tuple[Conference, Member]:
    """Return the participant that the path names by call sid or label."""
    room, sid = get(on), on.request.match_info["sid"]
    for each in room.members.values():
        if sid in {each.call, each.label}:
            return room, each
    raise not_found(on.request.path)


async def fetch_member(on: Exchanged) -> dict[str, Any]:
    """One participant."""
    return member_shown(on, *member(on))


async def add_member(on: Exchanged) -> dict[str, Any]:
    """Call a phone that joins the conference when it answers."""
    room = get(on)
    to, from_ = on.form.get("To"), on.form.get("From")
    if not to or not from_:
        raise invalid("To" if from_ else "From", "a phone number is needed", 21201)
    leg = on.world.new_leg("outbound-api", from_, to)
    follow(on, leg)
    label = on.form.get("Label", "")
    joining = JOIN.format(
        starts=on.form.get("StartConferenceOnEnter", "true").lower(),
        ends=on.form.get("EndConferenceOnExit", "false").lower(),
        label=label,
        name=room.name,
    )
    timeout = float(on.form.get("Timeout", 60))
    exchange.call_out(on.world, leg, Document(joining, voice()), timeout)
    on.status = 201
    ghost = Member(leg.sid, starts=True, ends=False, leaves=asyncio.Event(), joined=leg.created)
    ghost.label = label
    return member_shown(on, room, ghost)


async def update_member(on: Exchanged) -> dict[str, Any]:
    """Mute a participant or put it on hold."""
    room, one = member(on)
    for name, field in (("Muted", "muted"), ("Hold", "hold")):
        if told := on.form.get(name):
            setattr(one, field, told.lower() == "true")
            verb = "mute" if field == "muted" else "hold"
            event = f"participant-{'' if getattr(one, field) else 'un'}{verb}"
            tell_room(on.world, room, event, one)
    if told := on.form.get("EndConferenceOnExit"):
        one.ends = told.lower() == "true"
    return member_shown(on, room, one)


async def delete_member(on: Exchanged) -> None:
    """Take a participant out: its leg goes on with its TwiML."""
    member(on)[1].leaves.set()
    await on.settle()
