"""Lets the adapter of one carrier touch the calls and numbers of that carrier only.

Its webhooks are signed with a secret of one workspace: whoever knows it may not end, answer or
invent the calls of another workspace, nor of another carrier of the same one.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from hookflash.domain.call.call import Call
from hookflash.domain.call.errors import NoSuchCall
from hookflash.domain.call.identity import call_id
from hookflash.domain.event import Actor
from hookflash.domain.policy.caller_id import called_number
from hookflash.domain.workspace.contact import CarrierKeyword
from hookflash.orchestrator.live_calls import LiveCalls
from hookflash.orchestrator.ports.reports import Report, TextStatus
from hookflash.orchestrator.ports.telephony import Verdict
from hookflash.orchestrator.runtime.carrier_messages import Callback
from hookflash.orchestrator.runtime.inbound import UnknownNumber
from hookflash.orchestrator.workspaces.errors import NotFound

_OF_A_TEXT = ".text."
"""What the id of a text contains, and that of a call does not."""


class OwnCalls:
    """See ``CarrierCalls``. ``carrier`` is written as calls record it."""

    def __init__(self, center: LiveCalls, workspace: str, carrier: str) -> None:
        self._center = center
        self._workspace = workspace
        self._carrier = carrier

    def call_id(self, provider_call_id: str) -> str:
        """The id of the call that the provider knows as ``provider_call_id``."""
        return call_id(self._workspace, provider_call_id)

    async def call(self, call_id: str) -> Call:
        """The call as it is now."""
        return await self.until(call_id, _always)

    async def until(
        self, call_id: str, condition: Callable[[Call], bool], seconds: float | None = None
    ) -> Call:
        """Wait until ``condition`` holds."""
        await self._check(call_id)
        return await self._center.until(call_id, condition, seconds)

    async def receive_call(self, *, to: str, from_: str | None, provider_call_id: str) -> str:
        """Record an incoming call."""
        await self._check_number(to)
        return await self._center.receive_call(
            to=to, from_=from_, provider_call_id=provider_call_id
        )

    async def receive_text(
        self,
        *,
        to: str,
        from_: str,
        body: str,
        message_id: str = "",
        taken_for: CarrierKeyword = "",
    ) -> str:
        """Record an incoming text."""
        await self._check_number(to)
        received = await self._center.receive_text(
            to=to, from_=from_, body=body, message_id=message_id, taken_for=taken_for
        )
        return received.text

    async def answer(self, call_id: str) -> list[str]:
        """Have the agent pick up."""
        await self._check(call_id)
        return await self._center.answer(call_id)

    async def hear(
        self,
        call_id: str,
        text: str,
        *,
        began_at: datetime | None = None,
        message_id: str = "",
        final: bool = True,
    ) -> list[str]:
        """Report what the caller said."""
        await self._check(call_id)
        return await self._center.hear(
            call_id, text, began_at=began_at, message_id=message_id, final=final
        )

    async def press(
        self, call_id: str, digits: str, *, began_at: datetime | None = None, message_id: str = ""
    ) -> list[str]:
        """Report keys."""
        await self._check(call_id)
        return await self._center.press(call_id, digits, began_at=began_at, message_id=message_id)

    async def report(self, call_id: str, report: Report) -> None:
        """Record what the provider reports; about a call that nobody knows, it is quarantined."""
        await self._check_any(call_id, text=isinstance(report, TextStatus))
        await self._center.report(call_id, report)

    async def keep_message(
        self, call_id: str, kind: str, about: Mapping[str, str], message: Mapping[str, str]
    ) -> None:
        """Record a callback as it came."""
        await self._check_any(call_id, text=True)
        await self._center.keep_message(call_id, self._carrier, Callback(kind, about, message))

    async def phone_answered(self, call_id: str, leg: str, of: int | None = None) -> Verdict:
        """Ask whether to connect a phone.

        The call is not looked up first: the log may be away, and then the only phone is connected.
        """
        if call_id.partition(".")[0] != self._workspace:
            return "release"
        return await self._center.phone_answered(call_id, leg, of)

    async def end(
        self, call_id: str, reason: str = "caller_hung_up", by: Actor = Actor.CALLER
    ) -> None:
        """Record that the call is over."""
        await self._check(call_id)
        await self._center.end(call_id, reason, by)

    async def gateway_lost(
        self, provider_call_ids: Collection[str] | None = None, *, at: datetime | None = None
    ) -> tuple[str, ...]:
        """Report that the connection died."""
        return await self._center.gateway_lost(
            self._carrier, provider_call_ids, at=at, workspace=self._workspace
        )

    async def _check_any(self, call_id: str, *, text: bool) -> None:
        """Raise ``NoSuchCall`` for another carrier's call, or another workspace's text."""
        if not text or _OF_A_TEXT not in call_id:
            await self._check(call_id, unknown=True)
        elif call_id.partition(".")[0] != self._workspace:
            raise NoSuchCall(call_id)

    async def _check(self, call_id: str, *, unknown: bool = False) -> None:
        """Raise ``NoSuchCall`` unless the call is one of this carrier's, or may be ``unknown``."""
        if call_id.partition(".")[0] != self._workspace:
            raise NoSuchCall(call_id)
        call = await self._center.until(call_id, _always)
        if call.position == 0 and unknown:
            return
        if call.position == 0 or call.test or call.carrier != self._carrier:
            raise NoSuchCall(call_id)

    async def _check_number(self, to: str) -> None:
        """Raise ``UnknownNumber`` unless the number is one of this carrier's."""
        number = called_number(to)
        try:
            workspace = await self._center.workspace(self._workspace)
        except NotFound:
            raise UnknownNumber(to, number) from None
        if number is None or workspace.carrier_of(number) != self._carrier:
            raise UnknownNumber(to, number)


def _always(_: Call) -> bool:
    return True
