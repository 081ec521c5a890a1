"""Test calls never reach the host's telephony and messaging, which carry all other calls."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from hookflash import CallCenter
from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import CallTool
from hookflash.domain.call.events import RecipientRinging
from hookflash.orchestrator.ports.messaging import MessagingOffers
from hookflash.orchestrator.ports.telephony import TelephonyOffers
from hookflash.orchestrator.sandbox.sessions import (
    CONTACT,
    NoSuchPhone,
    NotATest,
    NotRinging,
    Phone,
    PhonePlan,
)
from tests.tree import ROOT

NUMBER = "+14155550100"
WANTS_LINK = "Hi, I'd like to book a cleaning"
WANTS_PERSON = "Could I talk to somebody?"
PATIENCE = 20.0
"""Seconds to wait for an expected state."""


class Real:
    """The host's ports; ``asked`` lists every request made to them."""

    offers: Any = MessagingOffers(idempotent_seconds=86_400.0, can_search=False)

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> Callable[..., Awaitable[NoReturn]]:
        async def ask(*_: Any) -> NoReturn:
            self.asked.append(name)
            raise ConnectionError("the carrier is away")

        return ask


class RealVoice(Real):
    """The host's telephony; its requests are listed with those of ``real``."""

    offers: Any = TelephonyOffers()

    def __init__(self, real: Real) -> None:
        self.asked = real.asked


def with_real_ports(folder: Path, check: Callable[[CallCenter, Real], Awaitable[None]]) -> None:
    """Run ``check`` on the tutorial's workspace, on a log in ``folder``."""

    async def run() -> None:
        real: Any = Real()
        voice: Any = RealVoice(real)
        url = f"sqlite:///{folder / 'calls.db'}"
        async with CallCenter.open(url, telephony=voice, messaging=real) as center:
            await center.apply(ROOT / "docs/tutorial/office.yaml")
            await check(center, real)

    asyncio.run(run())


async def reached(center: CallCenter, call_id: str, condition: Callable[[Call], bool]) -> Call:
    """The call once ``condition`` is true of it; fails if that never happens."""
    call = await center.until(call_id, condition, PATIENCE)
    assert condition(call), call
    return call


async def ringing(center: CallCenter, **phones: PhonePlan) -> str:
    """A test call whose transfer is confirmed, once every phone that can ring does."""
    call_id = await center.sandbox.begin(to=NUMBER, phones=phones)
    await center.sandbox.say(call_id, WANTS_PERSON)
    await center.press(call_id, "1")
    await reached(center, call_id, all_begun)
    return call_id


def all_begun(call: Call) -> bool:
    """Whether every phone of the transfer has begun to ring."""
    transfer = call.current
    return transfer is not None and all(leg.status != "waiting" for leg in transfer.legs.values())


async def phone(center: CallCenter, call_id: str, who: str) -> Phone:
    """The state of one member's phone."""
    return next(one for one in await center.sandbox.phones(call_id) if one.who == who)


def begun(call: Call) -> bool:
    """Whether the transfer has begun."""
    return call.current is not None and call.current.effect == "accepted"


def delivered(call: Call) -> bool:
    """Whether the text was delivered."""
    return [text.status for text in call.texts.values()] == ["delivered"]


def test_a_test_call_asks_nothing_of_the_hosts_ports(tmp_path: Path) -> None:
    """It speaks, texts, rings, records and hangs up without them. A real call uses them."""

    async def check(center: CallCenter, real: Real) -> None:
        call_id = await center.sandbox.begin(to=NUMBER)
        await center.sandbox.say(call_id, WANTS_LINK)
        call = await reached(center, call_id, delivered)
        assert (call.test, call.contact) == (True, CONTACT)
        await center.sandbox.say(call_id, "Yes, got it")
        await center.sandbox.say(call_id, WANTS_PERSON)
        await center.press(call_id, "1")
        await reached(center, call_id, all_begun)
        for who in ("Front Desk", "On Call"):
            await center.sandbox.decline_phone(call_id, who)
        await reached(center, call_id, lambda now: bool(now.voicemail and now.voicemail.changed_at))
        await center.sandbox.say(call_id, "Please call me back")
        await reached(center, call_id, lambda now: now.state == "ended")
        await center._dispatcher.settle()
        assert real.asked == []
        (thread,) = await center.inbox("harbor-dental")
        (message,) = [item for item in thread.items if item.kind == "voicemail"]
        assert (message.test, message.body) == (True, "Please call me back")
        await center.answer(await center.receive_call(to=NUMBER, from_="+14155550199"))
        assert real.asked == ["say"]

    with_real_ports(tmp_path, check)


