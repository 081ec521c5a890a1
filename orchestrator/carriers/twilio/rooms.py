"""Rings more phones than one ``<Dial>`` takes: each is a call of its own into one conference.

The caller waits in the conference; the phone that the core names joins them there. The log has
Twilio's id of each call once the phone rings, so any process can end it
(docs/adr/0029-large-ring-groups.md).
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final

from twilio.rest import Client

from hookflash.domain.call.call import Call, LegState, Transfer
from hookflash.domain.call.effects import RingPhones
from hookflash.domain.call.events.transfers import Leg
from hookflash.orchestrator.carriers.twilio.answers import answer_to
from hookflash.orchestrator.carriers.twilio.client import FAILURES
from hookflash.orchestrator.carriers.twilio.links import Links
from hookflash.orchestrator.carriers.twilio.statuses import LIVE
from hookflash.orchestrator.carriers.twilio.twiml import Documents, dialed
from hookflash.orchestrator.carriers.twilio.updates import Updates
from hookflash.orchestrator.ports.answers import Accepted, Answer, NotTaken, Refused, Unknown
from hookflash.orchestrator.ports.carrier_calls import CarrierCalls
from hookflash.orchestrator.ports.carriers import CarrierUnavailable
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.reports import LegStatus

AT_ONCE: Final = 10
"""How many calls are created at the same time."""
DIAL_SECONDS: Final = 3.0
"""How long a call that Twilio did not take is tried again: the request is answered in time."""
RETRY_SECONDS: Final = 0.5
"""The shortest wait before that."""
MOVES: Final = 3
"""How often the caller is moved into the conference, which may be repeated."""
SEARCHED: Final = 200
"""How many of the newest calls from a number are looked at."""
SKEW: Final = timedelta(seconds=2)
"""Twilio's times are whole seconds, by its own clock."""
OUT: Final = ("released", "stopped")


