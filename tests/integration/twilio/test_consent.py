"""Consent to texts on Twilio: its keywords, its own replies, and its refusals."""

import asyncio
from pathlib import Path

import pytest

from hookflash.domain.workspace.contact import Contact
from tests.integration.twilio.office import CALLER, OFFICE, Office, play
from tests.integration.twilio.test_faults import BOOKING
from tests.twilio.account import Account

pytestmark = pytest.mark.slow


async def sender(office: Office) -> Contact:
    """The contact who calls and texts."""
    return await office.center.contact("harbor-dental", CALLER)


async def texted(office: Office, body: str) -> Contact:
    """Text the office; returns the contact afterwards."""
    office.twilio.control.text(CALLER, OFFICE, body)
    await asyncio.sleep(10)
    return await sender(office)


def asked(office: Office) -> int:
    """How often Twilio was asked to send a text, whatever it answered."""
    posts = office.twilio.ledger.read(kind="rest", method="POST")
    return sum("Messages" in entry["path"] for entry in posts)


def test_stop_and_start_change_consent_and_only_twilio_replies(tmp_path: Path) -> None:
    """The contact has one reply to each, by Twilio; ours would be refused, or double it."""

    async def story(office: Office) -> None:
        assert (await texted(office, "Stop")).opted_out
        assert not (await texted(office, "START")).opted_out
        assert len(office.twilio.ledger.read(kind="carrier_reply")) == 2
        assert asked(office) == 0

    play(story, tmp_path)


def test_the_keywords_of_an_account_count_as_twilio_takes_them(tmp_path: Path) -> None:
    """Advanced Opt-Out: Twilio tells in ``OptOutType`` what a word of the account means."""
    own = Account(advanced_opt_out=True, keywords={"ARRET": "STOP", "OUI": "START"})

    async def story(office: Office) -> None:
        assert (await texted(office, "Arret")).opted_out
        assert not (await texted(office, "oui")).opted_out
        assert len(office.twilio.ledger.read(kind="carrier_reply")) == 2
        assert asked(office) == 0

    play(story, tmp_path, account=own)


def test_after_stop_no_text_is_asked_of_twilio_and_after_start_it_is(tmp_path: Path) -> None:
    """The agent says that the caller has opted out."""

    async def story(office: Office) -> None:
        await texted(office, "STOP")
        _, call_id = office.called(BOOKING)
        await office.over(call_id)
        assert asked(office) == 0
        await texted(office, "UNSTOP")
        _, call_id = office.called(BOOKING)
        call = await office.over(call_id)
        assert [text.status for text in call.texts.values()] == ["delivered"]
        assert asked(office) == 1

    play(story, tmp_path)


def test_a_contact_who_opted_out_at_twilio_alone_is_not_texted_again(tmp_path: Path) -> None:
    """Twilio refuses the text with 21610, which is an opt-out here too; the agent says so."""

    async def story(office: Office) -> None:
        office.twilio.world.opted_out.add((OFFICE, CALLER))
        for _ in range(2):
            _, call_id = office.called(BOOKING)
            await office.over(call_id)
        assert (await sender(office)).sources == {"carrier"}
        assert asked(office) == 1
        assert not (await texted(office, "START")).opted_out

    play(story, tmp_path)
