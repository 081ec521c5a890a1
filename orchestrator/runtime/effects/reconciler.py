"""Finds out what became of an action whose answer was lost. Searching changes nothing outside.

One empty answer does not prove that nothing happened, so a search never leads to a repeated
action; what stays unknown is flagged for a person (docs/explanation/effects.md).
"""

import asyncio
from collections.abc import Sequence
from typing import Final

from hookflash.domain.call.call import Call, Text, Transfer
from hookflash.domain.call.commands import (
    Command,
    RecordOutcome,
    RecordSearch,
    ReportLeg,
    ReportSms,
)
from hookflash.domain.call.effects import FindLegs, SendText, find_legs, send_text
from hookflash.domain.call.evolving.texts import SMS_RANK
from hookflash.orchestrator.ports.messaging import TextFound
from hookflash.orchestrator.ports.outside import Ports
from hookflash.orchestrator.ports.telephony import LegFound
from hookflash.orchestrator.runtime.command_handler import Ask
from hookflash.orchestrator.runtime.effects.matched_texts import MatchedTexts

PATIENCE: Final = 10.0
"""Seconds a provider has to answer; after that, nothing was found."""


class Reconciler:
    """Looks actions up at their provider and records what it knows."""

    def __init__(self, outside: Ports, ask: Ask, matched: MatchedTexts) -> None:
        self._outside = outside
        self._ask = ask
        self._matched = matched
        self._matching = asyncio.Lock()
        """Held from the check that a text found is no other until that is recorded."""

    async def search(self, call: Call, effect_key: str, number: int) -> None:
        """Search for one action of ``call``; ``number`` counts its searches from 1."""
        if effect_key in call.texts:
            await self._search_text(call, call.texts[effect_key], number)
        elif effect_key in call.transfers:
            await self._search_transfer(call, call.transfers[effect_key], number)

    async def _search_text(self, call: Call, text: Text, number: int) -> None:
        request = send_text(call, text.effect_key)
        found = None
        if self._outside.texting_of(request).offers.can_search:
            request = await self._matched.with_other_ids(call, request)
            found = await self._find(request)
        async with self._matching:
            if found is not None and await self._is_another(call, request, found.provider_id):
                found = None
            await self._ask(call.call_id, lambda now: self._learnt(now, request, number, found))

    async def _is_another(self, call: Call, request: SendText, provider_id: str) -> bool:
        """Whether what was found is another text, such as an earlier one with the same words."""
        own = call.texts[request.effect_key].provider_id
        if own or not provider_id:
            return provider_id not in ("", own)
        return await self._matched.is_of_another(call, request, provider_id)

    def _learnt(
        self, call: Call, request: SendText, number: int, found: TextFound | None
    ) -> Command:
        """What the provider knows, if the log does not; else a search without result."""
        known = call.texts[request.effect_key].status
        if found is None or SMS_RANK[found.status] <= SMS_RANK[known]:
            return self._nothing(request.effect_key, number)
        return self._found(request, number, found)

    async def _find(self, request: SendText) -> TextFound | None:
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._outside.texting_of(request).find(request)
        except Exception:  # noqa: BLE001 - a failed search found nothing and does no harm
            return None

    def _found(self, request: SendText, number: int, found: TextFound) -> Command:
        return ReportSms(
            id=f"found/{request.effect_key}/{number}",
            at=self._outside.clock.now(),
            effect_key=request.effect_key,
            status=found.status,
            provider_id=found.provider_id,
            code=found.code,
            reason=found.reason,
        )

    async def _search_transfer(self, call: Call, transfer: Transfer, number: int) -> None:
        legs = await self._find_legs(find_legs(call, transfer.effect_key))
        if not legs:
            key = transfer.effect_key
            await self._ask(call.call_id, lambda _: self._nothing(key, number))
            return
        await self._ask(call.call_id, lambda _: self._accepted(transfer, number))
        for leg in legs:
            await self._ask(call.call_id, lambda _, leg=leg: self._leg(leg, number))  # type: ignore[misc]

    async def _find_legs(self, request: FindLegs) -> Sequence[LegFound]:
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._outside.voice_of(request).find_legs(request)
        except Exception:  # noqa: BLE001 - as above
            return ()

    def _accepted(self, transfer: Transfer, number: int) -> Command:
        return RecordOutcome(
            id=f"found/{transfer.effect_key}/{number}",
            at=self._outside.clock.now(),
            effect_key=transfer.effect_key,
            attempt=transfer.attempts,
            outcome="accepted",
        )

    def _leg(self, leg: LegFound, number: int) -> Command:
        return ReportLeg(
            id=f"found/{leg.leg}/{number}",
            at=self._outside.clock.now(),
            leg=leg.leg,
            status=leg.status,
            reason=leg.reason,
        )

    def _nothing(self, effect_key: str, number: int) -> Command:
        return RecordSearch(
            id=f"sought/{effect_key}/{number}",
            at=self._outside.clock.now(),
            effect_key=effect_key,
            search=number,
        )