def test_a_resumed_test_call_stays_simulated(tmp_path: Path) -> None:
    """A text that one worker left behind is sent by the next, by the simulated carrier."""

    async def leave(center: CallCenter, _: Real) -> None:
        call_id = await center.sandbox.begin(to=NUMBER)
        call = await center._handler.load(call_id)
        facts = await center._workspaces.texting_facts(call)
        command = CallTool(
            id="tool/1",
            at=center.now(),
            tool="send_sms_1",
            tool_call_id="1",
            texting=facts,
        )
        assert await center._handler.handle(call_id, lambda _: command)  # and no worker performs it

    async def take_up(center: CallCenter, real: Real) -> None:
        (summary,) = await center.calls_in_progress("harbor-dental")
        await reached(center, summary.call, delivered)
        await center.end(summary.call)
        assert real.asked == []

    with_real_ports(tmp_path, leave)
    with_real_ports(tmp_path, take_up)


def test_a_phone_rings_until_it_is_picked_up(tmp_path: Path) -> None:
    """By leg or by member. The other phone stops, and a second pick-up changes nothing."""

    async def check(center: CallCenter, _: Real) -> None:
        call_id = await ringing(center)
        desk = await phone(center, call_id, "Front Desk")
        assert (desk.does, desk.status) == ("by_hand", "ringing")
        assert desk.leg is not None
        await center.sandbox.answer_phone(call_id, desk.leg)
        await center.sandbox.answer_phone(call_id, "Front Desk")
        call = await reached(center, call_id, lambda now: now.state == "dropped")
        assert call.current is not None
        with pytest.raises(NotRinging, match="On Call is not ringing; it is"):
            await center.sandbox.decline_phone(call_id, "On Call")

    with_real_ports(tmp_path, check)


@pytest.mark.parametrize("does", ["reject", "busy", "fail"])
def test_phones_follow_their_plan(tmp_path: Path, does: str) -> None:
    """A plan may be set before the phones ring, and while they do."""

    async def check(center: CallCenter, _: Real) -> None:
        plan = PhonePlan.model_validate({"does": does})
        call_id = await ringing(center, **{"Front Desk": plan})
        await center.sandbox.set_phone(call_id, "On Call", PhonePlan(does="ignore"))
        await reached(center, call_id, lambda now: now.state == "transferring")
        await center.sandbox.set_phone(call_id, "+14155550102", plan)
        await reached(center, call_id, lambda now: now.state == "voicemail_fallback")
        assert (await phone(center, call_id, "On Call")).status == "unavailable"

    with_real_ports(tmp_path, check)


def test_a_phone_whose_plan_is_set_before_it_rings_still_rings(tmp_path: Path) -> None:
    """Even if the plan is set at the instant in which the transfer begins."""

    async def check(center: CallCenter, _: Real) -> None:
        call_id = await center.sandbox.begin(to=NUMBER)
        await center.sandbox.say(call_id, WANTS_PERSON)
        await center.press(call_id, "1")
        await reached(center, call_id, begun)
        await center.sandbox.set_phone(call_id, "On Call", PhonePlan(does="ignore"))
        await center.sandbox.decline_phone(call_id, "Front Desk")
        await reached(center, call_id, all_begun)
        rang = [one for one in await center.events(call_id) if isinstance(one, RecipientRinging)]
        assert {one.who for one in rang} == {"Front Desk", "On Call"}

    with_real_ports(tmp_path, check)


def test_wrong_phones_are_errors(tmp_path: Path) -> None:
    """An unknown phone is named before anything happens; a real call's phones cannot be set."""

    async def check(center: CallCenter, _: Real) -> None:
        before = await center.position()
        with pytest.raises(NoSuchPhone, match="“Nobody”; known phones: Front Desk, On Call"):
            await center.sandbox.begin(to=NUMBER, phones={"Nobody": PhonePlan()})
        assert await center.position() == before
        real = await center.receive_call(to=NUMBER, from_=CONTACT)
        with pytest.raises(NotATest, match="its phones are real"):
            await center.sandbox.answer_phone(real, "Front Desk")

    with_real_ports(tmp_path, check)
