"""Test calls where the host's own telephony and messaging carry everything else."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from hookflash import CallCenter
from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import CallTool
from hookflash.domain.call.events import RecipientRinging
from hookflash.orchestrator.ports.messaging import Offers
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
"""Seconds for what is to happen to happen."""


class Real:
    """The host's ports; ``asked`` is all that they were asked for."""

    offers = Offers(idempotent_seconds=86_400.0, can_search=False)

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> Callable[..., Awaitable[NoReturn]]:
        async def ask(*_: Any) -> NoReturn:
            self.asked.append(name)
            raise ConnectionError("the carrier is away")

        return ask


def with_real_ports(folder: Path, check: Callable[[CallCenter, Real], Awaitable[None]]) -> None:
    """Run ``check`` on the tutorial's workspace, on a log in ``folder``."""

    async def run() -> None:
        real: Any = Real()
        url = f"sqlite:///{folder / 'calls.db'}"
        async with CallCenter.open(url, telephony=real, messaging=real) as center:
            await center.apply(ROOT / "docs/tutorial/office.yaml")
            await check(center, real)

    asyncio.run(run())


async def comes_to(center: CallCenter, call_id: str, wished: Callable[[Call], bool]) -> Call:
    """The call once it is as wished; fails if it does not come to that."""
    call = await center.until(call_id, wished, PATIENCE)
    assert wished(call), call
    return call


async def ringing(center: CallCenter, **phones: PhonePlan) -> str:
    """A test call whose transfer was agreed to, once every phone rings that can."""
    call_id = await center.sandbox.begin(to=NUMBER, phones=phones)
    await center.sandbox.say(call_id, WANTS_PERSON)
    await center.press(call_id, "1")
    await comes_to(center, call_id, all_begun)
    return call_id


def all_begun(call: Call) -> bool:
    """Whether no phone of the transfer waits to ring."""
    transfer = call.current
    return transfer is not None and all(leg.status != "waiting" for leg in transfer.legs.values())


async def phone(center: CallCenter, call_id: str, who: str) -> Phone:
    """One member's phone."""
    return next(one for one in await center.sandbox.phones(call_id) if one.who == who)


def begun(call: Call) -> bool:
    """Whether the phones of the transfer are about to ring."""
    return call.current is not None and call.current.effect == "accepted"


def delivered(call: Call) -> bool:
    """Whether its text has come."""
    return [text.status for text in call.texts.values()] == ["delivered"]


def test_a_test_call_asks_nothing_of_the_hosts_ports(tmp_path: Path) -> None:
    """It speaks, texts, rings, records and hangs up without them; a real call does not."""

    async def check(center: CallCenter, real: Real) -> None:
        call_id = await center.sandbox.begin(to=NUMBER)
        await center.sandbox.say(call_id, WANTS_LINK)
        call = await comes_to(center, call_id, delivered)
        assert (call.test, call.contact) == (True, CONTACT)
        await center.sandbox.say(call_id, "Yes, got it")
        await center.sandbox.say(call_id, WANTS_PERSON)
        await center.press(call_id, "1")
        await comes_to(center, call_id, all_begun)
        for who in ("Front Desk", "On Call"):
            await center.sandbox.decline_phone(call_id, who)
        await comes_to(
            center, call_id, lambda now: bool(now.voicemail and now.voicemail.changed_at)
        )
        await center.sandbox.say(call_id, "Please call me back")
        await comes_to(center, call_id, lambda now: now.state == "ended")
        await center._dispatcher.settle()
        assert real.asked == []
        (thread,) = await center.inbox("harbor-dental")
        (message,) = [item for item in thread.items if item.kind == "voicemail"]
        assert (message.test, message.body) == (True, "Please call me back")
        await center.answer(await center.receive_call(to=NUMBER, from_="+14155550199"))
        assert real.asked == ["say"]

    with_real_ports(tmp_path, check)


def test_whoever_takes_a_test_call_up_keeps_it_in_the_house(tmp_path: Path) -> None:
    """A text that a worker left behind is sent by the next one, on the simulated line."""

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
        assert await center._handler.handle(call_id, lambda _: command)  # and nobody acts on it

    async def take_up(center: CallCenter, real: Real) -> None:
        (summary,) = await center.calls_in_progress("harbor-dental")
        await comes_to(center, summary.call, delivered)
        await center.end(summary.call)
        assert real.asked == []

    with_real_ports(tmp_path, leave)
    with_real_ports(tmp_path, take_up)


def test_a_phone_rings_until_somebody_picks_it_up(tmp_path: Path) -> None:
    """By leg, by member; the other phone stops, and picking up twice is picking up once."""

    async def check(center: CallCenter, _: Real) -> None:
        call_id = await ringing(center)
        desk = await phone(center, call_id, "Front Desk")
        assert (desk.does, desk.status) == ("by_hand", "ringing")
        assert desk.leg is not None
        await center.sandbox.answer_phone(call_id, desk.leg)
        await center.sandbox.answer_phone(call_id, "Front Desk")
        call = await comes_to(center, call_id, lambda now: now.state == "dropped")
        assert call.current is not None
        with pytest.raises(NotRinging, match="On Call is not ringing; it is"):
            await center.sandbox.decline_phone(call_id, "On Call")

    with_real_ports(tmp_path, check)


@pytest.mark.parametrize("does", ["reject", "busy", "fail"])
def test_phones_do_as_they_were_told(tmp_path: Path, does: str) -> None:
    """Before they ring, and while they do."""

    async def check(center: CallCenter, _: Real) -> None:
        plan = PhonePlan.model_validate({"does": does})
        call_id = await ringing(center, **{"Front Desk": plan})
        await center.sandbox.set_phone(call_id, "On Call", PhonePlan(does="ignore"))
        await comes_to(center, call_id, lambda now: now.state == "transferring")
        await center.sandbox.set_phone(call_id, "+14155550102", plan)
        await comes_to(center, call_id, lambda now: now.state == "voicemail_fallback")
        assert (await phone(center, call_id, "On Call")).status == "unavailable"

    with_real_ports(tmp_path, check)


def test_a_phone_that_is_told_before_it_rings_has_rung(tmp_path: Path) -> None:
    """Told in the instant in which the transfer begins, it rings as any other."""

    async def check(center: CallCenter, _: Real) -> None:
        call_id = await center.sandbox.begin(to=NUMBER)
        await center.sandbox.say(call_id, WANTS_PERSON)
        await center.press(call_id, "1")
        await comes_to(center, call_id, begun)
        await center.sandbox.set_phone(call_id, "On Call", PhonePlan(does="ignore"))
        await center.sandbox.decline_phone(call_id, "Front Desk")
        await comes_to(center, call_id, all_begun)
        rang = [one for one in await center.events(call_id) if isinstance(one, RecipientRinging)]
        assert {one.who for one in rang} == {"Front Desk", "On Call"}

    with_real_ports(tmp_path, check)


def test_mistakes_are_named(tmp_path: Path) -> None:
    """A phone that nobody has, before anything happens; a phone of a real call."""

    async def check(center: CallCenter, _: Real) -> None:
        before = await center.position()
        with pytest.raises(NoSuchPhone, match="“Nobody”; known phones: Front Desk, On Call"):
            await center.sandbox.begin(to=NUMBER, phones={"Nobody": PhonePlan()})
        assert await center.position() == before
        real = await center.receive_call(to=NUMBER, from_=CONTACT)
        with pytest.raises(NotATest, match="its phones are real"):
            await center.sandbox.answer_phone(real, "Front Desk")

    with_real_ports(tmp_path, check)
