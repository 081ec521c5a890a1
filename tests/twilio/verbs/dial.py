"""Dial: rings one phone or several, lets a phone screen the call, and bridges the first."""

import asyncio
import xml.etree.ElementTree as ET
from contextlib import suppress
from typing import Any

from tests.twilio.leg import HungUp, Leg
from tests.twilio.ringing import end_with, ring
from tests.twilio.verbs.bridge import bridge
from tests.twilio.verbs.conference import join
from tests.twilio.verbs.perform import Fetch, Performance, Source, perform, pick_up
from tests.twilio.verbs.recording import record_bridge
from tests.twilio.world import World

NOUNS = {"Number", "Client", "Sip"}
NOT_IN_A_WHISPER = {"Dial", "Connect", "Enqueue"}
LONGEST_CALL_SECONDS = 14_400.0


async def dial(at: Performance, node: ET.Element) -> Source | None:
    """Connect the leg with others, and report the outcome to ``action``."""
    if (room := node.find("Conference")) is not None:
        outcome = await join(at, node, room)
    else:
        outcome = await _Group(at, node).ring()
    if not node.get("action"):
        return None
    return at.fetch(node, "dial", **outcome)


class _Group:
    """The phones of one Dial."""

    def __init__(self, at: Performance, node: ET.Element) -> None:
        self._at = at
        self._node = node
        self._world: World = at.world
        loop = asyncio.get_running_loop()
        self._accepted: asyncio.Future[Leg] = loop.create_future()
        self._released = asyncio.Event()
        self._legs = [self._leg(noun) for noun in _nouns(node)]

    def _leg(self, noun: ET.Element) -> tuple[Leg, ET.Element]:
        at = self._at
        to = (noun.text or "").strip()
        if noun.tag == "Client":
            to = f"client:{to}"
        from_ = self._node.get("callerId") or at.leg.far
        leg = self._world.new_leg("outbound-dial", from_, to, parent=at.leg.sid)
        callback = noun.get("statusCallback")
        if callback:
            events, method = noun.get("statusCallbackEvent", ""), noun.get("statusCallbackMethod")
            self._world.follow(leg, at.document.link(callback), events, method or "POST")
        return leg, noun

    async def ring(self) -> dict[str, str]:
        """Ring until a phone accepts or none is left; bridge; return the fields for ``action``."""
        attempts = [self._world.tasks.start(self._attempt(*each)) for each in self._legs]
        try:
            with suppress(HungUp):
                await self._at.leg.here(self._first(attempts))
            if self._at.leg.gone.done() or not self._accepted.done():
                return self._outcome(None, 0)
            return await self._connected(self._accepted.result())
        finally:
            self._released.set()
            for attempt in attempts:
                attempt.cancel()
            self._hang_up_all()

    async def _first(self, attempts: list["asyncio.Task[None]"]) -> None:
        running = set(attempts)
        while running and not self._accepted.done():
            ends: set[asyncio.Future[Any]] = {*running, self._accepted}
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            running = {attempt for attempt in running if not attempt.done()}

    def _hang_up_all(self, but: Leg | None = None) -> None:
        for leg, _ in self._legs:
            if leg is not but and not leg.gone.done() and not leg.redirected:
                leg.leave("no-answer")

    async def _attempt(self, leg: Leg, noun: ET.Element) -> None:
        """Ring one phone; returns when it is out of the race or has accepted."""
        timeout = float(self._node.get("timeout", 30))
        if not await ring(self._world, leg, timeout):
            return
        leg.program = self._world.tasks.start(self._called(leg, noun))
        self._world.tasks.start(end_with(leg, leg.program))
        ends: set[asyncio.Future[Any]] = {self._accepted, leg.gone, leg.program}
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)

    async def _called(self, leg: Leg, noun: ET.Element) -> bool:
        """The called party's program: screening, then the bridge until it is released."""
        url = noun.get("url")
        if url:
            whisper = Fetch(self._at.document.link(url), noun.get("method", "POST"), kind="whisper")
            verbs = {n: verb for n, verb in self._at.verbs.items() if n not in NOT_IN_A_WHISPER}
            await perform(self._world, leg, whisper, verbs)
        if leg.gone.done() or self._accepted.done() or self._at.leg.gone.done():
            return False
        self._accepted.set_result(leg)
        with suppress(HungUp):
            await leg.here(self._released.wait())
        return True

    async def _connected(self, winner: Leg) -> dict[str, str]:
        self._hang_up_all(but=winner)
        at = self._at
        pick_up(at.world, at.leg)
        limit = float(self._node.get("timeLimit", LONGEST_CALL_SECONDS))
        star = self._node.get("hangupOnStar") == "true"
        began = at.world.now()
        recording = record_bridge(at, self._node)
        await bridge(at.leg, winner, limit=limit, star=star)
        seconds = round(at.world.now() - began)
        outcome = self._outcome(winner, seconds)
        if recording:
            outcome["RecordingUrl"] = recording.finish(seconds)
        return outcome

    def _outcome(self, winner: Leg | None, seconds: int) -> dict[str, str]:
        fields = {
            "DialCallStatus": "completed" if winner else self._failure(),
            "DialBridged": "true" if winner else "false",
        }
        told = winner or (self._legs[0][0] if len(self._legs) == 1 else None)
        if told:
            fields["DialCallSid"] = told.sid
        if winner:
            fields["DialCallDuration"] = str(seconds)
        return fields

    def _failure(self) -> str:
        statuses = {leg.status for leg, _ in self._legs}
        single = statuses.pop() if len(statuses) == 1 else ""
        return single if single in {"busy", "failed", "canceled"} else "no-answer"


def _nouns(node: ET.Element) -> list[ET.Element]:
    listed = [child for child in node if child.tag in NOUNS]
    if (node.text or "").strip():
        bare = ET.Element("Number")
        bare.text = node.text
        listed.insert(0, bare)
    return listed
