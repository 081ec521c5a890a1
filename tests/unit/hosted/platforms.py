"""Requests in the shapes of the three platforms, and a center that answers them."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from hookflash import CallCenter
from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.agents.hosted.service import Answered, HostedAgents, Vendor
from tests.unit.desk.hosted import CALLER, NUMBER, Hosted, hosted

VENDORS: Final[tuple[Vendor, ...]] = ("vapi", "retell", "elevenlabs")
SECRET: Final = "a secret of Harbor Dental"  # noqa: S105 - for tests only
SECRETS: Final = {
    ("harbor-dental", "vapi-hmac"): SECRET,
    ("harbor-dental", "retell"): SECRET,
    ("harbor-dental", "elevenlabs"): SECRET,
}
TRANSFER: Final = "transfer_call_2"
TEXT: Final = "send_sms_1"
QUESTION: Final = "Would you like me to transfer you to Scheduling?"
Said = tuple[Literal["agent", "caller"], str]
GREETED: Final[tuple[Said, ...]] = (
    ("agent", "Thanks for calling Harbor Dental."),
    ("caller", "Could I talk to somebody?"),
)


def find(workspace: str, name: str) -> str | None:
    """The secrets of tests."""
    return SECRETS.get((workspace, name))


def vapi(tool: str, said: Sequence[Said] | None, **more: Any) -> dict[str, Any]:
    """A message of Vapi."""
    roles = {"agent": "bot", "caller": "user"}
    artifact: dict[str, Any] = {}
    if said is not None:
        system = {"role": "system", "message": "You are Sona.", "time": 1}
        spoken = [{"role": roles[by], "message": text} for by, text in said]
        artifact = {"messages": [system, *spoken]}
    function = {"name": tool, "arguments": more.get("arguments", {})}
    return {
        "message": {
            "type": "tool-calls",
            "call": {"id": more.get("call", "v-1"), "type": "inboundPhoneCall"},
            "phoneNumber": {"number": more.get("to", NUMBER)},
            "customer": {"number": CALLER},
            "toolCallList": [
                {"id": more.get("id", "call_1"), "type": "function", "function": function}
            ],
            "artifact": artifact,
        }
    }


def retell(tool: str, said: Sequence[Said] | None, **more: Any) -> dict[str, Any]:
    """A request of Retell."""
    roles = {"agent": "agent", "caller": "user"}
    call: dict[str, Any] = {
        "call_id": more.get("call", "r-1"),
        "direction": "inbound",
        "from_number": CALLER,
        "to_number": more.get("to", NUMBER),
    }
    if said is not None:
        call["transcript"] = "Agent: Hello\nUser: yes, transfer me to Scheduling\n"
        call["transcript_object"] = [{"role": roles[by], "content": text} for by, text in said]
    return {"name": tool, "call": call, "args": more.get("arguments", {})}


def elevenlabs(tool: str, said: Sequence[Said] | None, **more: Any) -> dict[str, Any]:
    """A request of ElevenLabs, as the docs tell to configure it."""
    roles = {"agent": "agent", "caller": "user"}
    body: dict[str, Any] = {
        "tool": tool,
        "conversation_id": more.get("call", "e-1"),
        "to": more.get("to", NUMBER),
        "from": CALLER,
        "arguments": more.get("arguments", {}),
    }
    if said is not None:
        spoken = [{"role": roles[by], "message": text} for by, text in said]
        body["transcript"] = json.dumps(spoken)
    return body


BODIES: Final = {"vapi": vapi, "retell": retell, "elevenlabs": elevenlabs}


def signed(vendor: Vendor, body: bytes, at: float, secret: str = SECRET) -> dict[str, str]:
    """The headers that authenticate a body, sent ``at`` a Unix time."""
    stamp = str(int(at * 1_000))
    match vendor:
        case "vapi":
            payload = f"{stamp}.".encode() + body
            return {"X-Vapi-Signature": _hmac(secret, payload), "X-Vapi-Timestamp": stamp}
        case "retell":
            return {"X-Retell-Signature": f"v={stamp},d={_hmac(secret, body + stamp.encode())}"}
        case _:
            return {"X-Hookflash-Secret": secret}


def _hmac(secret: str, payload: bytes) -> str:
    return hmac.new(secret.encode(), payload, hashlib.sha256).hexdigest()


@dataclass
class Platform:
    """A platform whose agent is on a call of ``host``'s center."""

    vendor: Vendor
    host: Hosted
    agents: HostedAgents
    asked: int = field(default=0)

    @property
    def center(self) -> CallCenter:
        """The center."""
        return self.host.center

    async def send(self, body: Any, **headers: str) -> Answered:
        """Send a body with a valid credential."""
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        at = self.center.now().timestamp()
        return await self.agents.answer(self.vendor, signed(self.vendor, sent, at) | headers, sent)

    async def ask(self, tool: str, said: Sequence[Said] | None, **more: Any) -> str:
        """Call a tool, each time under a new id; returns what the model is told."""
        self.asked += 1
        given = {"id": f"call_{self.asked}"} | more
        answered = await self.send(BODIES[self.vendor](tool, said, **given))
        assert answered.status == 200, answered
        return told(answered)

    async def events(self) -> Sequence[CallEvent]:
        """The events of the call."""
        return await self.center.events(await self.call())

    async def call(self, provider_call_id: str = "") -> str:
        """The id of the call."""
        known = provider_call_id or f"{self.vendor[0]}-1"
        desk = await self.center.desk(to=NUMBER, from_=CALLER, provider_call_id=known)
        return desk.call_id

    async def state(self) -> str:
        """The state of the call."""
        return (await self.center.call(await self.call())).state


def told(answered: Answered) -> str:
    """What the model is told, whatever the platform."""
    body = answered.body
    found = body["results"][0] if "results" in body else body
    return str(found.get("result") or found.get("error"))


@asynccontextmanager
async def platform(vendor: Vendor) -> AsyncIterator[Platform]:
    """A platform, and a center whose telephony leaves the speaking to it."""
    async with hosted() as host:
        yield Platform(vendor, host, HostedAgents(host.center, find))
