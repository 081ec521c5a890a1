"""Whole calls through Twilio's REST, TwiML and callbacks, as the stand-in plays them."""

from pathlib import Path

import pytest

from tests.integration.twilio.office import CALLER, Office, play

SPEECHES = ["gather"]


@pytest.mark.parametrize("speech", SPEECHES)
def test_a_caller_is_greeted_texted_and_says_goodbye(tmp_path: Path, speech: str) -> None:
    """The text is sent from the called number, and its receipts reach the log."""

    async def story(office: Office) -> None:
        sid, call_id = office.called(
            [
                {"until": "Harbor Dental"},
                {"say": "Could you text me the link to book?"},
                {"until": "text"},
                {"wait": 12},
                {"hang_up": True},
            ]
        )
        call = await office.over(call_id)
        (text,) = call.texts.values()
        assert text.provider_id.startswith("SM")
        assert text.status == "delivered"
        assert call.provider_call_id == sid
        assert "Thanks for calling Harbor Dental." in office.heard(CALLER)
        assert not call.speeches

    play(story, tmp_path, speech=speech)
