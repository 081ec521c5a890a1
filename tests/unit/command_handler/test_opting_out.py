"""Opting out of texts, through every channel, with the confirmation that follows."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from hookflash import Answer, CallCenter, Item, MessagingOffers, NotTaken, SendText
from hookflash.domain.call import events as e
from hookflash.domain.inbox import reply_events as r
from hookflash.orchestrator.carriers.simulator.behaviour import TextBehaviour
from hookflash.orchestrator.carriers.simulator.messaging import SimulatedMessaging
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.ports.reports import TextStatus
from hookflash.orchestrator.simulation.virtual_time import EPOCH, VirtualClock
from hookflash.testing import in_virtual_time
from tests.tree import ROOT
from tests.unit.command_handler.opened import open_worker

OFFICE = ROOT / "docs" / "tutorial" / "office.yaml"
SLUG, NUMBER, CALLER = "harbor-dental", "+14155550100", "+14155550199"


class Carrier(SimulatedMessaging):
    """Counts requests; may answer keywords itself, throttle, or lose its answers."""

    def __init__(self, clock: VirtualClock, *, replies: bool = False, throttled: int = 0) -> None:
        super().__init__(clock)
        self.offers = MessagingOffers(opt_out_replies=replies)
        self.asked: list[SendText] = []
        self.throttled = throttled
        self.loses = False

    async def send(self, request: SendText) -> Answer:
        """Take it, unless it is throttled; the answer may be lost."""
        self.asked.append(request)
        if len(self.asked) <= self.throttled:
            return NotTaken(reason="HTTP 429", seconds=5)
        answer = await super().send(request)
        if self.loses:
            raise ConnectionError
        return answer


@asynccontextmanager
async def office(
    *, replies: bool = False, throttled: int = 0, file: Path = OFFICE
) -> AsyncIterator[tuple[CallCenter, Carrier]]:
    """The office of the tutorial, and its carrier of texts."""
    clock = VirtualClock(asyncio.get_running_loop(), EPOCH)
    telephony = SimulatedTelephony(clock, pace=0.0)
    carrier = Carrier(clock, replies=replies, throttled=throttled)
    center = open_worker("1", open_store("sqlite://"), clock, telephony, messaging=carrier)
    telephony.tell = carrier.tell = center.report
    await center.apply(file)
    try:
        yield center, carrier
    finally:
        telephony.tell = carrier.tell = None
        await center.close()


async def texts(center: CallCenter, body: str, message_id: str = "") -> str:
    """The caller sends a text; returns its id."""
    sent = await center.receive_text(to=NUMBER, from_=CALLER, body=body, message_id=message_id)
    return sent.text


async def calls(
    center: CallCenter, *words: str, test: bool = False, caller: str | None = CALLER
) -> str:
    """The caller calls and says ``words``."""
    call = await center.receive_call(to=NUMBER, from_=caller, test=test)
    await center.answer(call)
    for said in words:
        await center.hear(call, said)
    return call


async def said_by_the_agent(center: CallCenter, call: str) -> str:
    """Everything that the agent said, as one text."""
    found = [one.text for one in await center.events(call) if isinstance(one, e.AgentSpoke)]
    return " ".join(found)


async def items(center: CallCenter) -> list[Item]:
    """The items of the one thread."""
    (thread,) = await center.inbox(SLUG)
    return list(thread.items)


@in_virtual_time
async def test_a_stop_is_confirmed_by_one_text_that_the_thread_shows() -> None:
    """Fault 52: with the workspace's name; a second STOP is not confirmed again."""
    async with office() as (center, carrier):
        await texts(center, "STOP", "SM1")
        await texts(center, "STOP", "SM1")
        await asyncio.sleep(10)
        await texts(center, "please stop texting me", "SM2")
        await asyncio.sleep(10)
        assert [request.body.partition(":")[0] for request in carrier.asked] == ["Harbor Dental"]
        shown = [(one.sender, one.status) for one in await items(center)]
        assert shown == [(CALLER, "received"), (NUMBER, "delivered"), (CALLER, "received")]


