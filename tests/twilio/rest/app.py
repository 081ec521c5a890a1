"""Serves the REST endpoints: credentials, forms, faults and errors are handled here."""

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import BasicAuth, web
from multidict import MultiDict

from tests.twilio.errors import Refused
from tests.twilio.faults import Fault
from tests.twilio.rest import calls, conferences, messages, numbers, recordings
from tests.twilio.rest.exchanged import Exchanged
from tests.twilio.world import World

Handler = Callable[[Exchanged], Awaitable[dict[str, Any] | web.StreamResponse | None]]

ACCOUNT = "/2010-04-01/Accounts/{account}"
ROOM = f"{ACCOUNT}/Conferences/{{room}}"
SERVICE = "/v1/Services/{service}"

ROUTES: list[tuple[str, str, Handler]] = [
    ("GET", f"{ACCOUNT}.json", numbers.account),
    ("POST", f"{ACCOUNT}/Calls.json", calls.create),
    ("GET", f"{ACCOUNT}/Calls.json", calls.listed),
    ("GET", f"{ACCOUNT}/Calls/{{sid}}.json", calls.fetch),
    ("POST", f"{ACCOUNT}/Calls/{{sid}}.json", calls.update),
    ("DELETE", f"{ACCOUNT}/Calls/{{sid}}.json", calls.delete),
    ("POST", f"{ACCOUNT}/Calls/{{sid}}/Recordings.json", recordings.start),
    ("GET", f"{ACCOUNT}/Calls/{{call}}/Recordings.json", recordings.listed),
    ("POST", f"{ACCOUNT}/Messages.json", messages.create),
    ("GET", f"{ACCOUNT}/Messages.json", messages.listed),
    ("GET", f"{ACCOUNT}/Messages/{{sid}}.json", messages.fetch),
    ("POST", f"{ACCOUNT}/Messages/{{sid}}.json", messages.update),
    ("DELETE", f"{ACCOUNT}/Messages/{{sid}}.json", messages.delete),
    ("GET", f"{ACCOUNT}/Recordings.json", recordings.listed),
    ("GET", f"{ACCOUNT}/Recordings/{{sid}}.json", recordings.fetch),
    ("DELETE", f"{ACCOUNT}/Recordings/{{sid}}.json", recordings.delete),
    ("GET", f"{ACCOUNT}/Recordings/{{sid}}.wav", recordings.media),
    ("GET", f"{ACCOUNT}/Recordings/{{sid:RE[0-9a-f]+}}", recordings.media),
    (
        "GET",
        f"{ACCOUNT}/Recordings/{{sid}}/Transcriptions.json",
        recordings.list_transcriptions,
    ),
    (
        "GET",
        f"{ACCOUNT}/Recordings/{{sid}}/Transcriptions/{{tid}}.json",
        recordings.fetch_transcription,
    ),
    ("GET", f"{ACCOUNT}/Transcriptions.json", recordings.list_transcriptions),
    ("GET", f"{ACCOUNT}/Transcriptions/{{tid}}.json", recordings.fetch_transcription),
    ("DELETE", f"{ACCOUNT}/Transcriptions/{{tid}}.json", recordings.delete_transcription),
    ("GET", f"{ACCOUNT}/Conferences.json", conferences.listed),
    ("GET", f"{ROOM}.json", conferences.fetch),
    ("POST", f"{ROOM}.json", conferences.update),
    ("GET", f"{ROOM}/Participants.json", conferences.list_members),
    ("POST", f"{ROOM}/Participants.json", conferences.add_member),
    ("GET", f"{ROOM}/Participants/{{sid}}.json", conferences.fetch_member),
    ("POST", f"{ROOM}/Participants/{{sid}}.json", conferences.update_member),
    ("DELETE", f"{ROOM}/Participants/{{sid}}.json", conferences.delete_member),
    ("GET", f"{ACCOUNT}/IncomingPhoneNumbers.json", numbers.listed),
    ("GET", f"{ACCOUNT}/IncomingPhoneNumbers/{{sid}}.json", numbers.fetch),
    ("POST", f"{ACCOUNT}/IncomingPhoneNumbers/{{sid}}.json", numbers.update),
    ("GET", "/v2/PhoneNumbers/{number}", numbers.lookup),
    ("GET", "/v1/Services", numbers.services),
    ("GET", f"{SERVICE}/PhoneNumbers", numbers.service_numbers),
    ("GET", f"{SERVICE}/Compliance/Usa2p", numbers.campaigns),
    ("GET", "/v1/Tollfree/Verifications", numbers.verifications),
]


def add_routes(app: web.Application, world: World) -> None:
    """Add every endpoint to ``app``."""
    for method, path, handler in ROUTES:
        app.router.add_route(method, path, _endpoint(world, handler))


def _endpoint(
    world: World, handler: Handler
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(request: web.Request) -> web.StreamResponse:
        form: MultiDict[str] = MultiDict()
        for name, value in (await request.post()).items():
            form.add(name, str(value))
        response = await _answer(world, handler, request, form)
        world.ledger.write(
            "rest",
            method=request.method,
            path=request.path,
            query=dict(request.query),
            form=dict(form),
            status=response.status,
        )
        return response

    return answer


async def _answer(
    world: World, handler: Handler, request: web.Request, form: "MultiDict[str]"
) -> web.StreamResponse:
    fault = world.faults.take("rest", f"{request.method} {request.path}")
    try:
        _check_credentials(world, request)
        if fault:
            await _before(fault, request)
        on = Exchanged(world, request, form)
        body = await handler(on)
    except Refused as refusal:
        return _refusal(refusal, fault)
    if fault:
        _after(fault, request)
    if fault and fault.do == "fail_after":
        return _refusal(Refused(fault.status, fault.code, "An internal server error has occurred"))
    if isinstance(body, web.StreamResponse):
        return body
    if body is None:
        return web.Response(status=204)
    return web.json_response(body, status=on.status)


def _check_credentials(world: World, request: web.Request) -> None:
    try:
        given = BasicAuth.decode(request.headers.get("Authorization", ""))
    except ValueError:
        given = BasicAuth("")
    right = hmac.compare_digest(given.password.encode(), world.account.token.encode())
    named = request.match_info.get("account", world.account.sid).removesuffix(".json")
    if not right or given.login != world.account.sid:
        raise Refused(401, 20003, "Authenticate")
    if named != world.account.sid:
        raise Refused(404, 20404, f"The requested resource {request.path} was not found")


async def _before(fault: Fault, request: web.Request) -> None:
    match fault.do:
        case "refuse":
            status = fault.status
            raise Refused(status, 20429 if status == 429 else fault.code, "Refused by a fault")
        case "delay":
            await asyncio.sleep(fault.seconds)
        case "hang":
            await asyncio.sleep(fault.seconds)
            _drop(request)
            raise Refused(500, fault.code, "Not done")  # the connection is broken: nobody reads it
        case _:
            pass


def _after(fault: Fault, request: web.Request) -> None:
    if fault.do == "lose_answer":
        _drop(request)


def _drop(request: web.Request) -> None:
    """Break the connection: the client never learns what happened."""
    if request.transport is not None:
        request.transport.abort()


def _refusal(refusal: Refused, fault: Fault | None = None) -> web.Response:
    headers = {}
    if refusal.status == 429 and fault:
        headers["Retry-After"] = str(round(fault.seconds))
    return web.json_response(refusal.body(), status=refusal.status, headers=headers)
