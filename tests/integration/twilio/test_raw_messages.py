"""What Twilio said is kept as it said it, and erased with the contact."""

import asyncio
from pathlib import Path

import pytest

from hookflash.domain.event import Event
from hookflash.domain.quarantine.messages import CarrierMessageReceived
from tests.integration.twilio.office import CALLER, OFFICE, Office, play
from tests.integration.twilio.test_faults import BOOKING, post
from tests.integration.twilio.test_transfers import asking

UNKNOWN = {"CallerMood": "joyful \u2603", "Empty": ""}


async def kept(office: Office, call_id: str) -> dict[str, list[CarrierMessageReceived]]:
    """The messages about a call, by kind."""
    by_kind: dict[str, list[CarrierMessageReceived]] = {}
    for event in await office.center.carrier_messages(call_id):
        by_kind.setdefault(event.kind, []).append(event)
    return by_kind


async def everything(office: Office) -> list[Event]:
    """The whole log."""
    entries = [entry for _, entry in await office.center._log.read_log()]
    return [entry for entry in entries if isinstance(entry, Event)]


def test_every_callback_that_is_reported_is_kept_as_it_came(tmp_path: Path) -> None:
    """Each once, though it came twice; the log has neither the signature nor the token."""

    async def story(office: Office) -> None:
        office.twilio.world.faults.order(
            [{"on": "webhook", "do": "duplicate", "times": 60, "seconds": 0.5}]
        )
        sid, call_id = office.called(BOOKING)
        await office.over(call_id)
        await asyncio.sleep(5)
        by_kind = await kept(office, call_id)
        assert {"voice", "heard", "next", "text-status", "ended"} <= by_kind.keys()
        (first,) = by_kind["voice"]
        (posted, *_) = office.twilio.ledger.read(kind="webhook", webhook="voice")
        assert first.message == posted["params"]
        assert first.message["CallSid"] == sid
        assert first.carrier == "twilio/main"
        statuses = [one.message["MessageStatus"] for one in by_kind["text-status"]]
        assert len(statuses) == len(set(statuses))
        told = repr(await office.center.carrier_messages(call_id))
        assert "ignature" not in told
        assert office.twilio.world.account.token not in told

    play(story, tmp_path)


def test_what_conversation_relay_tells_is_kept_without_partial_words(tmp_path: Path) -> None:
    """In its order, with every field; what it tells of each syllable is not."""

    async def story(office: Office) -> None:
        sid, call_id = office.called(BOOKING)
        await office.over(call_id)
        await asyncio.sleep(5)
        told = [one.message for one in (await kept(office, call_id))["relay"]]
        assert (told[0]["type"], told[0]["callSid"]) == ("setup", sid)
        words = [one["voicePrompt"] for one in told if one["type"] == "prompt"]
        assert words == ["Could you text me the link to book?"]
        played = [one["value"] for one in told if one["type"] == "info"]
        assert played
        assert all(one["name"] == "tokensPlayed" for one in told if one["type"] == "info")
        await office.center.erase(CALLER, operator="Dana")
        assert CALLER.removeprefix("+") not in repr(await everything(office))
        assert "link to book" not in repr(await office.center.carrier_messages(call_id))

    play(story, tmp_path, speech="relay")


def test_fields_that_nobody_knows_are_kept(tmp_path: Path) -> None:
    """Of calls and texts; a forged callback leaves nothing."""

    async def story(office: Office) -> None:
        token = office.twilio.world.account.token
        form = {"From": CALLER, "To": OFFICE, "CallSid": "CA1", "CallStatus": "ringing", **UNKNOWN}
        assert await post(office, "voice", form, token="another") == 403  # noqa: S106
        call_id = office.call_id("CA1")
        assert await office.center.carrier_messages(call_id) == []
        assert await post(office, "voice", form, token=token) == 200
        (event,) = await office.center.carrier_messages(call_id)
        assert event.message == form
        text = {"From": CALLER, "To": OFFICE, "Body": "Open?", "MessageSid": "SM1", **UNKNOWN}
        assert await post(office, "text", text, token=token) == 200
        await office.center.caught_up()
        (told,) = [
            event
            for event in await everything(office)
            if isinstance(event, CarrierMessageReceived) and event.kind == "text"
        ]
        assert told.message == text
        assert await office.center.carrier_messages(told.call_id) == [told]

    play(story, tmp_path)


@pytest.mark.slow
def test_what_twilio_said_is_erased_with_the_contact(tmp_path: Path) -> None:
    """Also what it says afterwards, and of a call that the log does not have."""
    log = f"sqlite:///{tmp_path / 'log.db'}"

    async def story(office: Office) -> None:
        token = office.twilio.world.account.token
        office.twilio.control.phones({"default": {"outcome": "busy", "ring": 1}})
        sid, call_id = office.called(asking("a person", {"wait": 20}, {"hang_up": True}))
        await office.over(call_id)
        late = {"From": CALLER, "To": OFFICE, "CallSid": "CAlost", "CallStatus": "completed"}
        assert await post(office, "ended", late, token=token) == 200
        office.twilio.control.text(CALLER, OFFICE, "Are you open?")
        await asyncio.sleep(5)
        await office.center.erase(CALLER, operator="Dana")
        for event in await everything(office):
            if isinstance(event, CarrierMessageReceived):
                assert set(event.message.values()) <= {"", "[erased]"}, event
        assert CALLER.removeprefix("+") not in repr(await everything(office))
        assert sid not in repr(await everything(office))
        before = len(await office.center.carrier_messages(call_id))
        again = {"From": CALLER, "To": OFFICE, "CallSid": sid, "CallStatus": "completed"}
        assert await post(office, "ended", again, token=token) == 200
        assert len(await office.center.carrier_messages(call_id)) == before

    play(story, tmp_path, log=log)
