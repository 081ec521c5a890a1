"""The contracts notice adapters that do not keep them."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest

from hookflash.domain.call.effects import (
    FindCall,
    FindLegs,
    HandOver,
    HangUp,
    PlayVoicemail,
    ReleasePhone,
    RingPhones,
    SendText,
    Speech,
    StopRecording,
)
from hookflash.domain.problem import Problem
from hookflash.orchestrator.carriers.simulator.telephony import Screen
from hookflash.orchestrator.ports.answers import Accepted, Answer, Refused, Unknown
from hookflash.orchestrator.ports.messaging import Messaging, MessagingOffers, TextFound
from hookflash.orchestrator.ports.reports import Bridged, TextStatus
from hookflash.orchestrator.ports.telephony import CallFound, LegFound, Telephony, TelephonyOffers
from hookflash.orchestrator.ports.webhooks import Reply, WebhookSender
from hookflash.orchestrator.system.webhook_sender import HttpSender
from hookflash.testing import (
    Behaviour,
    MessagingContract,
    ReportTo,
    SimulatedMessaging,
    SimulatedTelephony,
    TelephonyContract,
    VirtualClock,
    WebhookSenderContract,
    run_virtually,
)


class SendsTwice(SimulatedMessaging):
    """Sends a text again when its request is repeated."""

    async def send(self, request: SendText) -> Answer:
        """Forget that it was sent."""
        self._found.pop(request.effect_key, None)
        return await super().send(request)


class SendsAnyBody(SimulatedMessaging):
    """Sends another text under a key that was used."""

    async def send(self, request: SendText) -> Answer:
        """Forget what was sent."""
        self.taken.pop(request.effect_key, None)
        return await super().send(request)


class LosesTexts(SimulatedMessaging):
    """Accepts a text and loses it."""

    async def send(self, request: SendText) -> Answer:
        """Do nothing."""
        return Accepted(provider_id=f"SM-{request.effect_key}")


class ConfusesTexts(SimulatedMessaging):
    """Takes two texts with one body for one text."""

    async def send(self, request: SendText) -> Answer:
        """Send everything under one key."""
        return await super().send(request.model_copy(update={"effect_key": "one"}))


class ReportsByProviderId(SimulatedMessaging):
    """Reports a text under the provider's id instead of its key."""

    async def _report(self, request: SendText, status: str, code: str = "") -> None:
        assert self.tell is not None
        report = {"effect_key": f"SM-{request.effect_key}", "status": status, "code": code}
        await self.tell(request.call_id, TextStatus.model_validate(report))


class FindsNothing(SimulatedMessaging):
    """Never finds a text."""

    async def find(self, request: SendText) -> TextFound | None:  # noqa: ARG002 - the port's own
        """Find nothing."""
        return None


class RingsOnePhone(SimulatedTelephony):
    """Rings the first phone only."""

    async def ring(self, request: RingPhones) -> Answer:
        """Leave out the others."""
        return await super().ring(request.model_copy(update={"legs": request.legs[:1]}))


class NeverReleases(SimulatedTelephony):
    """Ignores that a phone is to stop."""

    async def release(self, request: ReleasePhone) -> None:
        """Do nothing."""


class ReleasesOnlyRingingPhones(SimulatedTelephony):
    """Raises when a phone does not ring any more."""

    async def release(self, request: ReleasePhone) -> None:
        """Insist that it rings."""
        assert request.leg.leg in self._ringing, "no such call"
        await super().release(request)


class FindsEveryPhone(SimulatedTelephony):
    """Finds the phones of other transfers too."""

    async def find_legs(self, request: FindLegs) -> Sequence[LegFound]:
        """Ignore the key."""
        assert request.effect_key
        return list(self._legs.get(request.call_id, {}).values())


class FindsEveryCall(SimulatedTelephony):
    """Takes every call for live."""

    async def find_call(self, request: FindCall) -> CallFound:  # noqa: ARG002 - the port's own
        """Ask nobody."""
        return CallFound(status="live")


class LooksNoCallUp(SimulatedTelephony):
    """Cannot tell whether a call is live, and says so."""

    offers = TelephonyOffers()

    async def find_call(self, request: FindCall) -> CallFound:
        """Fail: it must not be asked."""
        raise AssertionError(f"asked about {request.call_id}")


