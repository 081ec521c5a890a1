"""A stand-in for a LiveKit server: rooms, participants and phones, over Twirp on loopback."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from aiohttp import web
from google.protobuf.message import Message
from livekit import api
from livekit.api import ParticipantInfo

from hookflash.testing import PhoneBehaviour

PhoneNumber = str
M = TypeVar("M", bound=Message)


@dataclass
class TwirpError(Exception):
    """An error as Twirp servers send it."""

    code: str
    status: int
    meta: Mapping[str, str] = field(default_factory=dict)


@dataclass
class LiveKitServer:
    """The rooms of a server. ``phones`` says what each number does when it is dialled."""

    phones: Mapping[PhoneNumber, PhoneBehaviour] = field(default_factory=dict)
    rooms: dict[str, dict[str, ParticipantInfo]] = field(default_factory=dict)
    dispatches: list[api.AgentDispatch] = field(default_factory=list)
    asked: list[tuple[str, Message]] = field(default_factory=list)
    """Every request, by the name of its method."""
    faults: dict[str, Callable[[], Awaitable[None]]] = field(default_factory=dict)
    """What happens before a method does anything, such as an error."""
    refer_seconds: float = 0.1
    refer_status: int = 0
    """The SIP status with which a REFER fails; 0: it succeeds."""
    url: str = ""

    def enter(self, room: str, identity: str, **attributes: str) -> None:
        """A phone enters a room."""
        self.rooms.setdefault(room, {})[identity] = ParticipantInfo(
            identity=identity,
            kind=ParticipantInfo.Kind.SIP,
            state=ParticipantInfo.State.ACTIVE,
            attributes=attributes,
        )

    def leave(self, room: str, identity: str) -> None:
        """A participant leaves."""
        self.rooms.get(room, {}).pop(identity, None)

    def requests(self, method: str) -> list[Any]:
        """The requests for one method, in order."""
        return [request for name, request in self.asked if name == method]

    async def answer(self, http: web.Request) -> web.Response:
        """Answer one request."""
        method = http.match_info["method"]
        kind, handler = METHODS[method]
        request = kind.FromString(await http.read())
        self.asked.append((method, request))
        if not http.headers.get("Authorization", "").startswith("Bearer "):
            return _error(TwirpError("unauthenticated", 401))
        try:
            if method in self.faults:
                await self.faults[method]()
            done: Message = await handler(self, request)
        except TwirpError as error:
            return _error(error)
        return web.Response(body=done.SerializeToString(), content_type="application/protobuf")

    async def list_rooms(self, request: api.ListRoomsRequest) -> Message:
        """List rooms, by name if names are given."""
        names = [name for name in self.rooms if not request.names or name in request.names]
        return api.ListRoomsResponse(rooms=[api.Room(name=name) for name in names])

    async def list_participants(self, request: api.ListParticipantsRequest) -> Message:
        """Who is in a room."""
        return api.ListParticipantsResponse(participants=self._room(request.room).values())

    async def remove(self, request: api.RoomParticipantIdentity) -> Message:
        """Take somebody out."""
        if self._room(request.room).pop(request.identity, None) is None:
            raise TwirpError("not_found", 404)
        return api.RemoveParticipantResponse()

    async def delete(self, request: api.DeleteRoomRequest) -> Message:
        """End a room."""
        self._room(request.room)
        del self.rooms[request.room]
        return api.DeleteRoomResponse()

    async def move(self, request: api.MoveParticipantRequest) -> Message:
        """Move somebody."""
        moved = self._room(request.room).pop(request.identity)
        self.rooms[request.destination_room][request.identity] = moved
        return api.MoveParticipantResponse()

    async def dial(self, request: api.CreateSIPParticipantRequest) -> Message:
        """Dial a phone; answers once it was answered or was not."""
        room, identity = request.room_name, request.participant_identity
        phone = self.phones[request.sip_call_to]
        self.enter(room, identity, **request.participant_attributes, **{STATUS: "dialing"})
        try:
            await asyncio.sleep(0.2)
            if phone.does == "busy":
                raise _sip(486)
            self._say(room, identity, "ringing")
            await self._ringing(request, phone)
        except TwirpError:
            self.leave(room, identity)
            raise
        self._say(room, identity, "active")
        return api.SIPParticipantInfo(participant_identity=identity, room_name=room)

    async def _ringing(
        self, request: api.CreateSIPParticipantRequest, phone: PhoneBehaviour
    ) -> None:
        """Ring until the phone is answered; a phone that was taken out of its room stops."""
        left = phone.after if phone.does == "answer" else request.ringing_timeout.seconds
        while left > 0:
            await asyncio.sleep(0.1)
            left -= 0.1
            if request.participant_identity not in self.rooms.get(request.room_name, {}):
                raise _sip(487)
        if phone.does != "answer":
            raise _sip(603 if phone.does == "reject" else 480)

    async def refer(self, request: api.TransferSIPParticipantRequest) -> Message:
        """Transfer a caller away; answers once the carrier told how it went."""
        await asyncio.sleep(self.refer_seconds)
        if self.refer_status:
            raise _sip(self.refer_status, reason="STR_REJECTED")
        self.leave(request.room_name, request.participant_identity)
        done = api.SIPTransferStatus.STS_TRANSFER_SUCCESSFUL
        return api.TransferSIPParticipantResponse(transfer_id="ST_1", status=done)

    async def dispatch(self, request: api.CreateAgentDispatchRequest) -> Message:
        """Dispatch an agent."""
        made = api.AgentDispatch(
            id=f"AD_{len(self.dispatches)}",
            agent_name=request.agent_name,
            room=request.room,
            metadata=request.metadata,
        )
        self.dispatches.append(made)
        return made

    async def list_dispatches(self, request: api.ListAgentDispatchRequest) -> Message:
        """The agents that were dispatched to a room."""
        return api.ListAgentDispatchResponse(
            agent_dispatches=[one for one in self.dispatches if one.room == request.room]
        )

    def _room(self, name: str) -> dict[str, ParticipantInfo]:
        if name not in self.rooms:
            raise TwirpError("not_found", 404)
        return self.rooms[name]

    def _say(self, room: str, identity: str, status: str) -> None:
        if (one := self.rooms.get(room, {}).get(identity)) is not None:
            one.attributes[STATUS] = status


STATUS = "sip.callStatus"
METHODS: dict[str, tuple[type[Message], Callable[[LiveKitServer, Any], Awaitable[Message]]]] = {
    "ListRooms": (api.ListRoomsRequest, LiveKitServer.list_rooms),
    "ListParticipants": (api.ListParticipantsRequest, LiveKitServer.list_participants),
    "RemoveParticipant": (api.RoomParticipantIdentity, LiveKitServer.remove),
    "DeleteRoom": (api.DeleteRoomRequest, LiveKitServer.delete),
    "MoveParticipant": (api.MoveParticipantRequest, LiveKitServer.move),
    "CreateSIPParticipant": (api.CreateSIPParticipantRequest, LiveKitServer.dial),
    "TransferSIPParticipant": (api.TransferSIPParticipantRequest, LiveKitServer.refer),
    "CreateDispatch": (api.CreateAgentDispatchRequest, LiveKitServer.dispatch),
    "ListDispatch": (api.ListAgentDispatchRequest, LiveKitServer.list_dispatches),
}


def _sip(status: int, reason: str = "") -> TwirpError:
    meta = {"sip_status_code": str(status), "sip_status": "told by the phone"}
    return TwirpError(
        "unavailable", 503, meta | ({"sip_transfer_reason": reason} if reason else {})
    )


def _error(error: TwirpError) -> web.Response:
    body = {"code": error.code, "msg": "told by the stand-in", "meta": dict(error.meta)}
    return web.json_response(body, status=error.status)


@asynccontextmanager
async def livekit_server(
    phones: Mapping[PhoneNumber, PhoneBehaviour] | None = None,
) -> AsyncIterator[LiveKitServer]:
    """Serve on a free port of loopback."""
    server = LiveKitServer(phones or {})
    app = web.Application()
    app.router.add_post("/twirp/{service}/{method}", server.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    server.url = f"http://127.0.0.1:{port}"
    try:
        yield server
    finally:
        server.rooms.clear()  # what rings stops
        await runner.cleanup()


def livekit_api(url: str, **more: Any) -> api.LiveKitAPI:
    """A client of the stand-in that repeats nothing."""
    return api.LiveKitAPI(url, "key", "s" * 32, **{"failover": False, **more})
