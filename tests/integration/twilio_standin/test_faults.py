"""Faults that a test orders: of requests, of callbacks, and of the host itself."""

import asyncio

import httpx
import pytest

from tests.integration.twilio_standin.host import CALLER, OFFICE, Scene, play


def form(on: Scene) -> dict[str, str]:
    """A text whose fate is told."""
    callback = f"{on.host.url}/fate"
    return {"From": OFFICE, "To": CALLER, "Body": "Hello", "StatusCallback": callback}


async def texts(on: Scene) -> int:
    """How many texts Twilio has."""
    return len((await on.rest.get("/Messages.json")).json()["messages"])


def test_a_throttled_request_was_not_processed() -> None:
    """429 says when to come back."""

    async def story(on: Scene) -> None:
        on.twilio.world.faults.order(
            [{"on": "rest", "do": "refuse", "match": "POST", "status": 429, "seconds": 3}]
        )
        answer = await on.rest.post("/Messages.json", data=form(on))
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3")
        assert answer.json()["code"] == 20429
        assert await texts(on) == 0

    play(story)


def test_a_request_may_be_processed_and_fail_all_the_same() -> None:
    """A 500 and a lost answer both leave a text that was sent."""

    async def story(on: Scene) -> None:
        for number, do in enumerate(("fail_after", "lose_answer"), start=1):
            on.twilio.world.faults.order([{"on": "rest", "do": do, "match": "POST"}])
            if do == "lose_answer":
                with pytest.raises(httpx.HTTPError):
                    await on.rest.post("/Messages.json", data=form(on))
            else:
                answer = await on.rest.post("/Messages.json", data=form(on))
                assert answer.status_code == 500
            assert await texts(on) == number

    play(story)


def test_callbacks_are_duplicated_lost_and_reordered() -> None:
    """What the host gets differs from what happened."""

    async def story(on: Scene) -> None:
        on.twilio.world.faults.order(
            [
                {"on": "webhook", "do": "hold", "match": "message"},
                {"on": "webhook", "do": "duplicate", "match": "message", "seconds": 0.1},
                {"on": "webhook", "do": "lose", "match": "message"},
            ]
        )
        await on.rest.post("/Messages.json", data=form(on))
        await on.twilio.ledger.find("webhook_lost")
        await asyncio.sleep(2)
        fates = [one["MessageStatus"] for one in on.host.got("/fate")]
        assert fates[0] == "sent"
        assert sorted(fates) == ["sending", "sent", "sent"]

    play(story)


def test_a_forged_callback_is_told_from_a_genuine_one() -> None:
    """The host's own check finds it."""

    async def story(on: Scene) -> None:
        on.twilio.world.faults.order([{"on": "webhook", "do": "forge", "match": "voice"}])
        on.twilio.control.call(CALLER, OFFICE)
        await on.twilio.ledger.find("alert")
        assert on.host.forged == ["/voice"]

    play(story)


def test_a_webhook_is_repeated_only_as_its_url_says() -> None:
    """By default a 500 is final; with rp=5xx the repeat carries the same token."""

    async def story(on: Scene) -> None:
        on.host.says("/again", "<Say>Welcome.</Say>")
        on.host.statuses = {"/again": [500, 502], "/voice": [500]}
        leg = on.twilio.control.call(CALLER, OFFICE)
        await on.over(leg.sid)
        assert len(on.host.got("/voice")) == 1
        on.twilio.control.number(OFFICE, voice_url=f"{on.host.url}/again#rc=2&rp=5xx")
        leg = on.twilio.control.call(CALLER, OFFICE)
        await on.over(leg.sid)
        assert len(on.host.got("/again")) == 3
        assert on.heard(CALLER)[-1] == "Welcome."
        again = [
            t for t, (path, _) in zip(on.host.tokens, on.host.seen, strict=True) if path == "/again"
        ]
        assert len(set(again)) == 1

    play(story)


def test_a_voice_webhook_that_fails_is_asked_at_its_fallback() -> None:
    """The fallback is told the error and the URL."""

    async def story(on: Scene) -> None:
        on.host.statuses["/voice"] = [503]
        on.host.says("/spare", "<Say>One moment.</Say>")
        on.twilio.control.number(OFFICE, voice_fallback_url=f"{on.host.url}/spare")
        leg = on.twilio.control.call(CALLER, OFFICE)
        await on.over(leg.sid)
        (spare,) = on.host.got("/spare")
        assert (spare["ErrorCode"], spare["ErrorUrl"]) == ("11200", f"{on.host.url}/voice")

    play(story)


def test_the_control_api_names_what_is_wrong_with_an_order() -> None:
    """A bad order never gives a traceback."""

    async def story(on: Scene) -> None:
        control = f"{on.twilio.url}/control"
        for path, body in {
            "faults": [{"on": "rest", "do": "explode"}],
            "phones": {CALLER: {"outcome": "explodes"}},
            "calls/inbound": {"from": CALLER, "to": "+14155550111"},
            "settings": {"colour": "red"},
        }.items():
            answer = await on.rest.post(f"{control}/{path}", json=body)
            assert answer.status_code == 400, path
            assert answer.json()["error"]

    play(story)
