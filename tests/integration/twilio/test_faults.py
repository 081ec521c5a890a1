"""Twilio and the network misbehave: forged, repeated and lost callbacks, and no clear answers."""

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from twilio.request_validator import RequestValidator

from tests.integration.twilio.office import CALLER, HOOKS, OFFICE, Office, play
from tests.twilio.account import Account

pytestmark = pytest.mark.slow

BOOKING: list[dict[str, Any]] = [
    {"until": "Harbor Dental"},
    {"say": "Could you text me the link to book?"},
    {"until": "text"},
    {"wait": 40},
    {"hang_up": True},
]
FORM = {"From": CALLER, "To": OFFICE, "CallSid": "CAforged", "CallStatus": "ringing"}


async def post(
    office: Office, path: str, form: dict[str, str], *, token: str, host: str = ""
) -> int:
    """Post a webhook, signed with ``token``, as a proxy passes it on; returns the status."""
    public = f"{office.url}{HOOKS}/{path}"
    signed = RequestValidator(token).compute_signature(public, form)
    headers = {"X-Twilio-Signature": signed, **({"Host": host} if host else {})}
    async with httpx.AsyncClient(timeout=60) as http:
        return (await http.post(public, data=form, headers=headers)).status_code


def test_forged_webhooks_do_nothing(tmp_path: Path) -> None:
    """Another token, another account, no signature, a form or URL that was changed."""

    async def story(office: Office) -> None:
        account = office.twilio.world.account
        assert await post(office, "voice", FORM, token="another") == 403  # noqa: S106
        other = {**FORM, "AccountSid": "ACother"}
        assert await post(office, "voice", other, token=account.token) == 403
        url = f"{office.url}{HOOKS}/voice"
        signed = RequestValidator(account.token).compute_signature(url, FORM)
        async with httpx.AsyncClient(timeout=60, headers={"X-Twilio-Signature": signed}) as http:
            changed = {**FORM, "From": "+14155550111"}
            assert (await http.post(url, data=changed)).status_code == 403
            assert (await http.post(f"{url}?a=1", data=FORM)).status_code == 403
            del http.headers["X-Twilio-Signature"]
            assert (await http.post(url, data=FORM)).status_code == 403
        assert not await office.center.calls("harbor-dental")

    play(story, tmp_path)


def test_a_proxy_changes_host_and_scheme_and_the_signature_holds(tmp_path: Path) -> None:
    """The public URL is the operator's; what the proxy asks for does not matter."""

    async def story(office: Office) -> None:
        token = office.twilio.world.account.token
        assert await post(office, "voice", FORM, token=token, host="internal:80") == 200
        assert len(await office.center.calls("harbor-dental")) == 1

    play(story, tmp_path)


@pytest.mark.parametrize(
    ("algorithm", "secret"), [("HMAC_SHA1", ""), ("HMAC_SHA256", "the-secret-of-a-shared-key")]
)
def test_repeated_and_late_callbacks_count_once(
    tmp_path: Path, algorithm: str, secret: str
) -> None:
    """Every callback comes twice, and some after others that were later."""

    async def story(office: Office) -> None:
        office.twilio.world.faults.order(
            [
                {"on": "webhook", "do": "hold", "match": "text-status", "times": 1},
                {"on": "webhook", "do": "duplicate", "times": 60, "seconds": 0.5},
            ]
        )
        _, call_id = office.called(BOOKING)
        call = await office.over(call_id)
        (text,) = call.texts.values()
        assert text.status == "delivered"
        assert [line.text for line in call.lines if line.by == "caller"] == [
            "Could you text me the link to book?"
        ]
        assert len(office.twilio.ledger.read(kind="text")) == 1

    play(story, tmp_path, account=Account(algorithm=algorithm, signing_secret=secret))


@pytest.mark.parametrize(
    ("fault", "sent"),
    [
        ({"do": "refuse", "status": 429, "code": 20429}, 1),
        ({"do": "lose_answer"}, 1),
        ({"do": "fail_after", "status": 500}, 1),
    ],
)
def test_a_text_without_a_clear_answer_is_sent_once(
    tmp_path: Path, fault: dict[str, Any], sent: int
) -> None:
    """429 means not taken; after a 500 or a lost answer it is looked for, and not sent again."""

    async def story(office: Office) -> None:
        office.twilio.world.faults.order(
            [
                {"on": "rest", "match": r"POST .*Messages", **fault},
                {"on": "webhook", "do": "lose", "match": "text-status", "times": 99},
            ]
        )
        _, call_id = office.called(BOOKING)
        call = await office.until(
            call_id, lambda call: any(text.provider_id for text in call.texts.values())
        )
        (text,) = call.texts.values()
        assert text.provider_id.startswith("SM")
        await office.over(call_id)
        assert len(office.twilio.ledger.read(kind="text")) == sent

    play(story, tmp_path)


@pytest.mark.parametrize(
    ("code", "words"),
    [(21610, "opted out of texts"), (30006, "can't text the number"), (30034, "not able to send")],
)
def test_the_codes_of_refused_texts_become_reasons(tmp_path: Path, code: int, words: str) -> None:
    """Fault 52: 21610 is an opt-out. The agent can say why the text did not arrive."""

    async def story(office: Office) -> None:
        office.twilio.control.texts({CALLER: code})
        _, call_id = office.called(BOOKING)
        call = await office.over(call_id)
        (text,) = call.texts.values()
        assert text.status in ("refused", "undelivered", "failed")
        assert str(code) in repr(await office.center.events(call_id))
        assert words in call.lines[-1].text

    play(story, tmp_path)


def test_a_text_from_a_contact_reaches_the_inbox_once(tmp_path: Path) -> None:
    """STOP is an opt-out; Twilio answers it itself."""

    async def story(office: Office) -> None:
        token = office.twilio.world.account.token
        form = {"From": CALLER, "To": OFFICE, "Body": "Are you open?", "MessageSid": "SM1"}
        assert [await post(office, "text", form, token=token) for _ in range(2)] == [200, 200]
        office.twilio.control.text(CALLER, OFFICE, "STOP")
        await asyncio.sleep(10)
        async with httpx.AsyncClient(timeout=60) as http:
            body = urlencode(form)
            answer = await http.post(f"{office.url}{HOOKS}/text", content=body)
        assert answer.status_code == 403
        await office.center.caught_up()

    play(story, tmp_path)
