"""Answers the tool calls of hosted agents; independent of any web framework."""

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final, Literal, NamedTuple
from weakref import WeakValueDictionary

from pydantic import ValidationError
from pydantic_core import from_json

from hookflash.domain.call.call import Call, Transfer
from hookflash.domain.call.events import CallerSpoke, DigitsPressed, TransferDeclined
from hookflash.domain.call.sentences import question_for
from hookflash.domain.idempotency import NameReused
from hookflash.domain.job.action import TransferCall
from hookflash.domain.policy.caller_id import called_number
from hookflash.orchestrator.agents.desk.desk import Desk
from hookflash.orchestrator.agents.desk.line import NotHosted
from hookflash.orchestrator.agents.hosted import sentences as told
from hookflash.orchestrator.agents.hosted.elevenlabs import ElevenLabs
from hookflash.orchestrator.agents.hosted.payload import Malformed, RequestedTool, ToolRequest
from hookflash.orchestrator.agents.hosted.platform import FindSecret, Platform, Sent, Told
from hookflash.orchestrator.agents.hosted.retell import Retell
from hookflash.orchestrator.agents.hosted.transcript import Transcript, to_say
from hookflash.orchestrator.agents.hosted.vapi import Vapi
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.log.errors import LogFault
from hookflash.orchestrator.log.storable import is_storable
from hookflash.orchestrator.ports.outside import NotCarriedHere
from hookflash.orchestrator.telemetry.logs import get_logger

Vendor = Literal["vapi", "retell", "elevenlabs"]
_PLATFORMS: Final[dict[Vendor, Platform]] = {
    "vapi": Vapi(),
    "retell": Retell(),
    "elevenlabs": ElevenLabs(),
}
NO_ENTRY: Final = "The signature or the secret of this request is missing, wrong or too old."
logger = get_logger(__name__)


class Answered(NamedTuple):
    """The HTTP answer; ``workspace`` is that of the credential, empty if there was none."""

    status: HTTPStatus
    body: Any
    workspace: str = ""


class HostedAgents:
    """Answers the tool calls of agents that Vapi, Retell or ElevenLabs hosts.

    ``find`` finds the secrets of workspaces: ``vapi-hmac`` or ``vapi``, ``retell``, ``elevenlabs``.
    """

    def __init__(self, center: CallCenter, find: FindSecret) -> None:
        self._center = center
        self._find = find
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def answer(
        self,
        vendor: Vendor,
        headers: Mapping[str, str],
        body: bytes,
        admit: Callable[[str], None] | None = None,
    ) -> Answered:
        """Answer a request; repeated, it has no second effect and gets the same answer.

        ``admit`` is called with the workspace of a genuine request, before anything is done; what
        it raises ends the request.

        403: the credential is missing, wrong, expired, or not that of the workspace that has the
        number in the request. 503: send it again. Everything else is 200 with a sentence for the
        model, so that no platform repeats what would be refused again.
        """
        platform = _PLATFORMS[vendor]
        sent = Sent({k.lower(): v for k, v in headers.items()}, body, self._center.now())
        read = _object(body)
        workspace = await self._workspace_of(platform, sent, read)
        if workspace is None:
            logger.warning("hosted_agent_refused", vendor=vendor)
            return Answered(HTTPStatus.FORBIDDEN, {"error": NO_ENTRY})
        if admit is not None:
            admit(workspace)
        try:
            request = platform.read(read)
            results = await self._results(vendor, request)
            return Answered(HTTPStatus.OK, platform.reply(results), workspace)
        except LogFault as error:
            logger.exception("hosted_agent_not_answered", vendor=vendor, error=repr(error))
            status = HTTPStatus.SERVICE_UNAVAILABLE if platform.retries else HTTPStatus.OK
            return Answered(status, platform.refusal(read, told.UNKNOWN), workspace)
        except (Malformed, ValidationError, NotCarriedHere, NotHosted, NameReused) as error:
            refused = platform.refusal(read, _sentence(error))
            return Answered(HTTPStatus.OK, refused, workspace)

    async def _workspace_of(
        self, platform: Platform, sent: Sent, body: dict[str, Any]
    ) -> str | None:
        """The workspace whose credential the request was made with; None for a forged one.

        The number in it says which workspace that must be. Without a number, the credential may be
        that of any: its sender is told what is missing.
        """
        number = called_number(platform.number(body)) if platform.number(body) else None
        if number is not None:
            owner = await self._center.owner(number)
            genuine = owner is not None and platform.is_genuine(sent, owner, self._find)
            return owner if genuine else None
        owners = {await self._center.owner(known) for known in await self._center.numbers()}
        for owner in sorted(filter(None, owners)):
            if platform.is_genuine(sent, owner, self._find):
                return owner
        return None

    async def _results(self, vendor: Vendor, request: ToolRequest) -> list[Told]:
        desk = await self._center.desk(
            to=request.to, from_=request.from_, provider_call_id=request.call
        )
        lock = self._turns.setdefault(desk.call_id, asyncio.Lock())
        async with lock:
            return await _Tools(self._center, desk, vendor, request).results()


