"""Ports for Hookflash that carry out every request at once."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime
from typing import Any

from hookflash.domain.call.conversation import Question
from hookflash.domain.call.effects import (
    FindLegs,
    HandOver,
    HangUp,
    PlayVoicemail,
    ReleasePhone,
    RingPhones,
    SendText,
    Speech,
    StopSpeaking,
)
from hookflash.orchestrator.ports.agent import Move, Say, Turn, UseTool
from hookflash.orchestrator.ports.answers import Accepted, Answer
from hookflash.orchestrator.ports.messaging import MessagingOffers, TextFound
from hookflash.orchestrator.ports.reports import LegStatus, Report, Spoken, TextStatus
from hookflash.orchestrator.ports.telephony import LegFound, TelephonyOffers
from scripts.benchmarks.whole_call import story


class Reporting:
    """Reports concurrently with the request, as a provider does."""

    def __init__(self) -> None:
        self.tell: Callable[[str, Report], Coroutine[Any, Any, None]] | None = None
        self._under_way: set[asyncio.Task[None]] = set()

    def report(self, call_id: str, report: Report) -> None:
        """Report to the call center."""
        if self.tell is not None:
            task = asyncio.create_task(self.tell(call_id, report))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)


class InstantMessaging(Reporting):
    """Accepts and delivers every text."""

    offers = MessagingOffers(idempotent_seconds=0.0, can_search=True)

    async def send(self, request: SendText) -> Answer:
        """Accept the text and deliver it at once."""
        key = request.effect_key
        self.report(request.call_id, TextStatus(effect_key=key, status="delivered"))
        return Accepted(provider_id=key[:8])

    async def find(self, request: SendText) -> TextFound | None:
        """Nothing is ever lost here."""
        raise NotImplementedError(request.effect_key)


class InstantTelephony(Reporting):
    """Rings phones that are answered at once."""

    offers = TelephonyOffers(playback="say_waits")

    async def say(self, speech: Speech) -> None:
        """Play it in no time."""

    async def stop_speaking(self, request: StopSpeaking) -> None:
        """Nothing is being said."""

    async def ring(self, request: RingPhones) -> Answer:
        """Ring; the first phone is answered."""
        self.report(request.call_id, LegStatus(leg=request.legs[0].leg, status="answered"))
        return Accepted(provider_id=request.effect_key[:8])

    async def hand_over(self, request: HandOver) -> Answer:
        """Hand over."""
        return Accepted(provider_id=request.effect_key[:8])

    async def release(self, request: ReleasePhone) -> None:
        """Stop a phone."""

    async def play_voicemail(self, request: PlayVoicemail) -> Answer:
        """Play."""
        return Accepted(provider_id=request.effect_key[:8])

    async def hang_up(self, request: HangUp) -> None:
        """Hang up."""

    async def find_legs(self, request: FindLegs) -> Sequence[LegFound]:
        """Nothing is ever lost here."""
        raise NotImplementedError(request)


class ReportingTelephony(InstantTelephony):
    """Plays in no time, and reports each time that all was heard."""

    offers = TelephonyOffers(playback="reports")

    async def say(self, speech: Speech) -> None:
        """Play it, and report."""
        now = datetime.now(UTC)
        heard = Spoken(
            speech_id=speech.id, began_at=now, ended_at=now, heard_chars=len(speech.text)
        )
        self.report(speech.call_id, heard)


class EstimatingTelephony(InstantTelephony):
    """Plays, and nothing tells what was heard."""

    offers = TelephonyOffers(playback="none")


class InstantAgent:
    """An agent with fixed moves."""

    label = "Instant agent (no AI model)"

    async def next_move(self, turn: Turn) -> Move | None:
        """Greet; use the requested tool; ask whether the text arrived."""
        last = turn.conversation.lines[-1] if turn.conversation.lines else None
        if last is None:
            return Say(text=turn.briefing.greeting)
        if last.by == "caller" and last.text == story.ASK_FOR_TEXT:
            return UseTool(tool="send_sms_1")
        if last.by == "caller" and last.text == story.ASK_FOR_DESK:
            return UseTool(tool="transfer_call_2")
        if last.by == "caller" and last.text == story.GOT_IT:
            return Say(text=story.GOOD)
        if last.by == "tool" and last.tool == "send_sms_1":
            about = Question(kind="sms_arrived", about=turn.conversation.texts[-1].effect_key)
            return Say(text=story.DID_IT_ARRIVE, asks=about)
        return None
