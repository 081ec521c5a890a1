"""A host of the first protocol, strict about what Hookflash sent then.

It knows the paths, keys and fields of ce12b6b, ignores every other field, and answers 404 to every
other path. ``mistakes`` lists what such a host could not have understood.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from standardwebhooks import Webhook, WebhookVerificationError

from hookflash import Host, RandomIds, SystemClock
from hookflash.testing import PhoneBehaviour
from tests.rig.http import Reply, Request, address, serve
from tests.rig.ledger import Ledger
from tests.rig.phones import Phones
from tests.rig.standin import SECRET
from tests.rig.texting import Tell, Texting

PHONE: Final = {"leg": str, "who": str, "phone": str}
TRANSFER: Final = {"call_id": str, "effect_key": str, "caller_id": (str, type(None)), "number": str}
FIELDS: Final[dict[str, dict[str, Any]]] = {
    "says": {"call_id": str, "text": str},
    "texts": {"call_id": str, "effect_key": str, "recipient": str, "sender": str, "body": str},
    "rings": {**TRANSFER, "legs": [PHONE], "ring_seconds": int},
    "hand-overs": {**TRANSFER, "destination": PHONE},
    "releases": {"call_id": str, "effect_key": str, "leg": PHONE},
    "voicemails": {"call_id": str, "effect_key": str, "mailbox": {"owner": str, "greeting": str}},
    "hang-ups": {"call_id": str, "effect_key": str},
}
"""The fields of each request that is posted, and their types."""
LATER: Final = {"workspace": "", "provider_call_id": ""}
"""What today's stand-in phones expect besides."""


class FirstProtocolHost:
    """Handles requests as a host did at ce12b6b."""

    def __init__(self, texting: Texting, phones: Phones) -> None:
        self._texting = texting
        self._phones = phones
        self.mistakes: list[str] = []
        self.answered: list[str] = []
        """The paths of the requests that it understood."""

    async def handle(self, request: Request) -> Reply:
        """Verify, read and carry out one request."""
        try:
            signed = request.body.decode() or request.target
            Webhook(SECRET).verify(signed, request.headers, json_parse=False)
        except WebhookVerificationError as error:
            return self._mistake(401, f"{request.target}: {error}")
        if request.method == "GET":
            reply = await self._find(request)
        else:
            reply = await self._do(request.target.strip("/"), request)
        if reply.status < 300:
            self.answered.append(request.target.split("?")[0].strip("/"))
        return reply

    async def _find(self, request: Request) -> Reply:
        asked = urlsplit(request.target)
        match asked.path.strip("/").split("/"):
            case ["texts", key]:
                return self._texting.find(key)
            case ["calls", call_id, "legs"]:
                (key,) = parse_qs(asked.query)["effect_key"]
                return await self._phones.legs(call_id, key)
        return Reply(404)

    async def _do(self, path: str, request: Request) -> Reply:
        if request.method != "POST" or path not in FIELDS:
            return Reply(404)
        try:
            body = understood(json.loads(request.body), FIELDS[path], path)
        except TypeError as error:
            return self._mistake(400, str(error))
        key = request.headers.get("idempotency-key", "")
        if not key or key != _key(path, body, key):
            return self._mistake(400, f"{path}: the key {key!r} is another action's")
        if request.headers.get("content-type") != "application/json":
            return self._mistake(415, f"{path}: {request.headers.get('content-type')}")
        if path == "texts":
            return self._texting.take(key, body)
        return await self._phones.does[path]({**LATER, **body})

    def _mistake(self, status: int, what: str) -> Reply:
        self.mistakes.append(what)
        return Reply(status)


def understood(said: Any, fields: Any, where: str) -> Any:
    """The part of ``said`` that has ``fields``; raises ``TypeError`` if one is missing or wrong."""
    if isinstance(fields, dict):
        if not isinstance(said, dict) or not fields.keys() <= said.keys():
            raise TypeError(f"{where}: {said!r} has not all of {sorted(fields)}")
        return {
            name: understood(said[name], kind, f"{where}.{name}") for name, kind in fields.items()
        }
    if isinstance(fields, list):
        if not isinstance(said, list):
            raise TypeError(f"{where}: {said!r} is not a list")
        return [understood(one, fields[0], where) for one in said]
    if not isinstance(said, fields):
        raise TypeError(f"{where}: {said!r} has another type")
    return said


def _key(path: str, body: dict[str, Any], sent: str) -> str:
    """The key of a request: that of its action, or of its phone; of words, any."""
    if path == "releases":
        return str(body["leg"]["leg"])
    return str(body.get("effect_key", sent))


@asynccontextmanager
async def first_protocol_host(
    tell: Tell, phones: Mapping[str, PhoneBehaviour] | None = None
) -> AsyncIterator[tuple[Host, FirstProtocolHost]]:
    """Serve such a host; yields a client of it too. ``phones`` by their number."""
    with TemporaryDirectory() as folder:
        ledger = Ledger(Path(folder) / "ledger")
        serving = FirstProtocolHost(
            Texting("native", ledger, tell),
            Phones(lambda leg: (phones or {})[leg.phone], SystemClock(), ledger, tell),
        )
        server = await serve(serving.handle)
        try:
            async with Host(address(server), SECRET, SystemClock(), RandomIds()) as client:
                yield client, serving
        finally:
            server.close()
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()
            ledger.close()
