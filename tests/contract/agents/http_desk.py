"""The desk of a call over HTTP, with the methods of a desk in Python."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import httpx

from hookflash import Desk, DeskTurn, Speech, ToolResult
from hookflash.http import Limits, create_app
from hookflash.orchestrator.http.rate_limits import Buckets
from hookflash.testing import DeskStage


class HttpDesk:
    """Asks the API what a host in Python asks the desk."""

    def __init__(self, client: httpx.AsyncClient, found: dict[str, Any]) -> None:
        self._client = client
        self.call_id: str = found["call"]
        self.greeting: str = found["greeting"]
        self.instructions: str = found["instructions"]

    async def caller_said(self, text: str, *, began_at: datetime) -> DeskTurn:
        """What the caller said."""
        return _turn(await self._ask("hear", text=text, began_at=began_at.isoformat()))

    async def call_tool(self, name: str, arguments: object, *, id: str) -> ToolResult:  # noqa: A002 - as the desk has it
        """A tool call of the model."""
        done = await self._ask("tools", id, tool=name, arguments=arguments)
        return ToolResult.model_construct(**dict(_turn(done)))

    async def agent_said(self, text: str, *, began_at: datetime, heard_chars: int) -> DeskTurn:
        """What the model said."""
        said = {"text": text, "began_at": began_at.isoformat(), "heard_chars": heard_chars}
        return _turn(await self._ask("said", **said))

    async def agent_failed(self, reason: str, detail: str = "") -> DeskTurn:
        """That the model gave no usable reply."""
        return _turn(await self._ask("failed", reason=reason, detail=detail))

    async def played(
        self,
        speech_id: str,
        *,
        began_at: datetime,
        ended_at: datetime,
        heard_chars: int,
        finished: bool,
    ) -> None:
        """What was heard of a speech."""
        times = {"began_at": began_at.isoformat(), "ended_at": ended_at.isoformat()}
        heard = {"heard_chars": heard_chars, "finished": finished}
        await self._ask("played", speech=speech_id, **times, **heard)

    async def ended(self) -> None:
        """That the caller hung up."""
        await self._ask("end")

    async def _ask(self, what: str, key: str = "", /, **body: Any) -> dict[str, Any]:
        headers = {"Idempotency-Key": key} if key else {}
        path = f"/v1/calls/{self.call_id}/desk/{what}"
        done = await self._client.post(path, json=body, headers=headers)
        assert done.is_success, done.text
        found: dict[str, Any] = done.json() if done.content else {}
        return found


@dataclass
class HttpStage(DeskStage):
    """A host elsewhere: it asks the API what the plain one asks the desk."""

    async def greet(self) -> None:
        """Attach to the call, then greet."""
        token = await self.center.keys.issue("harbor-dental", "operate", "for tests")
        plenty = Limits(Buckets(1_000, 10_000), Buckets(1_000, 10_000))
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(create_app(self.center, limits=plenty)),
            base_url="http://here",
            headers={"Authorization": f"Bearer {token}"},
        )
        done = await client.post(f"/v1/calls/{self.call_id}/desk")
        assert done.is_success, done.text
        self.desk = cast("Desk", HttpDesk(client, done.json()))
        await super().greet()


def _turn(body: dict[str, Any]) -> DeskTurn:
    call = {"workspace": "harbor-dental", "call_id": "", "provider_call_id": "CA1"}
    said = [
        Speech.model_validate({"effect_key": one["id"], "text": one["text"], **call})
        for one in body["speeches"]
    ]
    return DeskTurn(
        speeches=tuple(said),
        may_reply=body["may_reply"],
        state=body["state"],
        text=body["text"],
    )
