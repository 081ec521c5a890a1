"""Whole calls through Twilio's REST, TwiML and callbacks, as the stand-in plays them."""

import asyncio
from pathlib import Path

import pytest

from tests.integration.twilio.office import CALLER, OFFICE, Office, play

SPEECHES = ["gather", "relay"]


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


def test_with_relay_the_caller_can_interrupt(tmp_path: Path) -> None:
    """Partial words stop the agent, and what was heard of its words is recorded."""

    async def story(office: Office) -> None:
        _, call_id = office.called(
            [
                {"wait": 1},
                {"until": "Thanks", "seconds": 1.2},
                {"say": "Could you text me the link to book?"},
                {"until": "text"},
                {"wait": 8},
                {"hang_up": True},
            ]
        )
        call = await office.over(call_id)
        assert [text.status for text in call.texts.values()] == ["delivered"]
        heard = [
            event
            for event in await office.center.events(call_id)
            if event.TOPIC.endswith("speech_heard.v1")
        ]
        assert heard
        assert not call.speeches

    play(story, tmp_path, speech="relay")


def test_a_caller_too_many_hears_that_the_line_is_busy(tmp_path: Path) -> None:
    """Nothing is recorded of the call, and the live one goes on."""

    async def story(office: Office) -> None:
        center = office.center
        center._reception._most = 1
        _, first = office.called([{"until": "Thanks"}, {"wait": 20}, {"hang_up": True}])
        await office.until(first, lambda call: call.state == "conversing")
        leg = office.twilio.control.call("+14155550198", OFFICE, [{"wait": 5}])
        while not leg.over:  # noqa: ASYNC110 - the stand-in tells nobody
            await asyncio.sleep(0.1)
        assert leg.status == "busy"
        assert [call.call for call in await center.calls("harbor-dental")] == [first]
        assert (await office.over(first)).lines

    play(story, tmp_path)