@in_virtual_time
async def test_help_is_answered_also_after_an_opt_out() -> None:
    """With the workspace's name and the number to call."""
    async with office() as (center, carrier):
        await texts(center, "STOP")
        await texts(center, "help!")
        await asyncio.sleep(10)
        assert "Harbor Dental: For help, call +14155550100" in carrier.asked[1].body


@in_virtual_time
async def test_a_carrier_that_answers_keywords_sends_the_only_confirmation() -> None:
    """It does not read free wording: that is confirmed by us."""
    async with office(replies=True) as (center, carrier):
        await texts(center, "STOP")
        await texts(center, "HELP")
        await asyncio.sleep(10)
        assert carrier.asked == []
        assert [one.status for one in await items(center)] == ["received", "received"]
        await texts(center, "START")
        await texts(center, "Please stop texting me")
        await asyncio.sleep(10)
        assert len(carrier.asked) == 1


@in_virtual_time
async def test_a_reply_is_attempted_before_it_is_sent_and_never_twice() -> None:
    """A lost answer is searched for; the search finds it."""
    async with office() as (center, carrier):
        carrier.loses, carrier.tell = True, None
        text = await texts(center, "STOP")
        await asyncio.sleep(10)
        for _ in range(60):
            await center._replies.sweep()
            await asyncio.sleep(5)
        assert len(carrier.asked) == 1
        kinds = [type(event) for event in await center._log.read_stream(text)]
        assert kinds[1:4] == [r.ReplyRequested, r.ReplyAttempted, r.ReplyOutcomeUnknown]
        assert kinds[-1] is r.ReplyReported


@in_virtual_time
async def test_a_throttled_reply_is_sent_later() -> None:
    """By whichever worker sweeps first."""
    async with office(throttled=2) as (center, carrier):
        await texts(center, "STOP")
        await asyncio.sleep(1)
        for _ in range(20):
            await asyncio.gather(center._replies.sweep(), center._replies.sweep())
            await asyncio.sleep(2)
        assert len(carrier.asked) == 3
        assert (await items(center))[-1].status == "delivered"


@in_virtual_time
async def test_a_reply_whose_trace_is_lost_is_flagged() -> None:
    """Its provider never heard of it, so a person has to look."""
    async with office() as (center, carrier):
        carrier.loses, carrier.tell = True, None
        text = await texts(center, "STOP")
        await asyncio.sleep(10)
        carrier._found.clear()
        for _ in range(100):
            await center._replies.sweep()
            await asyncio.sleep(5)
        assert isinstance((await center._log.read_stream(text))[-1], r.ReplyFlagged)
        assert (await items(center))[-1].flagged
        assert len(carrier.asked) == 1


@in_virtual_time
async def test_a_report_about_a_reply_names_the_text() -> None:
    """The id of the text takes the place of the call's."""
    async with office() as (center, carrier):
        text = await texts(center, "STOP")
        await asyncio.sleep(0.1)
        key = carrier.asked[0].effect_key
        assert carrier.asked[0].call_id == text
        await center.report(text, TextStatus(effect_key=key, status="delivered", message_id="w1"))
        assert (await items(center))[-1].status == "delivered"


@in_virtual_time
async def test_a_spoken_revocation_refuses_the_texts_of_this_call_and_the_next() -> None:
    """Fault 52: the words are kept, and cited by each later decision."""
    async with office() as (center, _):
        words = "Take me off your list"
        first = await calls(center, words, "Can you text me the link?")
        assert "any more texts" in await said_by_the_agent(center, first)
        for call in (first, await calls(center, "Can you text me the booking link?")):
            (refused,) = [x for x in await center.events(call) if isinstance(x, e.SmsRefused)]
            assert refused.reason == "opted_out"
            assert [(known.source, known.words) for known in refused.facts.opt_outs] == [
                ("words", words)
            ]
            (check,) = [one for one in refused.checks if one.check == "consent"]
            assert check.found.startswith("opted out: said on a call")
            await center.end(call)
        contact = await center.contact(SLUG, CALLER)
        assert contact.known["words"].call == first


