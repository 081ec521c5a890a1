"""Performs TwiML on a leg, one verb after the other, until there is no more of it."""

import asyncio
import xml.etree.ElementTree as ET
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tests.twilio.leg import HungUp, Leg
from tests.twilio.progress import call_params
from tests.twilio.twiml.document import BadDocument, Document
from tests.twilio.twiml.grammar import voice
from tests.twilio.webhooks import CLIENT_ERROR, Unanswered
from tests.twilio.world import World

APOLOGY = "We are sorry, an application error has occurred. Goodbye."
MARKUP = {"text/xml", "application/xml", "text/html"}
UNANSWERED_VERBS = {"Pause", "Redirect", "Reject"}
MOST_DOCUMENTS = 10_000


class Finished(Exception):
    """The host hung up or rejected the call: ``status`` is how the leg ends."""

    def __init__(self, status: str = "completed") -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True)
class Fetch:
    """TwiML to be asked for."""

    url: str
    method: str = "POST"
    params: dict[str, str] = field(default_factory=dict)
    kind: str = "twiml"
    fallback: str = ""


Source = Document | Fetch


@dataclass(frozen=True)
class Performance:
    """Where a verb is performed."""

    world: World
    leg: Leg
    document: Document
    verbs: "dict[str, Verb]"

    def fetch(self, node: ET.Element, kind: str, **params: str) -> Fetch:
        """What the ``action`` of ``node`` asks for; without one, the document's own URL."""
        url = self.document.link(node.get("action", ""))
        return Fetch(url, node.get("method", "POST"), params, kind)

    def params(self, **more: str) -> dict[str, str]:
        """The fields of a callback about this leg."""
        return call_params(self.leg, self.world.account.sid) | more


Verb = Callable[[Performance, ET.Element], Awaitable[Source | None]]


async def perform(world: World, leg: Leg, source: Source, verbs: dict[str, Verb]) -> bool:
    """Perform ``source`` and what follows from it; False if the host or the far end hung up."""
    following: Source | None = source
    try:
        for _ in range(MOST_DOCUMENTS):
            if following is None:
                return not leg.gone.done()
            document = await _document(world, leg, following)
            following = await _verbs(Performance(world, leg, document, verbs))
    except Finished as finished:
        leg.leave(finished.status)
    except HungUp:
        pass
    except (BadDocument, Unanswered) as error:
        await _apologize(world, leg, str(error))
    return False


async def _document(world: World, leg: Leg, source: Source) -> Document:
    if isinstance(source, Document):
        return source
    try:
        return await _fetched(world, leg, source)
    except (BadDocument, Unanswered) as error:
        if not source.fallback or leg.gone.done():
            raise
        code = str(error).partition(" ")[0]
        params = source.params | {"ErrorCode": code, "ErrorUrl": source.url}
        return await _fetched(world, leg, Fetch(source.fallback, "POST", params, source.kind))


async def _fetched(world: World, leg: Leg, source: Fetch) -> Document:
    if not source.url:
        raise BadDocument("11100 invalid URL format: relative to TwiML that came by REST")
    params = call_params(leg, world.account.sid) | source.params
    reply = await world.webhooks.ask(source.kind, source.url, params, source.method)
    if leg.gone.done():
        raise HungUp
    if reply.status >= CLIENT_ERROR:
        raise Unanswered(f"11200 HTTP {reply.status} from {source.url}")
    if reply.content_type not in MARKUP:
        raise BadDocument(f"12300 invalid Content-Type {reply.content_type!r} of {source.url}")
    world.ledger.write("twiml", call=leg.sid, text=reply.text)
    return Document(reply.text, voice(), source.url)


async def _verbs(at: Performance) -> Source | None:
    for node in at.document.verbs:
        if at.leg.gone.done():
            raise HungUp
        if node.tag not in at.verbs:
            raise BadDocument(f"12200 this stand-in does not perform <{node.tag}>")
        if node.tag not in UNANSWERED_VERBS and not _answers_late(node):
            pick_up(at.world, at.leg)
        at.world.ledger.write("verb", call=at.leg.sid, verb=node.tag)
        if following := await at.verbs[node.tag](at, node):
            return following
        if node.tag == "Pause":
            pick_up(at.world, at.leg)
    return None


def _answers_late(node: ET.Element) -> bool:
    return node.tag == "Dial" and node.get("answerOnBridge") == "true"


def pick_up(world: World, leg: Leg) -> None:
    """Answer an inbound call that still rings."""
    if leg.direction == "inbound" and leg.answered is None and not leg.gone.done():
        world.move(leg, "in-progress")


async def _apologize(world: World, leg: Leg, error: str) -> None:
    world.ledger.write("alert", call=leg.sid, error=error)
    pick_up(world, leg)
    try:
        await leg.play(APOLOGY)
    except HungUp:
        return
    await asyncio.sleep(0)
    leg.leave("completed")
