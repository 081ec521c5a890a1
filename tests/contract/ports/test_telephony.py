"""What every voice platform holds to."""

import asyncio
from collections.abc import Callable

from hookflash.domain.call.effects import HandOver, HangUp, PlayVoicemail, ReleasePhone
from hookflash.domain.call.events.transfers import Leg, Mailbox
from hookflash.orchestrator.ports.answers import Accepted
from tests.contract.ports.conftest import CALL, Check, Reached, transfer

Hold = Callable[[Check], None]


def release(leg: str) -> ReleasePhone:
    """The request to let one phone go."""
    named = Leg(leg=leg, who="Dana", phone="+14155550171")
    return ReleasePhone(call_id=CALL, effect_key=leg.partition(".")[0], leg=named)


def test_all_phones_of_a_transfer_ring(hold: Hold) -> None:
    """Each reports what it does, under its own leg."""

    async def check(outside: Reached) -> None:
        answer = await outside.telephony.ring(transfer("one", "Dana", "Lee", "Kim"))
        assert isinstance(answer, Accepted)
        await asyncio.sleep(8.0)
        assert set(outside.told) == {
            ("one.1", "ringing"),
            ("one.1", "answered"),
            ("one.2", "ringing"),
            ("one.3", "unavailable"),
        }

    hold(check)


def test_a_phone_that_was_released_does_not_answer(hold: Hold) -> None:
    """It stops ringing; the others ring on."""

    async def check(outside: Reached) -> None:
        await outside.telephony.ring(transfer("one", "Dana", "Dana"))
        await asyncio.sleep(1.0)
        await outside.telephony.release(release("one.1"))
        await asyncio.sleep(8.0)
        assert ("one.1", "answered") not in outside.told
        assert ("one.2", "answered") in outside.told

    hold(check)


def test_releasing_is_harmless_at_any_time(hold: Hold) -> None:
    """Twice, after the phone answered, and for one that never rang."""

    async def check(outside: Reached) -> None:
        await outside.telephony.release(release("never.1"))
        await outside.telephony.ring(transfer("one", "Dana"))
        await asyncio.sleep(8.0)
        await outside.telephony.release(release("one.1"))
        await outside.telephony.release(release("one.1"))
        assert outside.told == [("one.1", "ringing"), ("one.1", "answered")]

    hold(check)


def test_the_phones_of_a_transfer_can_be_found_by_its_key(hold: Hold) -> None:
    """None before it rings, then each as it is; no other transfer's."""

    async def check(outside: Reached) -> None:
        find = outside.telephony.find_legs
        assert not await find(CALL, "one")
        await outside.telephony.ring(transfer("one", "Dana", "Kim"))
        await outside.telephony.ring(transfer("two", "Lee"))
        await asyncio.sleep(8.0)
        found = {leg.leg: leg.status for leg in await find(CALL, "one")}
        assert found == {"one.1": "answered", "one.2": "unavailable"}

    hold(check)


def test_a_call_is_handed_over(hold: Hold) -> None:
    """The carrier takes it, under an id."""

    async def check(outside: Reached) -> None:
        request = HandOver(
            call_id=CALL,
            effect_key="one",
            attempt=1,
            caller_id=None,
            number="+14155550100",
            destination=Leg(leg="one.1", who="+12125550143", phone="+12125550143"),
        )
        assert isinstance(await outside.telephony.hand_over(request), Accepted)

    hold(check)


def test_voicemail_plays(hold: Hold) -> None:
    """It begins, under an id."""

    async def check(outside: Reached) -> None:
        mailbox = Mailbox(owner="Dana", greeting="Please leave a message.")
        request = PlayVoicemail(call_id=CALL, effect_key="one", attempt=1, mailbox=mailbox)
        assert isinstance(await outside.telephony.play_voicemail(request), Accepted)

    hold(check)


def test_hanging_up_twice_is_harmless(hold: Hold) -> None:
    """The second time there is nothing to hang up."""

    async def check(outside: Reached) -> None:
        request = HangUp(call_id=CALL, effect_key="one")
        await outside.telephony.hang_up(request)
        await outside.telephony.hang_up(request)

    hold(check)


def test_words_are_taken_for_saying(hold: Hold) -> None:
    """Saying something comes back."""

    async def check(outside: Reached) -> None:
        await outside.telephony.say(CALL, "I'll text you the link now.")

    hold(check)
