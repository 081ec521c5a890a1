"""The contract of the ``Telephony`` port."""

import asyncio
from collections.abc import Mapping
from typing import ClassVar, Final

import pytest

from hookflash.domain.call.effects import (
    FindCall,
    FindLegs,
    HandOver,
    HangUp,
    PlayVoicemail,
    ReleasePhone,
    RingPhones,
    Speech,
    StopRecording,
)
from hookflash.domain.call.events.transfers import Leg, Mailbox
from hookflash.orchestrator.carriers.simulator.behaviour import PhoneBehaviour
from hookflash.orchestrator.ports.answers import Accepted
from hookflash.orchestrator.ports.telephony import Telephony
from hookflash.orchestrator.testing.contracts.contract import (
    ABOUT,
    CALLER,
    NUMBER,
    Contract,
    Reports,
    on_adapter,
)

DANA: Final = "+14155550171"
SAM: Final = "+14155550172"
LEE: Final = "+14155550173"
KIM: Final = "+14155550174"
NAMES: Final = {DANA: "Dana", SAM: "Sam", LEE: "Lee", KIM: "Kim"}


def transfer(key: str, *phones: str) -> RingPhones:
    """A transfer that rings ``phones``, the legs being ``key.1``, ``key.2`` and so on."""
    return RingPhones(
        **ABOUT,
        effect_key=key,
        attempt=1,
        caller_id=CALLER,
        number=NUMBER,
        legs=tuple(leg(f"{key}.{n}", phone) for n, phone in enumerate(phones, start=1)),
        ring_seconds=30,
    )


def leg(name: str, phone: str) -> Leg:
    """A phone of a transfer."""
    return Leg(leg=name, who=NAMES[phone], phone=phone)


def release(name: str, phone: str = DANA) -> ReleasePhone:
    """The request to release one phone."""
    return ReleasePhone(**ABOUT, effect_key=name.partition(".")[0], leg=leg(name, phone))


