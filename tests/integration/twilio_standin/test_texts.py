"""Texts over the stand-in, in both directions."""

import pytest

from tests.integration.twilio_standin.host import CALLER, OFFICE, Scene, play
from tests.twilio.account import Account


async def send(on: Scene, **form: str) -> dict[str, object]:
    """Send a text by REST; returns the answer."""
    told = {"From": OFFICE, "To": CALLER, "Body": "Hello", "StatusCallback": f"{on.host.url}/fate"}
    answer = await on.rest.post("/Messages.json", data=told | form)
    body: dict[str, object] = answer.json()
    return body


async def fate(on: Scene, sid: object, status: str) -> list[str]:
    """Wait for this status, and return all that were posted."""
    await on.twilio.ledger.find("text_status", message=sid, status=status)
    await on.twilio.ledger.find("webhook", webhook="message")
    return [form["MessageStatus"] for form in on.host.got("/fate")]


def test_a_text_is_accepted_and_then_delivered() -> None:
    """Each step is a callback; the list finds the text by recipient and date."""

    async def story(on: Scene) -> None:
        text = await send(on)
        assert (text["status"], text["error_code"]) == ("queued", None)
        await fate(on, text["sid"], "delivered")
        query = {"To": CALLER, "DateSent>": "2026-01-01T00:00:00Z"}
        found = (await on.rest.get("/Messages.json", params=query)).json()
        assert [one["sid"] for one in found["messages"]] == [text["sid"]]
        query = {"To": CALLER, "DateSent<": "2026-01-01"}
        assert (await on.rest.get("/Messages.json", params=query)).json()["messages"] == []

    play(story)


def test_a_landline_fails_after_the_text_was_accepted() -> None:
    """The reason comes with the callback."""

    async def story(on: Scene) -> None:
        on.twilio.control.texts({CALLER: 30006})
        text = await send(on)
        await fate(on, text["sid"], "undelivered")
        got = (await on.rest.get(f"/Messages/{text['sid']}.json")).json()
        assert (got["status"], got["error_code"]) == ("undelivered", 30006)

    play(story)


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"To": "5550100"}, 21211),
        ({"Body": "x" * 1601}, 21617),
        ({"Body": ""}, 21602),
        ({"From": "+14155550111"}, 21606),
        ({"To": "+14155550122"}, 21408),
    ],
)
def test_a_bad_text_is_refused_at_once(form: dict[str, str], code: int) -> None:
    """The error body names Twilio's own number."""

    async def story(on: Scene) -> None:
        on.twilio.control.texts({"+14155550122": 21408})
        assert (await send(on, **form))["code"] == code

    play(story)


def test_stop_opts_out_until_start() -> None:
    """The carrier replies by itself, the host is told, and texts are refused meanwhile."""

    async def story(on: Scene) -> None:
        on.twilio.control.text(CALLER, OFFICE, "Stop")
        assert (await send(on))["code"] == 21610
        assert on.twilio.ledger.read(kind="carrier_reply")
        on.twilio.control.text(CALLER, OFFICE, "START")
        assert (await send(on))["status"] == "queued"
        await on.twilio.ledger.find("webhook", webhook="sms")
        assert on.host.got("/sms")[0]["OptOutType"] == "STOP"

    play(story, Account(advanced_opt_out=True))


def test_an_inbound_text_is_answered_by_twiml() -> None:
    """Callbacks may be signed with HMAC-SHA256, which a header says."""

    async def story(on: Scene) -> None:
        on.host.says("/sms", "<Message>We are open until five.</Message>")
        on.twilio.control.text(CALLER, OFFICE, "Are you open?")
        reply = await on.twilio.ledger.find("text", to=CALLER)
        assert reply["body"] == "We are open until five."
        assert on.host.forged == []

    play(story, Account(algorithm="HMAC_SHA256", signing_secret="another secret"))  # noqa: S106