@pytest.mark.parametrize("words", ["Don't text me that now", "please don't text me the link"])
def test_declining_one_text_opts_nobody_out(words: str) -> None:
    """It declines this text only."""

    @in_virtual_time
    async def scene() -> None:
        async with office() as (center, _):
            await calls(center, words)
            assert not (await center.contact(SLUG, CALLER)).opted_out

    scene()


@pytest.mark.parametrize(("reply", "opted_out"), [("yes", True), ("no, just this one", False)])
def test_if_it_is_not_clear_the_agent_asks(reply: str, opted_out: bool) -> None:  # noqa: FBT001
    """The answer is bound to that question, and the words are those that were not clear."""

    @in_virtual_time
    async def scene() -> None:
        async with office() as (center, _):
            call = await calls(center, "Don't text me")
            assert (await center.events(call))[-1].type != "OptOutHeard"
            assert "at all?" in await said_by_the_agent(center, call)
            await center.hear(call, reply)
            contact = await center.contact(SLUG, CALLER)
            assert contact.opted_out is opted_out
            if opted_out:
                assert contact.known["words"].words == "Don't text me"

    scene()


@in_virtual_time
async def test_a_withheld_caller_is_told_that_it_cannot_be_recorded() -> None:
    """There is no contact to record it for."""
    async with office() as (center, _):
        call = await calls(center, "Unsubscribe me", caller=None)
        assert "can't record that" in await said_by_the_agent(center, call)


@in_virtual_time
async def test_a_test_call_changes_no_real_consent() -> None:
    """Neither by voice nor by a carrier's code."""
    async with office() as (center, _):
        await calls(center, "Take me off your list", test=True)
        assert not (await center.contact(SLUG, CALLER)).position


@in_virtual_time
async def test_a_carriers_opt_out_code_opts_out() -> None:
    """Fault 52: with the code as the source."""
    async with office() as (center, carrier):
        call = await calls(center)
        carrier.behave(call, TextBehaviour(outcome="fail:21610"))
        await center.hear(call, "Can you text me the booking link?")
        await asyncio.sleep(5)
        contact = await center.contact(SLUG, CALLER)
        assert contact.sources == {"carrier"}
        assert contact.known["carrier"].code == "21610"


@in_virtual_time
async def test_a_text_during_a_call_is_in_its_conversation() -> None:
    """It answers no question, and START lifts what was said before."""
    async with office() as (center, _):
        call = await calls(center, "Take me off your list")
        await texts(center, "START")
        (texted,) = [x for x in await center.events(call) if isinstance(x, e.CallerTexted)]
        assert (texted.body, texted.consent) == ("START", "opted_in")
        await center.hear(call, "Can you text me the booking link?")
        assert not any(isinstance(x, e.SmsRefused) for x in await center.events(call))


@pytest.mark.parametrize(
    ("words", "sent"),
    [("I'd like to book an appointment", False), ("Can you text me the booking link?", True)],
)
def test_quiet_hours_hold_back_what_was_not_asked_for(
    words: str,
    sent: bool,  # noqa: FBT001 - a parameter
    tmp_path: Path,
) -> None:
    """By the recipient's clock: at noon in UTC it is night in California."""
    file = tmp_path / "office.yaml"
    quiet = 'quiet_hours:\n  from: "21:00"\n  to: "08:00"\n'
    file.write_text(f"{OFFICE.read_text('utf-8')}\n{quiet}", "utf-8")

    @in_virtual_time
    async def scene() -> None:
        async with office(file=file) as (center, _):
            call = await calls(center, words)
            decided = [
                x for x in await center.events(call) if isinstance(x, e.SmsRefused | e.SmsRequested)
            ]
            check = next(one for one in decided[0].checks if one.check == "quiet_hours")
            assert isinstance(decided[0], e.SmsRequested) is sent
            assert check.reason == ("" if sent else "quiet_hours")
            assert "21:00-08:00: America/Los_Angeles 0" in check.found
            assert check.found.endswith("asked for it on this call") is sent

    scene()