class TelephonyContract(Contract[Telephony]):
    """What every adapter of a voice platform must do.

    The platform behind it has a live call for each test. Tests of what the adapter does not offer
    are skipped.
    """

    seconds: ClassVar[float] = 8.0

    @property
    def phones(self) -> Mapping[str, PhoneBehaviour]:
        """What each phone (E.164) must do when the platform behind the adapter rings it.

        Two phones answer after half of :attr:`seconds`, one rings unanswered, one is busy.
        """
        answers = PhoneBehaviour(does="answer", after=self.seconds / 2)
        return {
            DANA: answers,
            SAM: answers,
            LEE: PhoneBehaviour(does="ignore"),
            KIM: PhoneBehaviour(does="busy"),
        }

    @on_adapter
    async def test_all_phones_of_a_transfer_ring(
        self, telephony: Telephony, reports: Reports
    ) -> None:
        """All phones ring at the same time; each is reported under its own leg.

        A busy phone may be reported as ringing first. A carrier that connects phones by itself may
        stop the others then.
        """
        answer = await telephony.ring(transfer("one", DANA, LEE, KIM))
        assert isinstance(answer, Accepted)
        await asyncio.sleep(self.seconds)
        needed = {
            ("one.1", "ringing"),
            ("one.1", "answered"),
            ("one.2", "ringing"),
            ("one.3", "unavailable"),
        }
        allowed = {("one.3", "ringing")}
        if telephony.offers.screening:
            allowed |= {("one.2", "unavailable"), ("one.2", "stopped")}
        assert needed <= set(reports.statuses) <= needed | allowed

    @on_adapter
    async def test_of_two_phones_answered_at_once_one_is_connected(
        self, telephony: Telephony, reports: Reports
    ) -> None:
        """An adapter that offers ``screening`` asks for both, and connects the one that won."""
        if not telephony.offers.screening:
            pytest.skip("the telephony offers no screening")
        await telephony.ring(transfer("one", DANA, SAM, LEE))
        await asyncio.sleep(self.seconds)
        assert sorted(reports.asked) == [("one.1", 3), ("one.2", 3)]
        assert reports.bridged == [reports.winner]

    @on_adapter
    async def test_a_released_phone_does_not_answer(
        self, telephony: Telephony, reports: Reports
    ) -> None:
        """It stops ringing; the other phones go on."""
        await telephony.ring(transfer("one", DANA, SAM))
        await asyncio.sleep(self.seconds / 8)
        await telephony.release(release("one.1"))
        await asyncio.sleep(self.seconds)
        assert ("one.1", "answered") not in reports.statuses
        assert ("one.2", "answered") in reports.statuses

    @on_adapter
    async def test_releasing_is_harmless_at_any_time(
        self, telephony: Telephony, reports: Reports
    ) -> None:
        """A phone may be released that never rang, that has answered, or twice.

        That it was hung up may be reported.
        """
        await telephony.release(release("never.1"))
        await telephony.ring(transfer("one", DANA))
        await asyncio.sleep(self.seconds)
        await telephony.release(release("one.1"))
        await telephony.release(release("one.1"))
        assert reports.statuses[:2] == [("one.1", "ringing"), ("one.1", "answered")]
        assert set(reports.statuses[2:]) <= {("one.1", "unavailable"), ("one.1", "stopped")}

    @on_adapter
    async def test_the_phones_of_a_transfer_can_be_found_by_its_key(
        self, telephony: Telephony, reports: Reports
    ) -> None:
        """None are found before they ring; then each with its status, and no other transfer's."""
        assert not await telephony.find_legs(FindLegs(**ABOUT, effect_key="one"))
        await telephony.ring(transfer("one", DANA, KIM))
        await telephony.ring(transfer("two", LEE))
        await asyncio.sleep(self.seconds)
        assert reports.statuses
        found = {
            leg.leg: leg.status
            for leg in await telephony.find_legs(FindLegs(**ABOUT, effect_key="one"))
        }
        assert found == {"one.1": "answered", "one.2": "unavailable"}

    @on_adapter
    async def test_a_call_is_handed_over(self, telephony: Telephony, _reports: Reports) -> None:
        """The carrier accepts it, under an id of its own."""
        request = HandOver(
            **ABOUT,
            effect_key="one",
            attempt=1,
            caller_id=None,
            number=NUMBER,
            destination=Leg(leg="one.1", who="+12125550143", phone="+12125550143"),
        )
        assert isinstance(await telephony.hand_over(request), Accepted)

    @on_adapter
    async def test_voicemail_is_played(self, telephony: Telephony, _reports: Reports) -> None:
        """The platform accepts it, under an id of its own."""
        mailbox = Mailbox(owner="Dana", greeting="Please leave a message.")
        request = PlayVoicemail(**ABOUT, effect_key="one", attempt=1, mailbox=mailbox)
        assert isinstance(await telephony.play_voicemail(request), Accepted)

    @on_adapter
    async def test_hanging_up_twice_is_harmless(
        self, telephony: Telephony, _reports: Reports
    ) -> None:
        """The second request finds no call, and does not raise."""
        request = HangUp(**ABOUT, effect_key="one")
        await telephony.hang_up(request)
        await telephony.hang_up(request)

    @on_adapter
    async def test_recording_is_stopped_twice_without_harm(
        self, telephony: Telephony, _reports: Reports
    ) -> None:
        """The second request finds no recording, and does not raise."""
        if not telephony.offers.stops_recording:
            pytest.skip("the adapter cannot stop recording (offers.stops_recording)")
        request = StopRecording(**ABOUT, effect_key="one")
        await telephony.stop_recording(request)
        await telephony.stop_recording(request)

    @on_adapter
    async def test_words_are_said(self, telephony: Telephony, _reports: Reports) -> None:
        """``say`` returns, once the words were said or accepted for saying."""
        if not telephony.offers.speaks:
            pytest.skip("the host speaks, not the adapter (offers.speaks)")
        await telephony.say(
            Speech(**ABOUT, effect_key="speech-1", text="I'll text you the link now.")
        )

    @on_adapter
    async def test_a_call_is_live_until_it_is_hung_up(
        self, telephony: Telephony, _reports: Reports
    ) -> None:
        """It is live while words are said on it, and gone once it was hung up."""
        if not telephony.offers.find_call:
            pytest.skip("the adapter cannot look calls up (offers.find_call)")
        if telephony.offers.speaks:
            await telephony.say(Speech(**ABOUT, effect_key="speech-1", text="Goodbye."))
        assert (await telephony.find_call(FindCall(**ABOUT))).status == "live"
        await telephony.hang_up(HangUp(**ABOUT, effect_key="one"))
        assert (await telephony.find_call(FindCall(**ABOUT))).status == "gone"
