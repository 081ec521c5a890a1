"""Callbacks that are forged, replayed, moved to another URL, or sent to another tenant."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import aiohttp
import httpx
import pytest
from starlette.datastructures import ImmutableMultiDict
from twilio.request_validator import SIGNATURE_SETTINGS_HEADER, RequestValidator

from hookflash.domain.event import Event
from tests.integration.twilio.office import CALLER, HOOKS, OFFICE, Office, play

pytestmark = pytest.mark.slow

Fields = Mapping[str, str | list[str]]
FORM: dict[str, str] = {
    "From": CALLER,
    "To": OFFICE,
    "CallSid": "CAforged",
    "CallStatus": "ringing",
}
BOOKING: list[dict[str, Any]] = [
    {"until": "Harbor Dental"},
    {"say": "Could you text me the link to book?"},
    {"until": "text"},
    {"wait": 12},
    {"hang_up": True},
]
CLOSED = (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSING)


def signed(office: Office, url: str, form: Fields, secret: str = "", algorithm: str = "") -> str:
    """The signature that Twilio makes with ``secret``; that of the account if it is empty."""
    signer = RequestValidator(secret or office.twilio.world.account.secret())
    fields = ImmutableMultiDict(parse_qsl(urlencode(form, doseq=True), keep_blank_values=True))
    made: str = signer.compute_signature(url, fields, algorithm or "HMAC_SHA1")
    return made


async def post(url: str, form: Fields | str, headers: Mapping[str, str]) -> int:
    """Post a form to ``url`` byte by byte as it is written; returns the status."""
    body = form if isinstance(form, str) else urlencode(form, doseq=True)
    told = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    async with httpx.AsyncClient(timeout=60, trust_env=False) as http:
        return (await http.post(url, content=body, headers=told)).status_code


def at(office: Office, path: str) -> str:
    """The public URL of a webhook."""
    return f"{office.url}{HOOKS}/{path}"


async def replayed(office: Office) -> None:
    """Send all callbacks of the ledger again, as they were signed, latest first."""
    for entry in reversed(office.twilio.ledger.read(kind="webhook")):
        headers = {"X-Twilio-Signature": signed(office, entry["url"], entry["params"])}
        assert await post(entry["url"], entry["params"], headers) in (200, 204)


async def events_of(office: Office, call_id: str) -> list[Event]:
    """The events of a call, except those that only note what came late."""
    events = await office.center.events(call_id)
    return [event for event in events if event.type != "LateReportNoted"]


@pytest.mark.parametrize(
    ("url", "signs"),
    [
        ("voice", "text"),
        ("voice", "voice?a=1"),
        ("voice?a=1", "voice"),
        ("voice?a=1&b=2", "voice?b=2&a=1"),
        ("voice?a=%2F", "voice?a=/"),
        ("voice?a=%2f", "voice?a=%2F"),
        ("voice?a=b%20c", "voice?a=b+c"),
    ],
)
def test_a_signature_for_another_url_is_refused(tmp_path: Path, url: str, signs: str) -> None:
    """Bytes count: an URL that means the same is another one."""

    async def story(office: Office) -> None:
        headers = {"X-Twilio-Signature": signed(office, at(office, signs), FORM)}
        assert await post(at(office, url), FORM, headers) == 403
        assert not await office.center.calls("harbor-dental")

    play(story, tmp_path)


@pytest.mark.parametrize("path", ["voice?a=b%20c", "voice?a=%2f", "voice?a", "voice?a=1&a=2"])
def test_a_signature_for_the_very_bytes_is_accepted(tmp_path: Path, path: str) -> None:
    """However the query is written."""

    async def story(office: Office) -> None:
        headers = {"X-Twilio-Signature": signed(office, at(office, path), FORM)}
        assert await post(at(office, path), FORM, headers) == 200

    play(story, tmp_path)


def test_hosts_ports_and_forwarding_headers_change_nothing(tmp_path: Path) -> None:
    """The operator's public URL is what counts; a signature for a port that it lacks is forged."""

    async def story(office: Office) -> None:
        url, port = at(office, "voice"), f":{office.balancer.port}"
        right = signed(office, url, FORM)
        for host in ("evil.example", "evil.example:443", "127.0.0.1"):
            forwarding = {"Host": host, "X-Forwarded-Host": host, "X-Forwarded-Proto": "https"}
            assert await post(url, FORM, {"X-Twilio-Signature": right, **forwarding}) == 200
            wrong = signed(office, f"https://{host}{HOOKS}/voice", FORM)
            assert await post(url, FORM, {"X-Twilio-Signature": wrong, **forwarding}) == 403
        other = signed(office, url.replace(port, ":443"), FORM)
        assert await post(url, FORM, {"X-Twilio-Signature": other}) == 403
        assert len(await office.center.calls("harbor-dental")) == 1

    play(story, tmp_path)


