"""Tabs that return: after their line was cut, and to a server that was started again."""

import asyncio
from typing import Any

from hookflash.domain.call.call import Call, LegState, Transfer, Voicemail
from hookflash.domain.call.events.transfers import Leg, Mailbox
from hookflash.domain.job.action import Destination
from hookflash.orchestrator.carriers.browser.carrier import BrowserCarrier
from hookflash.orchestrator.carriers.browser.phone import ACCEPT_SECONDS, RETURN_SECONDS
from hookflash.orchestrator.carriers.browser.tab import LIVE
from hookflash.orchestrator.testing.contracts.telephony import DANA, SAM, transfer
from hookflash.testing import Reports
from tests.contract.ports.browser_phones import CALL, CALLER, NUMBER, Calls, being, calling
from tests.rig.tabs import fake_tab, soon
from tests.unit.browser_phone.test_lines import in_office
from tests.unit.browser_phone.test_protections import FRAME


def in_log(carrier: BrowserCarrier, state: Any, status: Any = "ringing", **more: Any) -> None:
    """Have a call in the log that this process has not carried yet."""
    legs = [Leg(leg="one.1", who="Dana", phone=DANA), Leg(leg="one.2", who="Sam", phone=SAM)]
    going = Transfer("one", "transfer", 1, Destination(kind="inbox", name="Scheduling"))
    going.effect = "accepted"
    going.legs = {leg.leg: LegState(leg, "ringing") for leg in legs}
    going.legs["one.1"].status = status
    calls = carrier.exchange.core.calls
    assert isinstance(calls, Calls)
    calls.found = Call(CALL, state=state, number=NUMBER, contact=CALLER, **more)
    calls.found.transfers = {"one": going}


def test_phones_ring_on_after_a_restart() -> None:
    """One that was declined before does not; an answer connects the caller."""

    async def check(carrier: BrowserCarrier, url: str, reports: Reports) -> None:
        in_log(carrier, "transferring", "unavailable")
        async with (
            fake_tab(url, {**being(SAM), "leg": "one.2"}) as sam,
            fake_tab(url, {**being(DANA), "leg": ""}) as dana,
            fake_tab(url, calling()) as caller,
        ):
            await caller.until("state", state="ringing")
            await sam.until("ring")
            await sam.tell("answer", leg="one.2")
            await sam.until("connected")
            await caller.until("state", state="connected")
            assert reports.bridged == ["one.2"]
            await asyncio.sleep(RETURN_SECONDS + 2)
            assert not [one for one in dana.said if one["is"] == "ring"]
            assert not [one for one in sam.said if one["is"] == "stop_ring"]

    in_office(check, 4)


def test_a_phone_whose_tab_does_not_return_after_a_restart_is_unreachable() -> None:
    """The transfer does not wait for the whole ring."""

    async def check(carrier: BrowserCarrier, url: str, reports: Reports) -> None:
        in_log(carrier, "transferring")
        async with fake_tab(url, calling()):
            await asyncio.sleep(RETURN_SECONDS + 3)
            assert ("one.1", "unavailable") in reports.statuses
            assert ("one.2", "unavailable") in reports.statuses

    in_office(check, 6)


def talks_on(first: str) -> None:
    """Return to a talk after a restart, one side first."""

    async def check(carrier: BrowserCarrier, url: str, reports: Reports) -> None:
        in_log(carrier, "dropped", "bridged")
        openings = {"caller": calling(), "member": {**being(DANA), "leg": "one.1"}}
        second = next(one for one in openings if one != first)
        async with fake_tab(url, openings[first]) as one:
            await asyncio.sleep(RETURN_SECONDS / 3)
            async with fake_tab(url, openings[second]) as other:
                caller, member = (one, other) if first == "caller" else (other, one)
                await member.until("connected")
                await caller.until("state", state="connected", who="Dana")
                await caller.speak(FRAME)
                await member.speak(FRAME)
                await soon(lambda: LIVE in caller.sound and LIVE in member.sound)
                await asyncio.sleep(RETURN_SECONDS * 2)
                assert reports.statuses == []
                await member.tell("hang_up", leg="one.1")
                await caller.until("state", state="ended", why="they_hung_up")

    in_office(check, 4)


def test_a_talk_goes_on_after_a_restart_whose_caller_returns_first() -> None:
    """Each hears the other again."""
    talks_on("caller")


def test_a_talk_goes_on_after_a_restart_whose_member_returns_first() -> None:
    """Each hears the other again."""
    talks_on("member")