class ConnectsWithoutAsking(SimulatedTelephony):
    """Connects every phone that is answered."""

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__(clock, screening=True)

    async def _connect(self, call_id: str, leg: str, screen: Screen) -> None:
        await screen(call_id, leg, 1)
        assert self.tell is not None
        await self.tell(call_id, Bridged(leg=leg))


class RefusesEverything(SimulatedTelephony):
    """Does not do what phones are not needed for."""

    async def say(self, speech: Speech) -> None:
        """Fail."""
        raise AssertionError(f"not said on {speech.call_id}: {speech.text}")

    async def hand_over(self, request: HandOver) -> Answer:
        """Give no clear answer."""
        return Unknown(reason=f"no answer about {request.effect_key}")

    async def play_voicemail(self, request: PlayVoicemail) -> Answer:
        """Refuse."""
        return Refused(code="501", reason=f"no voicemail for {request.effect_key}")

    async def stop_recording(self, request: StopRecording) -> None:
        """Fail."""
        raise AssertionError(f"not recorded: {request.call_id}")

    async def hang_up(self, request: HangUp) -> None:
        """Fail."""
        raise AssertionError(f"no such call: {request.call_id}")


class WritesJsonAnew(HttpSender):
    """Sends the same JSON, but not the same bytes."""

    async def send(self, url: str, headers: Mapping[str, str], body: str) -> Reply:
        """Escape what is not ASCII."""
        return await super().send(url, headers, json.dumps(json.loads(body)))


class FollowsRedirects(HttpSender):
    """Takes a redirect for a success."""

    async def send(self, url: str, headers: Mapping[str, str], body: str) -> Reply:
        """Report what the redirect leads to."""
        reply = await super().send(url, headers, body)
        return Reply(status=204) if reply.status in (301, 307) else reply


class SendsAnywhere(HttpSender):
    """Checks no URL."""

    def check(self, url: str) -> Problem | None:  # noqa: ARG002 - the port's own
        """Find nothing."""
        return None


PROMISES = MessagingOffers(idempotent_seconds=60)


class Texts(MessagingContract):
    """Holds a broken carrier to the contract."""

    def __init__(
        self, adapter: type[SimulatedMessaging], offers: MessagingOffers = PROMISES
    ) -> None:
        self._adapter = adapter
        self._offers = offers

    @asynccontextmanager
    async def adapter(self, report: ReportTo) -> AsyncIterator[Messaging]:
        """Open it."""
        messaging = self._adapter(VirtualClock(asyncio.get_running_loop()))
        messaging.offers = self._offers
        messaging.tell = report
        yield messaging

    def run(self, test: Coroutine[Any, Any, None]) -> None:
        """Run in virtual time."""
        run_virtually(test)


class Phones(TelephonyContract):
    """Holds a broken voice platform to the contract."""

    def __init__(self, adapter: type[SimulatedTelephony]) -> None:
        self._adapter = adapter

    @asynccontextmanager
    async def adapter(self, report: ReportTo) -> AsyncIterator[Telephony]:
        """Open it."""
        telephony = self._adapter(VirtualClock(asyncio.get_running_loop()))
        telephony.tell, telephony.screen = report, report.phone_answered
        telephony.behave(self.call_id, Behaviour(phones=dict(self.phones)))
        yield telephony

    def run(self, test: Coroutine[Any, Any, None]) -> None:
        """Run in virtual time."""
        run_virtually(test)


class Webhooks(WebhookSenderContract):
    """Holds a broken sender to the contract."""

    def __init__(self, adapter: type[HttpSender]) -> None:
        self._adapter = adapter

    def sender(self) -> WebhookSender:
        """Make one."""
        return self._adapter(allow_private=True)