def test_naming_another_algorithm_opens_no_door(tmp_path: Path) -> None:
    """The header chooses among algorithms; each needs the secret, and a digest of its own."""

    async def story(office: Office) -> None:
        url = at(office, "voice")
        sha1, sha256 = (
            signed(office, url, FORM, algorithm=name) for name in ("HMAC_SHA1", "HMAC_SHA256")
        )
        sha1_name, sha256_name = (f"key=k,algorithm={n}" for n in ("HMAC_SHA1", "HMAC_SHA256"))
        tricks = [
            (sha1, sha256_name),
            (sha256, sha1_name),
            (sha1, "key=k,algorithm=none"),
            ("", "key=k,algorithm=none"),
            (signed(office, url, FORM, "guess", "HMAC_SHA256"), sha256_name),
            (sha1 + "=", sha1_name),
            (hashlib.sha1(url.encode()).hexdigest(), sha1_name),  # noqa: S324 - it is refused
            (keyless(url), sha256_name),
            ("\u00e9", sha1_name),
        ]
        for given, name in tricks:
            told = {"X-Twilio-Signature": given, SIGNATURE_SETTINGS_HEADER: name}
            headers = {k: v.encode("latin-1") for k, v in told.items()}
            assert await post(url, FORM, headers) == 403, (given, name)  # type: ignore[arg-type]
        assert await post(url, FORM, {}) == 403
        assert not await office.center.calls("harbor-dental")

    play(story, tmp_path)


def keyless(url: str) -> str:
    """A signature by an empty key."""
    text = url + "".join(name + value for name, value in sorted(FORM.items()))
    return base64.b64encode(hmac.new(b"", text.encode(), hashlib.sha256).digest()).decode()


def test_a_field_that_is_repeated_cannot_be_slipped_in(tmp_path: Path) -> None:
    """Neither a second value, nor a body hash in the query in place of the form."""

    async def story(office: Office) -> None:
        url = at(office, "voice")
        headers = {"X-Twilio-Signature": signed(office, url, FORM)}
        assert await post(url, f"{urlencode(FORM)}&From=%2B14155550111", headers) == 403
        assert await post(url, f"From=%2B14155550111&{urlencode(FORM)}", headers) == 403
        assert await post(url, f"{urlencode(FORM)}&Extra=", headers) == 403
        text = '{"CallSid": "CAjson"}'
        hashed = f"{url}?bodySHA256={hashlib.sha256(text.encode()).hexdigest()}"
        stolen = {"X-Twilio-Signature": signed(office, hashed, {})}
        assert await post(hashed, FORM, stolen) == 403
        assert not await office.center.calls("harbor-dental")

    play(story, tmp_path)


def test_repeated_fields_of_twilio_itself_are_accepted(tmp_path: Path) -> None:
    """Twilio may send a field twice, and signs each value."""

    async def story(office: Office) -> None:
        form: Fields = {**FORM, "MediaUrl": ["https://a.example/2", "https://a.example/1"]}
        headers = {"X-Twilio-Signature": signed(office, at(office, "voice"), form)}
        assert await post(at(office, "voice"), form, headers) == 200

    play(story, tmp_path)


@pytest.mark.parametrize(
    "path",
    [
        "voice?a=bodySHA256=1",
        "voice?bodySHA256",
        "next?speech=s",
        "next?speech=s&at=noon&chars=1",
        "screen?leg=l&of=many",
        "heard?turn=",
        "recording",
        "text-status?call=x&key=y",
        "text-status?call=%00",
    ],
)
def test_a_url_that_was_never_ours_gives_no_traceback(tmp_path: Path, path: str) -> None:
    """It is refused without a signature, and harmless with one."""

    async def story(office: Office) -> None:
        form = {**FORM, "RecordingStatus": "completed", "RecordingDuration": "long"}
        form |= {"MessageStatus": "sent", "SpeechResult": "Hello"}
        url = at(office, path)
        assert await post(url, form, {"X-Twilio-Signature": "forged"}) in (403, 422)
        answer = await post(url, form, {"X-Twilio-Signature": signed(office, url, form)})
        assert answer in (200, 400, 422)

    play(story, tmp_path)