class Rooms:
    """Large ring groups. Creating a call is not idempotent: it is posted once, whatever happens."""

    def __init__(  # noqa: PLR0913 - what it works with
        self,
        *,
        client: Client,
        updates: Updates,
        calls: CarrierCalls,
        documents: Documents,
        links: Links,
        clock: Clock,
    ) -> None:
        self._client = client
        self._updates = updates
        self._calls = calls
        self._documents = documents
        self._links = links
        self._clock = clock

    async def ring(self, request: RingPhones) -> Answer:
        """Move the caller into the conference, then call every phone.

        A call without a clear answer is left alone: its callbacks name it, and it asks before it is
        connected.
        """
        moved = await self._move(request)
        if not isinstance(moved, Accepted):
            return moved
        room = asyncio.Semaphore(AT_ONCE)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._dial(request, leg, room)) for leg in request.legs]
        answers = [task.result() for task in tasks]
        if not any(isinstance(answer, Accepted | Unknown) for answer in answers):
            return _worst(answers)
        for leg, answer in zip(request.legs, answers, strict=True):
            if isinstance(answer, Refused | NotTaken):
                await self._report_failed(request, leg, answer)
        clear = any(isinstance(answer, Accepted) for answer in answers)
        return moved if clear else _first(answers, Unknown)

    async def _move(self, request: RingPhones) -> Answer:
        document = self._documents.wait_in_room(request.effect_key)
        for _ in range(MOVES):
            answer = await answer_to(self._updates.perform(request.provider_call_id, document))
            if not isinstance(answer, Unknown):
                break
        return answer

    async def _dial(self, request: RingPhones, leg: Leg, room: asyncio.Semaphore) -> Answer:
        async with room:
            tried_until = self._clock.now() + timedelta(seconds=DIAL_SECONDS)
            while True:
                if not await self._is_wanted(request, leg):
                    return Accepted(provider_id="")
                answer = await answer_to(self._create(request, leg))
                wait = answer.seconds if isinstance(answer, NotTaken) else 0.0
                wait = max(wait, RETRY_SECONDS)
                late = self._clock.now() + timedelta(seconds=wait) > tried_until
                if not isinstance(answer, NotTaken) or late:
                    break
                await self._clock.sleep(wait)
        if isinstance(answer, Accepted):
            await self._enter(request.call_id, leg.leg, answer.provider_id)
        return answer

    async def _is_wanted(self, request: RingPhones, leg: Leg) -> bool:
        """Whether the phone is still to ring: another may have won, or the caller may be gone."""
        transfer = (await self._calls.call(request.call_id)).transfers.get(request.effect_key)
        state = transfer.legs.get(leg.leg) if transfer is not None else None
        return transfer is not None and transfer.outcome == "confirmed" and _is(state, "waiting")

    def _create(self, request: RingPhones, leg: Leg) -> Any:
        page = "accept" if leg.accept == "press_1" else "screen"
        about = {"leg": leg.leg, "call": request.provider_call_id, "room": request.effect_key}
        return self._client.calls.create_async(
            to=dialed(leg),
            from_=request.number,
            url=self._links.to(page, of=str(len(request.legs)), **about),
            timeout=request.ring_seconds,
            status_callback=self._links.to("leg", **about),
            status_callback_event=["ringing", "answered", "completed"],
            status_callback_method="POST",
        )

    async def _enter(self, call_id: str, leg: str, sid: str) -> None:
        """Enter Twilio's id of the call into the log; its first callback counts as the same."""
        report = LegStatus(leg=leg, status="ringing", provider_id=sid, message_id=f"{sid}/ringing")
        await self._calls.report(call_id, report)
        with suppress(CarrierUnavailable):  # its callbacks have it ended, too
            await self.end_unwanted(call_id, leg, sid)

    async def _report_failed(
        self, request: RingPhones, leg: Leg, answer: Refused | NotTaken
    ) -> None:
        code = answer.code if isinstance(answer, Refused) else ""
        report = LegStatus(
            leg=leg.leg,
            status="unavailable",
            reason="failed",
            code=code,
            message_id=f"{leg.leg}/not-dialled",
        )
        await self._calls.report(request.call_id, report)

    async def end_unwanted(self, call_id: str, leg: str, sid: str) -> None:
        """End the call of a phone that began to ring after it was released.

        Raises ``CarrierUnavailable`` if Twilio did not do it.
        """
        call = await self._calls.call(call_id)
        states = (transfer.legs.get(leg) for transfer in call.transfers.values())
        if any(_is(state, *OUT) for state in states):
            await self._end(sid)

    async def end_winner(self, call: Call) -> None:
        """End the call of the phone that has the caller, who is gone.

        It ends with the conference, unless it joined that after the caller had left. Raises
        ``CarrierUnavailable`` if Twilio did not do it.
        """
        for transfer in call.transfers.values():
            if transfer.winner is not None and transfer.winner.provider_id:
                await self._end(transfer.winner.provider_id)

    async def _end(self, sid: str) -> None:
        try:
            await self._updates.complete(sid)
        except FAILURES as error:
            raise CarrierUnavailable(f"Twilio did not end a call: {error}") from error

    async def release(self, call: Call, transfer: Transfer, leg: LegState) -> None:
        """End the call of one phone, if Twilio is known to have it.

        Otherwise its first callback, or its question whether to be connected, has it ended.
        """
        sid = leg.provider_id
        if not sid:
            unknown = self._unnamed(await self._listed(call), call, transfer, leg.leg)
            live = [one.sid for one in unknown if one.status in LIVE]
            sid = live[0] if len(live) == 1 else ""  # of several, one may be for another caller
        if sid:
            await self._updates.complete(sid)

    async def find(self, call: Call, transfer: Transfer) -> list[tuple[str, str]]:
        """The phones of the transfer that Twilio has, each with the status of its call."""
        listed = await self._listed(call)
        by_sid = {one.sid: one for one in listed}
        found = []
        for state in transfer.legs.values():
            known = by_sid.get(state.provider_id)
            fitting = [known] if known else self._unnamed(listed, call, transfer, state.leg)
            found += [(state.leg.leg, str(one.status)) for one in fitting[:1]]
        return found

    async def _listed(self, call: Call) -> list[Any]:
        listed: list[Any] = await self._client.calls.list_async(
            from_=call.number, limit=SEARCHED, page_size=SEARCHED
        )
        return listed

    def _unnamed(
        self, listed: Sequence[Any], call: Call, transfer: Transfer, leg: Leg
    ) -> list[Any]:
        """The calls to the phone since the attempt that the log does not have for another one."""
        others = {
            state.provider_id for one in call.transfers.values() for state in one.legs.values()
        }
        since = transfer.ringing_since
        return [
            one
            for one in listed
            if one.to == dialed(leg)
            and str(one.direction) == "outbound-api"
            and one.sid not in others
            and one.date_created is not None
            and (since is None or one.date_created >= since - SKEW)
        ]


def _is(state: LegState | None, *statuses: str) -> bool:
    return state is not None and state.status in statuses


def _worst(answers: Sequence[Answer]) -> Answer:
    """What came of calls none of which was created: it may be tried again if one was not taken."""
    later = [answer for answer in answers if isinstance(answer, NotTaken)]
    return max(later, key=lambda one: one.seconds) if later else answers[0]


def _first(answers: Sequence[Answer], kind: type[Answer]) -> Answer:
    return next(answer for answer in answers if isinstance(answer, kind))
