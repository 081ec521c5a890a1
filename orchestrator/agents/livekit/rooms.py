"""The rooms of calls: who is in one, and how people and phones leave it."""

from collections.abc import Sequence
from typing import Final

from livekit.api import (
    DeleteRoomRequest,
    ListParticipantsRequest,
    ListRoomsRequest,
    LiveKitAPI,
    MoveParticipantRequest,
    ParticipantInfo,
    RoomParticipantIdentity,
    ServerError,
)

from hookflash.orchestrator.agents.livekit.api_answers import is_gone

LEG: Final = "hookflash.leg"
"""The attribute of a phone that we dialled: its leg."""
STATUS: Final = "sip.callStatus"
"""The attribute in which LiveKit tells how far a phone call is."""
PHONE_ROOM: Final = "hookflash-"
"""How the room of a phone begins that rings apart from the caller."""


class Rooms:
    """Asks LiveKit about rooms, and changes them."""

    def __init__(self, api: LiveKitAPI) -> None:
        self._api = api

    async def participants(self, room: str) -> Sequence[ParticipantInfo]:
        """Who is in a room; nobody if it does not exist. Raises what the API raises."""
        try:
            found = await self._api.room.list_participants(ListParticipantsRequest(room=room))
        except ServerError as error:
            if is_gone(error):
                return ()
            raise
        return tuple(found.participants)

    async def phone_rooms(self, effect_key: str) -> Sequence[str]:
        """The rooms in which phones of a transfer ring apart from the caller."""
        found = await self._api.room.list_rooms(ListRoomsRequest())
        begin = f"{PHONE_ROOM}{effect_key}."
        return [room.name for room in found.rooms if room.name.startswith(begin)]

    async def exists(self, room: str) -> bool:
        """Whether there is such a room."""
        found = await self._api.room.list_rooms(ListRoomsRequest(names=[room]))
        return any(one.name == room for one in found.rooms)

    async def move(self, room: str, identity: str, to: str) -> None:
        """Move a participant to another room."""
        await self._api.room.move_participant(
            MoveParticipantRequest(room=room, identity=identity, destination_room=to)
        )

    async def remove(self, room: str, identity: str) -> None:
        """Take a participant out of a room; a phone is hung up. Harmless if it is not there."""
        request = RoomParticipantIdentity(room=room, identity=identity)
        try:
            await self._api.room.remove_participant(request)
        except ServerError as error:
            if not is_gone(error):
                raise

    async def delete(self, room: str) -> None:
        """End a room: everyone in it is disconnected. Harmless if it does not exist."""
        try:
            await self._api.room.delete_room(DeleteRoomRequest(room=room))
        except ServerError as error:
            if not is_gone(error):
                raise


def caller_in(participants: Sequence[ParticipantInfo]) -> ParticipantInfo | None:
    """The caller: a phone that we did not dial, or else a person in a browser."""
    others = [one for one in participants if LEG not in one.attributes and not _has_left(one)]
    for kind in (ParticipantInfo.Kind.SIP, ParticipantInfo.Kind.STANDARD):
        for one in others:
            if one.kind == kind:
                return one
    return None


def leg_in(participants: Sequence[ParticipantInfo], leg: str) -> ParticipantInfo | None:
    """The phone that was dialled as ``leg``."""
    for one in participants:
        if one.attributes.get(LEG) == leg and not _has_left(one):
            return one
    return None


def _has_left(participant: ParticipantInfo) -> bool:
    return participant.state == ParticipantInfo.State.DISCONNECTED or (
        participant.attributes.get(STATUS) == "hangup"
    )