@pytest.mark.parametrize("speech", ["gather", "relay"])
def test_callbacks_that_are_replayed_after_the_call_change_nothing(
    tmp_path: Path, speech: str
) -> None:
    """All of them are genuine; the call is over, and the text was sent."""

    async def story(office: Office) -> None:
        _, call_id = office.called(BOOKING)
        await office.over(call_id)
        before = await events_of(office, call_id)
        await replayed(office)
        assert await events_of(office, call_id) == before
        assert len(office.twilio.ledger.read(kind="text")) == 1

    play(story, tmp_path, speech=speech)


def test_callbacks_of_one_call_in_the_urls_of_another_change_nothing(tmp_path: Path) -> None:
    """Twilio signs what it is asked to: a tenant's own call may name the keys of another call."""

    async def story(office: Office) -> None:
        _, first = office.called(BOOKING)
        await office.over(first)
        sid, second = office.called([{"wait": 12}, {"hang_up": True}], from_="+14155550177")
        await office.over(second)
        before = await events_of(office, first)
        for entry in office.twilio.ledger.read(kind="webhook"):
            moved = {
                **entry["params"],
                **({"CallSid": sid} if "CallSid" in entry["params"] else {}),
            }
            headers = {"X-Twilio-Signature": signed(office, entry["url"], moved)}
            assert await post(entry["url"], moved, headers) == 200
        assert await events_of(office, first) == before
        assert len(office.twilio.ledger.read(kind="text")) == 1

    play(story, tmp_path)


def test_a_relay_session_needs_a_signature_and_a_call(tmp_path: Path) -> None:
    """A forged handshake is closed; a signed one for no call of ours says and hears nothing."""

    async def story(office: Office) -> None:
        url = at(office, "relay").replace("http", "ws", 1)
        genuine = signed(office, url, {})
        elsewhere = signed(office, f"{url}?call=1", {})
        async with aiohttp.ClientSession() as http:
            for given in ("", "forged", elsewhere, signed(office, url, {}, "their-token")):
                with pytest.raises(aiohttp.WSServerHandshakeError):
                    await http.ws_connect(url, headers={"X-Twilio-Signature": given})
            for setup in ("not JSON", "[]", '{"type": "setup", "callSid": "CAnone"}'):
                told = {"X-Twilio-Signature": genuine}
                async with http.ws_connect(url, headers=told) as socket:
                    await socket.send_str(setup)
                    await socket.send_json({"type": "prompt", "voicePrompt": "Yes", "last": True})
                    assert (await socket.receive(30)).type in CLOSED
        assert not await office.center.calls("harbor-dental")

    play(story, tmp_path, speech="relay")


def test_a_token_of_one_workspace_does_not_open_another(tmp_path: Path) -> None:
    """Its own URLs take its token; a call to a number that it does not own is not taken."""

    async def story(office: Office) -> None:
        document = tmp_path / "other.yaml"
        document.write_text(OTHER)
        await office.center.apply(document)
        ours, theirs = at(office, "voice"), at(office, "voice").replace("harbor-dental", "other")
        stranger = {"X-Twilio-Signature": signed(office, ours, FORM, "their-token")}
        assert await post(ours, FORM, stranger) == 403
        assert await post(theirs, FORM, {"X-Twilio-Signature": signed(office, theirs, FORM)}) == 403
        own = {"X-Twilio-Signature": signed(office, theirs, FORM, "their-token")}
        assert await post(theirs, FORM, own) == 200
        assert not await office.center.calls("harbor-dental")
        assert not await office.center.calls("other")
        _, call_id = office.called(BOOKING)
        await office.over(call_id)
        before = await office.center.events(call_id)
        for entry in office.twilio.ledger.read(kind="webhook"):
            url = entry["url"].replace("harbor-dental/", "other/")
            form = {**entry["params"], "AccountSid": OTHER_ACCOUNT}
            headers = {"X-Twilio-Signature": signed(office, url, form, "their-token")}
            assert await post(url, form, headers) == 200
        assert await office.center.events(call_id) == before
        assert not await office.center.calls("other")

    play(story, tmp_path, more_secrets={"HOOKFLASH_SECRET__OTHER__MAIN": "their-token"})


OTHER_ACCOUNT = "AC00000000000000000000000000000002"
OTHER = """\
workspace: Other
carriers:
  main: {twilio: {account: AC00000000000000000000000000000002, token: secret:main}}
numbers:
  - number: "+14155550177"
    carrier: main
    flow:
      - agent: {greeting: "Hello.", jobs: [Nothing]}
      - voicemail: {greeting: Please leave a message.}
jobs:
  - {name: Nothing, instructions: "If the caller wants to book, /Send SMS: https://example.com/o"}
"""