BROKEN: list[tuple[Any, Callable[[Any], None]]] = [
    (Texts(LosesTexts), Texts.test_a_text_is_accepted_and_its_delivery_is_reported),
    (Texts(ReportsByProviderId), Texts.test_a_text_is_accepted_and_its_delivery_is_reported),
    (Texts(ConfusesTexts), Texts.test_two_texts_are_two),
    (Texts(SendsTwice), Texts.test_one_key_is_one_text),
    (Texts(SendsAnyBody), Texts.test_a_key_that_was_used_for_another_text_is_refused),
    (Texts(FindsNothing), Texts.test_a_text_can_be_found_by_its_key),
    (Phones(RingsOnePhone), Phones.test_all_phones_of_a_transfer_ring),
    (
        Phones(ConnectsWithoutAsking),
        Phones.test_of_two_phones_answered_at_once_one_is_connected,
    ),
    (Phones(NeverReleases), Phones.test_a_released_phone_does_not_answer),
    (Phones(ReleasesOnlyRingingPhones), Phones.test_releasing_is_harmless_at_any_time),
    (Phones(FindsEveryPhone), Phones.test_the_phones_of_a_transfer_can_be_found_by_its_key),
    (Phones(RefusesEverything), Phones.test_a_call_is_handed_over),
    (Phones(RefusesEverything), Phones.test_voicemail_is_played),
    (Phones(RefusesEverything), Phones.test_hanging_up_twice_is_harmless),
    (Phones(RefusesEverything), Phones.test_recording_is_stopped_twice_without_harm),
    (Phones(RefusesEverything), Phones.test_words_are_said),
    (Phones(FindsEveryCall), Phones.test_a_call_is_live_until_it_is_hung_up),
    (Webhooks(WritesJsonAnew), Webhooks.test_a_message_arrives_as_it_was_sent),
    (Webhooks(FollowsRedirects), lambda contract: contract.test_a_refusal_is_returned(301)),
    (Webhooks(SendsAnywhere), Webhooks.test_a_url_is_checked_before_it_is_stored),
]
"""Broken adapters, each with a test that must notice."""


@pytest.mark.parametrize(("contract", "test"), BROKEN)
def test_a_broken_adapter_is_noticed(contract: Any, test: Callable[[Any], None]) -> None:
    """Its test fails."""
    with pytest.raises(AssertionError):
        test(contract)


@pytest.mark.parametrize("contract", [Texts, Phones])
def test_each_test_of_a_contract_notices_a_broken_adapter(contract: type) -> None:
    """No test of a contract passes whatever the adapter does."""
    tests = {name for name in dir(contract) if name.startswith("test_")}
    assert tests == {test.__name__ for by, test in BROKEN if isinstance(by, contract)}


@pytest.mark.parametrize(
    ("contract", "test"),
    [
        (Texts(SimulatedMessaging), Texts.test_one_key_is_one_text),
        (Phones(SimulatedTelephony), Phones.test_all_phones_of_a_transfer_ring),
        (Webhooks(HttpSender), Webhooks.test_a_message_arrives_as_it_was_sent),
    ],
)
def test_an_adapter_that_is_not_broken_passes(contract: Any, test: Callable[[Any], None]) -> None:
    """So what fails above does so because of what was broken."""
    test(contract)


def test_a_failure_shows_what_the_adapter_answered() -> None:
    """Not only that an assertion failed."""
    with pytest.raises(AssertionError, match=r"isinstance\(Refused\(.*no voicemail for one"):
        Phones(RefusesEverything).test_voicemail_is_played()


def test_what_an_adapter_does_not_offer_is_not_asked_of_it() -> None:
    """The test is skipped, and says why."""
    contract = Texts(SimulatedMessaging, MessagingOffers(idempotent_seconds=0, can_search=False))
    for test in (
        contract.test_one_key_is_one_text,
        contract.test_a_key_that_was_used_for_another_text_is_refused,
        contract.test_a_text_can_be_found_by_its_key,
        Phones(SimulatedTelephony).test_of_two_phones_answered_at_once_one_is_connected,
    ):
        with pytest.raises(pytest.skip.Exception, match="offers"):
            test()
    with pytest.raises(pytest.skip.Exception, match="offers"):
        Phones(LooksNoCallUp).test_a_call_is_live_until_it_is_hung_up()


def test_a_contract_without_an_adapter_says_what_is_missing() -> None:
    """The name of the method, and what it must give."""
    with pytest.raises(NotImplementedError, match=r"define MessagingContract\.adapter"):
        MessagingContract().test_two_texts_are_two()
    with pytest.raises(NotImplementedError, match=r"define WebhookSenderContract\.sender"):
        WebhookSenderContract().test_a_message_arrives_as_it_was_sent()