class _Tools:
    """The tool calls of one request, after its transcript was entered."""

    def __init__(
        self, center: CallCenter, desk: Desk, vendor: Vendor, request: ToolRequest
    ) -> None:
        self._center = center
        self._desk = desk
        self._vendor = vendor
        self._request = request
        self._transcript = Transcript(center, desk, center.now())

    async def results(self) -> list[Told]:
        """What to tell the model about each tool call."""
        turns = self._request.turns
        judged = await self._transcript.enter(turns) if turns is not None else "not_asked"
        events = await self._center.events(self._desk.call_id)
        first = "".join(told.SAY.format(words=words) for words in to_say(events, turns or ()))
        results = []
        for tool in self._request.tools:
            results.append(Told(tool, first + await self._result(tool, judged)))
            first = ""
        return results

    async def _result(self, tool: RequestedTool, judged: told.Judged) -> str:
        call = await self._transcript.call()
        saved = call.actions.get(tool.name)
        transfers = saved is not None and isinstance(saved.action, TransferCall)
        if not transfers or tool.has_arguments:
            return await self._called(tool, call)
        known = call.current
        if known is not None and known.tool == tool.name:
            if call.state == "confirm_transfer":
                return self._open(call, known, judged)
            if call.agent_left:
                return told.AGREED
            if await self._was_declined(known):
                return told.DECLINED
        return await self._may_not_ask() or await self._called(tool, call)

    async def _may_not_ask(self) -> str:
        """Why no transfer can be proposed on this call; empty if it can."""
        if self._request.turns is None:
            return told.NO_TRANSCRIPT
        if self._desk.telephony_speaks and not await self._center.simulated():
            return told.NOT_AT_HAND
        return ""

    def _open(self, call: Call, transfer: Transfer, judged: told.Judged) -> str:
        if self._request.turns is None:
            return told.NO_TRANSCRIPT
        if judged == "no_answer":
            return told.NO_ANSWER
        why = {"too_early": told.TOO_EARLY, "answered": told.UNCLEAR}.get(judged, "")
        return why + told.ASK.format(question=_words(call, transfer))

    async def _was_declined(self, known: Transfer) -> bool:
        """Whether the caller said no, and nothing since: this is the call after the question."""
        said_no = False
        for event in await self._center.events(self._desk.call_id):
            if isinstance(event, TransferDeclined) and event.effect_key == known.effect_key:
                said_no = True
            elif isinstance(event, CallerSpoke | DigitsPressed):
                said_no = False
        return said_no

    async def _called(self, tool: RequestedTool, call: Call) -> str:
        """Have the core decide; a question that it opens is put by the platform."""
        if call.state == "confirm_transfer" and call.current is not None:
            return told.OTHER_OPEN.format(question=_words(call, call.current))
        result = await self._desk.call_tool(tool.name, tool.arguments, id=self._id(tool))
        now = await self._transcript.call()
        if now.state == "confirm_transfer" and now.current is not None:
            return told.ASK.format(question=_words(now, now.current))
        return result.text

    def _id(self, tool: RequestedTool) -> str:
        """The id of a tool call; where the platform gives none, by its place in the transcript."""
        if tool.id:
            return f"{self._vendor}/{tool.id}"
        turns = self._request.turns or ()
        said = turns[-1].text if turns else ""
        digest = hashlib.sha256(f"{tool.name}\n{said}".encode()).hexdigest()[:16]
        return f"{self._vendor}/{len(turns)}.{digest}"


def _words(call: Call, transfer: Transfer) -> str:
    """The question as it was put last, in the log."""
    asked = [
        line.text for line in call.lines if line.asks and line.asks.about == transfer.effect_key
    ]
    return asked[-1] if asked else question_for(transfer.destination, call.language)


def _object(body: bytes) -> dict[str, Any]:
    """The JSON object in a body; an empty one if it is anything else."""
    try:
        read = from_json(body, allow_inf_nan=False)
    except ValueError:
        return {}
    return read if isinstance(read, dict) and is_storable(read) else {}


def _sentence(error: Exception) -> str:
    match error:
        case Malformed():
            return str(error)
        case NotCarriedHere():
            return told.NOT_CARRIED
        case NotHosted():
            return told.NOT_HOSTED
        case NameReused():
            return told.REUSED
        case _:
            return "This request cannot be read; check the configuration of the tool."
