"""Connect with a ConversationRelay: a session of words over a WebSocket."""

import asyncio
import xml.etree.ElementTree as ET
from contextlib import suppress
from urllib.parse import urlsplit

import aiohttp
from yarl import URL

from tests.twilio.leg import HungUp
from tests.twilio.signature import signature
from tests.twilio.twiml.document import BadDocument
from tests.twilio.verbs.perform import Performance, Source
from tests.twilio.verbs.relay import Ending, Relay

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
STATUSES = {"": "completed", "end": "ended"}
ERRORS = {
    "connect": ("64102", "Unable to connect to websocket"),
    "socket": ("64105", "WebSocket ended"),
}


async def connect(at: Performance, node: ET.Element) -> Source | None:
    """Hold a session until the host ends it, the far end is gone, or the socket is cut."""
    noun = node.find("ConversationRelay")
    if noun is None:
        raise BadDocument("12200 this stand-in connects only a <ConversationRelay>")
    _check_address(noun.get("url", ""))
    began = at.world.now()
    session = at.world.sids.new("VX")
    ending = await _session(at, noun, session)
    at.world.ledger.write("relay_ended", call=at.leg.sid, session=session, why=ending.why)
    if not node.get("action"):
        return None
    fields = {
        "SessionId": session,
        "SessionStatus": STATUSES.get(ending.why, "failed"),
        "SessionDuration": str(round(at.world.now() - began)),
    }
    if ending.handoff:
        fields["HandoffData"] = ending.handoff
    if ending.why in ERRORS:
        fields["ErrorCode"], fields["ErrorMessage"] = ERRORS[ending.why]
    return at.fetch(node, "connect", **fields)


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "wss" or (parts.scheme == "ws" and parts.hostname in LOOPBACK):
        return
    raise BadDocument(f"64101 <ConversationRelay> has the url {url!r}: it begins with wss://")


async def _session(at: Performance, noun: ET.Element, session: str) -> Ending:
    url = noun.get("url", "")
    headers = signature(at.world.account, url, {})
    address = URL(url, encoded=True)
    try:
        async with at.world.webhooks.session.ws_connect(address, headers=headers) as socket:
            relay = Relay(at, noun, session, socket)
            with suppress(HungUp):
                return await at.leg.here(relay.run())
            return Ending("")
    except (aiohttp.ClientError, OSError) as error:
        at.world.ledger.write("alert", call=at.leg.sid, error=f"64102 {type(error).__name__}")
        await asyncio.sleep(0)
        return Ending("connect")
