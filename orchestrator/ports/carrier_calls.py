"""How an adapter reports about the calls of one carrier."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Protocol

from hookflash.domain.call.call import Call
from hookflash.domain.event import Actor
from hookflash.domain.workspace.contact import CarrierKeyword
from hookflash.orchestrator.ports.reports import Report
from hookflash.orchestrator.ports.telephony import Verdict


class CarrierCalls(Protocol):
    """The methods of ``CallCenter``, for the calls and numbers of one carrier.

    A webhook is signed by the account of one workspace, which must not touch another's calls: any
    other number raises ``UnknownNumber``, and any other call ``NoSuchCall``.
    """

    def call_id(self, provider_call_id: str) -> str:
        """The id of the call that the provider knows as ``provider_call_id``."""
        ...

    async def call(self, call_id: str) -> Call:
        """The call as it is now. Raises ``NoSuchCall``."""
        ...

    async def until(
        self, call_id: str, condition: Callable[[Call], bool], seconds: float | None = None
    ) -> Call:
        """As ``CallCenter.until``."""
        ...

    async def receive_call(self, *, to: str, from_: str | None, provider_call_id: str) -> str:
        """As ``CallCenter.receive_call``."""
        ...

    async def receive_text(
        self,
        *,
        to: str,
        from_: str,
        body: str,
        message_id: str = "",
        taken_for: CarrierKeyword = "",
    ) -> str:
        """As ``CallCenter.receive_text``; returns the id of the text."""
        ...

    async def answer(self, call_id: str) -> list[str]:
        """As ``CallCenter.answer``."""
        ...

    async def hear(
        self,
        call_id: str,
        text: str,
        *,
        began_at: datetime | None = None,
        message_id: str = "",
        final: bool = True,
    ) -> list[str]:
        """As ``CallCenter.hear``."""
        ...

    async def press(
        self, call_id: str, digits: str, *, began_at: datetime | None = None, message_id: str = ""
    ) -> list[str]:
        """As ``CallCenter.press``."""
        ...

    async def report(self, call_id: str, report: Report) -> None:
        """As ``CallCenter.report``, also about a reply to a text, under the id of that text."""
        ...

    async def keep_message(
        self, call_id: str, kind: str, about: Mapping[str, str], message: Mapping[str, str]
    ) -> None:
        """Record a callback as it came, beside what is reported of it; the same one is kept once.

        ``about`` is from the address that the carrier was given, ``message`` from the carrier:
        every field, also unknown ones, but no signature and no secret. ``call_id`` may be that of
        a text.
        """
        ...

    async def phone_answered(self, call_id: str, leg: str, of: int | None = None) -> Verdict:
        """As ``CallCenter.phone_answered``; of another carrier's call, ``release``.

        Ask for a leg with ``accept`` ``press_1`` only once its key was pressed.
        """
        ...

    async def end(
        self, call_id: str, reason: str = "caller_hung_up", by: Actor = Actor.CALLER
    ) -> None:
        """As ``CallCenter.end``."""
        ...

    async def gateway_lost(
        self,
        provider_call_ids: Collection[str] | None = None,
        *,
        at: datetime | None = None,
    ) -> tuple[str, ...]:
        """As ``CallCenter.gateway_lost``, for this carrier of this workspace."""
        ...
