"""A live office: the platform's phones and texts, and callers who ask for something."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Final

from hookflash import (
    Accepted,
    Answer,
    Call,
    CallCenter,
    CallFound,
    CallReader,
    FindCall,
    FindLegs,
    HandOver,
    HangUp,
    LegFound,
    MessagingOffers,
    NotTaken,
    PlayVoicemail,
    ReleasePhone,
    RingPhones,
    SendText,
    Speech,
    StopRecording,
    StopSpeaking,
    TelephonyOffers,
    TextFound,
)
from tests.rig.agent import LiteralAgent

NUMBER: Final = "+14155550100"
CALLER: Final = "+14155550199"
AGENT: Final = LiteralAgent()
PATIENCE: Final = 10.0
"""Seconds to wait for what another process does."""


class Phones:
    """The platform's telephony. ``asked`` lists what was asked of it, as words."""

    offers = TelephonyOffers(playback="say_waits")

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def say(self, speech: Speech) -> None:
        """Play at once."""
        self.asked.append(f"say {speech.text}")

    async def stop_speaking(self, _: StopSpeaking) -> None:
        """Nothing is being played."""
        self.asked.append("stop")

    async def stop_recording(self, _: StopRecording) -> None:
        """Nothing is recorded."""
        self.asked.append("stop recording")

    async def ring(self, request: RingPhones) -> Answer:
        """Ring; nothing more happens by itself."""
        self.asked += [f"ring {leg.who}" for leg in request.legs]
        return Accepted(provider_id="CA1")

    async def hand_over(self, _: HandOver) -> Answer:
        """Hand over."""
        self.asked.append("hand over")
        return Accepted(provider_id="CA1")

    async def release(self, request: ReleasePhone) -> None:
        """Stop one phone."""
        self.asked.append(f"release {request.leg.who}")

    async def play_voicemail(self, _: PlayVoicemail) -> Answer:
        """Begin."""
        self.asked.append("voicemail")
        return Accepted(provider_id="CA1")

    async def hang_up(self, _: HangUp) -> None:
        """End the call."""
        self.asked.append("hang up")

    async def find_legs(self, _: FindLegs) -> Sequence[LegFound]:
        """Know nothing."""
        return ()

    async def find_call(self, _: FindCall) -> CallFound:
        """Know nothing."""
        return CallFound(status="unknown")


class Texts:
    """The platform's carrier for texts: throttled, until it is told to ``accept``."""

    offers = MessagingOffers()

    def __init__(self, *, accept: bool = False) -> None:
        self.accept = accept
        self.asked: list[str] = []

    async def send(self, request: SendText) -> Answer:
        """Count the request; take the text if there is room."""
        self.asked.append(request.effect_key)
        return Accepted(provider_id="SM1") if self.accept else NotTaken(reason="busy", seconds=0.2)

    async def find(self, _: SendText) -> TextFound | None:
        """Never find one."""
        return None


async def begin(center: CallCenter, *words: str, number: int = 0) -> str:
    """A live call that is answered and on which the caller says ``words``."""
    call = await center.receive_call(to=NUMBER, from_=CALLER, provider_call_id=f"CA{number}")
    await center.answer(call)
    for said in words:
        await center.hear(call, said)
    return call


async def reached(center: CallCenter, call: str, condition: Callable[[Call], bool]) -> None:
    """Wait until ``condition`` holds for the call; fails if it never does."""
    assert condition(await center.until(call, condition, PATIENCE)), await center.events(call)


async def ringing(center: CallCenter, call: str) -> list[str]:
    """The phones of the call's transfer, once the platform was asked to ring them."""
    await reached(center, call, _accepted)
    transfer = (await center.until(call, _accepted)).current
    return list(transfer.legs) if transfer is not None else []


def _accepted(call: Call) -> bool:
    return call.current is not None and call.current.effect == "accepted"


async def types(center: CallReader, call: str) -> list[str]:
    """The kinds of events on the call."""
    return [event.type for event in await center.events(call)]


async def asked(phones: Phones, what: str) -> None:
    """Wait until the platform was asked for ``what``, such as ``ring``."""
    async with asyncio.timeout(PATIENCE):
        while not any(one.startswith(what) for one in phones.asked):  # noqa: ASYNC110 - no event
            await asyncio.sleep(0.05)