def test_a_talk_whose_member_does_not_return_ends() -> None:
    """The caller is told so."""

    async def check(carrier: BrowserCarrier, url: str, reports: Reports) -> None:
        in_log(carrier, "dropped", "bridged")
        async with fake_tab(url, calling()) as caller:
            await caller.until("state", state="ended", why="they_hung_up")
            await soon(lambda: ("call", "ended") in reports.statuses)

    in_office(check, 6)


def test_a_phone_whose_call_is_over_when_it_returns_is_told() -> None:
    """It does not ring or talk on its page forever."""

    async def check(_: BrowserCarrier, url: str, __: Reports) -> None:
        async with fake_tab(url, {**being(DANA), "leg": "long-gone"}) as dana:
            told = await dana.until("stop_ring", leg="long-gone")
            assert told["why"] == "the line was lost"

    in_office(check, 6)


def test_a_mailbox_records_after_a_restart() -> None:
    """Its greeting is played again, since what was recorded before is lost."""

    async def check(carrier: BrowserCarrier, url: str, _: Reports) -> None:
        mailbox = Mailbox(owner="Dana", greeting="Leave a message.")
        voicemail = Voicemail("one", mailbox, status="started")
        in_log(carrier, "voicemail_fallback", "unavailable", voicemail=voicemail)
        async with fake_tab(url, calling()) as caller:
            await caller.until("speech", text="Leave a message.")
            await caller.until("state", state="recording")

    in_office(check)


def test_a_call_that_ended_meanwhile_is_not_begun_again() -> None:
    """The page says that the line was lost."""

    async def check(carrier: BrowserCarrier, url: str, reports: Reports) -> None:
        in_log(carrier, "ended")
        async with fake_tab(url, calling()) as caller:
            await caller.until("state", state="ended", why="lost")
            assert carrier.exchange.live(CALL) is None
            assert reports.statuses == []

    in_office(check)


def test_a_phone_that_was_cut_off_while_it_was_asked_for_a_key_talks_on() -> None:
    """It is asked again; the time for the key does not end the talk later."""

    async def check(carrier: BrowserCarrier, url: str, _: Reports) -> None:
        request = transfer("one", DANA)
        asking = tuple(leg.model_copy(update={"accept": "press_1"}) for leg in request.legs)
        async with fake_tab(url, calling()) as caller:
            await caller.until("state")
            async with fake_tab(url, being(DANA)) as dana:
                await soon(lambda: bool(carrier.exchange.phones(DANA)))
                assert carrier.telephony is not None
                await carrier.telephony.ring(request.model_copy(update={"legs": asking}))
                await dana.until("ring")
                await dana.tell("answer", leg="one.1")
                await dana.until("ask_key")
            async with fake_tab(url, being(DANA)) as dana:
                await dana.until("ask_key")
                await dana.tell("press", id="key-number-1", digits="1", leg="one.1")
                await dana.until("connected")
                await asyncio.sleep(ACCEPT_SECONDS + 2)
                await caller.speak(FRAME)
                await soon(lambda: LIVE in dana.sound)

    in_office(check, 4)


def test_a_phone_that_becomes_busy_stops_ringing() -> None:
    """The caller does not wait for it."""

    async def check(carrier: BrowserCarrier, url: str, reports: Reports) -> None:
        async with fake_tab(url, calling()) as caller, fake_tab(url, being(DANA)) as dana:
            await caller.until("state")
            await soon(lambda: bool(carrier.exchange.phones(DANA)))
            assert carrier.telephony is not None
            await carrier.telephony.ring(transfer("one", DANA))
            await dana.until("ring")
            await dana.tell("busy", on=True)
            await dana.until("stop_ring", why="busy")
            await soon(lambda: ("one.1", "unavailable") in reports.statuses)

    in_office(check)


def test_what_was_typed_is_acknowledged_once_it_is_stored() -> None:
    """A tab that repeats it while the log is away loses nothing."""

    async def check(carrier: BrowserCarrier, url: str, _: Reports) -> None:
        calls = carrier.exchange.core.calls
        assert isinstance(calls, Calls)
        async with fake_tab(url, calling()) as tab:
            await tab.until("state")
            calls.away = 2
            await tab.say("Are you there?")
            await tab.until("heard")
            assert not [one for one in tab.said if one["is"] == "ack"]
            await tab.until("ack")
            assert calls.heard == ["Are you there?"]

    in_office(check, 4)
