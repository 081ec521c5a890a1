"""What Twilio's answers prove, and which requests come from Twilio."""

import asyncio
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.request_validator import RequestValidator

from hookflash.orchestrator.carriers.twilio.answers import answer_to
from hookflash.orchestrator.carriers.twilio.client import (
    OneTry,
    Throttled,
    Unclear,
    client_for,
)
from hookflash.orchestrator.carriers.twilio.links import REPEAT
from hookflash.orchestrator.carriers.twilio.signature import Signatures
from hookflash.orchestrator.ports.answers import Accepted, NotTaken, Refused, Unknown
from hookflash.orchestrator.system.clock import SystemClock

URL = "https://calls.example.com/v1/carriers/twilio/office/main/leg?leg=1&call=CA1"
FORM = {"CallSid": "CA2", "CallStatus": "ringing"}


async def told(outcome: Any) -> Any:
    """A request with this outcome."""
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (SimpleNamespace(sid="SM1"), Accepted(provider_id="SM1")),
        (SimpleNamespace(sid=None), Unknown(reason="the answer names no id")),
        (Throttled(7.0), NotTaken(reason="Twilio asks to wait", seconds=7.0)),
        (httpx.ConnectError("x"), NotTaken(reason="ConnectError")),
        (httpx.ReadTimeout("x"), Unknown(reason="x")),
        (Unclear("HTTP 500"), Unknown(reason="HTTP 500")),
        (TwilioException("not JSON"), Unknown(reason="not JSON")),
        (TwilioRestException(408, "", "slow", None), Unknown(reason="slow")),
        (
            TwilioRestException(400, "", "opted out", 21610),
            Refused(code="21610", reason="opted out"),
        ),
        (TwilioRestException(404, "", "none", None), Refused(code="404", reason="none")),
    ],
)
def test_an_answer_is_what_it_proves(outcome: Any, expected: Any) -> None:
    """Fault 9: a 5xx or a lost answer proves nothing. Fault 8: 429 is provably not done."""
    assert asyncio.run(answer_to(told(outcome))) == expected


@pytest.mark.parametrize("body", ["", "<html>Hello</html>", "null", "[]"])
@pytest.mark.parametrize("status", [200, 201, 404])
def test_an_answer_that_is_not_twilios_proves_nothing(status: int, body: str) -> None:
    """A proxy may give it, after Twilio has made the call; one of fifty must not end the others."""

    async def asked() -> object:
        http = OneTry(SystemClock(), "http://twilio.test")
        await http.connections.aclose()
        reply = httpx.Response(status, text=body)
        http.connections = httpx.AsyncClient(transport=httpx.MockTransport(lambda _: reply))
        client = client_for("AC1", "token", http)
        try:
            return await answer_to(client.calls.create_async(to="+1", from_="+1", url="http://x"))
        finally:
            await http.close()

    assert asyncio.run(asked()) == Unknown(reason=f"HTTP {status} without JSON")


def test_a_token_that_is_not_accepted_may_be_replaced() -> None:
    """The request waits for that."""
    answer = asyncio.run(answer_to(told(TwilioRestException(401, "", "Authenticate", 20003))))
    assert isinstance(answer, NotTaken)
    assert answer.seconds


def signed(secret: str, algorithm: str = "HMAC_SHA1", url: str = URL) -> dict[str, str]:
    """The headers of a request."""
    signature = RequestValidator(secret).compute_signature(url, FORM, algorithm)
    headers = {"X-Twilio-Signature": signature}
    if algorithm != "HMAC_SHA1":
        headers["X-Twilio-Webhooks-Signature-Settings"] = f"key=k,algorithm={algorithm}"
    return headers


def test_both_algorithms_and_both_readings_of_a_fragment_are_accepted() -> None:
    """The token signs with SHA-1, a shared key with SHA-256."""
    signatures = Signatures("AC1", "token", "shared")
    assert signatures.valid(URL, signed("token"), FORM)
    assert signatures.valid(URL, signed("token", url=URL + REPEAT), FORM)
    assert signatures.valid(URL, signed("shared", "HMAC_SHA256"), FORM)


def test_a_forged_request_is_recognised() -> None:
    """Fault 16: another secret, form, URL or algorithm, a signature that is none, or none."""
    signatures = Signatures("AC1", "token", "shared")
    assert not signatures.valid(URL, signed("shared"), FORM)
    assert not signatures.valid(URL, signed("token", "HMAC_SHA256"), FORM)
    assert not signatures.valid(URL, signed("token"), {**FORM, "CallStatus": "completed"})
    assert not signatures.valid(f"{URL}&a=1", signed("token"), FORM)
    unknown = {"X-Twilio-Webhooks-Signature-Settings": "algorithm=HMAC_MD5"}
    assert not signatures.valid(URL, signed("shared") | unknown, FORM)
    assert not signatures.valid(URL, {"X-Twilio-Signature": "é"}, FORM)
    assert not signatures.valid(URL, {}, FORM)


def test_a_json_body_is_checked_by_its_hash() -> None:
    """Its hash is in the signed URL."""
    signatures, body = Signatures("AC1", "token"), '{"a": 1}'
    url = f"{URL}&bodySHA256={RequestValidator('token').compute_hash(body)}"
    headers = {"X-Twilio-Signature": RequestValidator("token").compute_signature(url, {})}
    assert signatures.valid(url, headers, {}, body)
    assert not signatures.valid(url, headers, {}, body + " ")
