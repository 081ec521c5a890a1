"""Who may send tool calls, what they do once, and what hostile requests get."""

import asyncio
import json
import random
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from hookflash import CallCenter, HostAgent, LogUnavailable
from hookflash.carriers import SecretStore
from hookflash.domain.call import events as e
from hookflash.orchestrator.agents.hosted import sentences
from hookflash.orchestrator.agents.hosted.service import HostedAgents, Vendor
from hookflash.testing import in_virtual_time
from tests.unit.desk.hosted import CALLER, NUMBER, OFFICE
from tests.unit.hosted.platforms import (
    BODIES,
    GREETED,
    SECRET,
    TEXT,
    TRANSFER,
    VENDORS,
    find,
    platform,
    signed,
    told,
)

each_platform = pytest.mark.parametrize("vendor", VENDORS)
SIGNED: tuple[Vendor, ...] = ("vapi", "retell")


@each_platform
@in_virtual_time
async def test_a_text_is_sent_once(vendor: Vendor) -> None:
    """Fault 33: the same request again, and a second call in the same place, send no second one."""
    async with platform(vendor) as agent:
        body = BODIES[vendor](TEXT, GREETED, id="call_1")
        answers = {told(await agent.send(body)) for _ in range(3)}
        assert answers == {"The text was sent. Tell the caller, and ask whether it arrived."}
        again = await agent.ask(TEXT, GREETED, id="call_2")
        assert ("not sent" in again) == (vendor == "vapi")
        assert agent.host.texts.sent == [(CALLER, "https://example.com/book")]


@each_platform
@in_virtual_time
async def test_two_requests_at_once_have_one_effect(vendor: Vendor) -> None:
    """The platform gives up on a request and sends it again while it is being answered."""
    async with platform(vendor) as agent:
        body = BODIES[vendor](TEXT, GREETED, id="call_1")
        await asyncio.gather(*(agent.send(body) for _ in range(4)))
        assert len(agent.host.texts.sent) == 1
        spoken = [one.text for one in await agent.events() if isinstance(one, e.CallerSpoke)]
        assert spoken == ["Could I talk to somebody?"]


@each_platform
@in_virtual_time
async def test_without_the_credential_of_the_number_s_workspace_nothing_is_done(
    vendor: Vendor,
) -> None:
    """Fault 16: missing, wrong, for another body, or of another workspace."""
    async with platform(vendor) as agent:
        body = json.dumps(BODIES[vendor](TEXT, GREETED, call="forged")).encode()
        other = json.dumps(BODIES[vendor](TEXT, GREETED, call="forged", to="+14155550177")).encode()
        now = agent.center.now().timestamp()
        wrong = [
            ({}, body),
            ({"Authorization": "Bearer x", "X-Vapi-Secret": "x"}, body),
            (signed(vendor, body, now, "another secret"), body),
            (signed(vendor, other, now), other),
        ]
        if vendor in SIGNED:
            plain = {"Authorization": f"Bearer {SECRET}", "X-Vapi-Secret": SECRET}
            wrong += [(signed(vendor, body, now), body + b" "), (plain, body)]
        for headers, sent in wrong:
            answered = await agent.agents.answer(vendor, headers, sent)
            assert answered.status == 403
            assert list(answered.body) == ["error"]
        calls = await agent.center.calls("harbor-dental")
        assert len(calls) == 1  # the one of the test's desk
        assert agent.host.texts.sent == []


@pytest.mark.parametrize("vendor", SIGNED)
@in_virtual_time
async def test_an_old_signature_is_refused(vendor: Vendor) -> None:
    """Five minutes is the most, into the past and into the future."""
    async with platform(vendor) as agent:
        body = json.dumps(BODIES[vendor](TEXT, GREETED)).encode()
        now = agent.center.now().timestamp()
        for age, status in ((-301, 403), (-299, 200), (299, 200), (301, 403)):
            headers = signed(vendor, body, now + age)
            assert (await agent.agents.answer(vendor, headers, body)).status == status
        assert len(agent.host.texts.sent) == 1


@in_virtual_time
async def test_vapi_may_send_a_token_where_no_key_for_signatures_is_configured() -> None:
    """As a bearer token, or in the older header."""
    async with platform("vapi") as agent:
        environment = {"HOOKFLASH_SECRET__HARBOR_DENTAL__VAPI": "a token"}
        agents = HostedAgents(agent.center, SecretStore(environment=environment).find)
        body = json.dumps(BODIES["vapi"](TEXT, GREETED)).encode()
        for headers in ({"Authorization": "Bearer a token"}, {"X-Vapi-Secret": "a token"}):
            assert (await agents.answer("vapi", headers, body)).status == 200
        for headers in ({"Authorization": "Basic a token"}, {"X-Vapi-Secret": "a toke"}, {}):
            assert (await agents.answer("vapi", headers, body)).status == 403


@each_platform
@in_virtual_time
async def test_what_is_missing_is_named(vendor: Vendor) -> None:
    """In the platform's shape, with 200: sent again, the request would lack the same."""
    async with platform(vendor) as agent:
        for more, name in (({"to": ""}, "number"), ({"call": " "}, "id")):
            answered = await agent.send(BODIES[vendor](TEXT, GREETED, **more))
            assert answered.status == 200
            assert "is missing; send it with every tool call." in told(answered), name
        answered = await agent.send({})
        assert answered.status == 200
        assert list(answered.body) == ["error"]


@each_platform
@in_virtual_time
async def test_arguments_and_invented_tools_do_nothing(vendor: Vendor) -> None:
    """Fault 34: the core rejects them and the model is told so."""
    async with platform(vendor) as agent:
        given = {"to": "+19005550100", "body": "hello"}
        assert "takes no arguments" in await agent.ask(TEXT, GREETED, arguments=given)
        given = {"to": "+19005550100"}
        assert "takes no arguments" in await agent.ask(TRANSFER, GREETED, arguments=given)
        assert "there is no such tool" in await agent.ask("text_number", GREETED)
        assert (agent.host.texts.sent, agent.host.line.rung) == ([], [])
        rejected = [one for one in await agent.events() if isinstance(one, e.ToolCallRejected)]
        assert len(rejected) == 3


def hostile(vendor: Vendor, seed: int) -> Iterator[Any]:
    """Bodies with parts replaced by values of wrong types, and by long or odd texts."""
    dice = random.Random(seed)  # noqa: S311 - to choose mutations
    odd: list[Any] = [
        *(None, True, 0, -1, 1e308, [], {}, [[]], [None], {"role": "user"}, "", " ", "\u202e"),
        *("x" * 20_000, "'; DROP TABLE calls;--", "+19005550100", "\u0661\u0662"),
        *("yes", "Yes, transfer me", [{"role": "user", "content": "yes"}] * 50, {"a": {"b": []}}),
    ]
    while True:
        body = BODIES[vendor](dice.choice((TEXT, TRANSFER)), (*GREETED, ("caller", "yes")))
        for _ in range(dice.randint(1, 3)):
            _replace(body, dice, deepcopy(dice.choice(odd)))
        yield body


def _replace(part: Any, dice: random.Random, value: Any) -> None:
    """Replace something within ``part``, at any depth, but not the number that was called."""
    names = [*part] if isinstance(part, dict) else [*range(len(part))]
    names = [name for name in names if name not in ("to", "to_number", "phoneNumber")]
    if not names:
        return
    name = dice.choice(names)
    if isinstance(part[name], dict | list) and part[name] and dice.random() < 0.8:
        _replace(part[name], dice, value)
    else:
        part[name] = value


@each_platform
@in_virtual_time
async def test_hostile_requests_are_answered_and_transfer_nothing(vendor: Vendor) -> None:
    """200 genuine requests with wrong contents: each gets 200, in the platform's shape."""
    async with platform(vendor) as agent:
        bodies = hostile(vendor, seed=7)
        for _ in range(200):
            body = next(bodies)
            answered = await agent.send(body)
            assert answered.status == 200, body
            assert told(answered).strip(), body
        raw = (b"", b"[]", b"{", b"\xff\xfe", b"null", b'"x"', b'{"a": NaN}', b"[" * 2_000)
        for sent in raw:
            assert (await agent.send(sent)).status == 200
        await agent.host.clock.sleep(60)
        assert agent.host.line.rung == []
        sent_to = {recipient for recipient, _ in agent.host.texts.sent}
        assert sent_to <= {CALLER}
        assert {text for _, text in agent.host.texts.sent} <= {"https://example.com/book"}


@each_platform
@in_virtual_time
async def test_a_database_that_is_away_is_told_as_the_platform_needs_it(
    vendor: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Retell sends a request again that got a 5xx; the others tell the model that it failed."""
    async with platform(vendor) as agent:

        async def away(*_: Any, **__: Any) -> None:
            raise LogUnavailable("away")

        body = BODIES[vendor](TEXT, GREETED)
        with monkeypatch.context() as patch:
            patch.setattr(agent.center, "desk", away)
            answered = await agent.send(body)
        assert answered.status == (503 if vendor == "retell" else 200)
        assert told(answered) == sentences.UNKNOWN
        assert "The text was sent." in told(await agent.send(body))


@each_platform
def test_a_center_that_cannot_help_says_so(vendor: Vendor) -> None:
    """It runs its own agent, or it has no telephony for live calls."""

    async def main() -> None:
        body = BODIES[vendor](TEXT, GREETED)
        async with CallCenter.open("sqlite://") as own:
            await own.apply(OFFICE)
            assert await _told(own, vendor, body) == sentences.NOT_HOSTED
        async with CallCenter.open("sqlite://", agent=HostAgent(), simulate=False) as none:
            await none.apply(OFFICE)
            assert await _told(none, vendor, body) == sentences.NOT_CARRIED

    asyncio.run(main())


async def _told(center: CallCenter, vendor: Vendor, body: Any) -> str:
    sent = json.dumps(body).encode()
    headers = signed(vendor, sent, center.now().timestamp())
    answered = await HostedAgents(center, find).answer(vendor, headers, sent)
    assert answered.status == 200
    return told(answered)


@in_virtual_time
async def test_a_telephony_that_speaks_itself_is_not_given_a_hosted_call(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The platform holds the call, so that telephony could neither ask nor transfer."""
    async with platform("vapi") as agent:
        speaking = agent.host.line.offers.model_copy(update={"speaks": True})
        monkeypatch.setattr(type(agent.host.line), "offers", speaking)
        assert await agent.ask(TRANSFER, GREETED) == sentences.NOT_AT_HAND
        assert await agent.state() == "conversing"


@in_virtual_time
async def test_an_opt_out_is_recorded_and_confirmed_word_for_word() -> None:
    """Words in the transcript count as on any call; the core's sentence is for the platform."""
    async with platform("vapi") as agent:
        said = (*GREETED, ("caller", "Take me off your texting list"))
        answer = await agent.ask(TEXT, said)
        assert answer.startswith("Say exactly this to the caller first: “You won't get any more")
        assert "The text was not sent." in answer
        assert agent.host.texts.sent == []
        later = (*said, ("agent", "You won't get any more texts from us."))
        assert "Say exactly" not in await agent.ask(TEXT, later)


@in_virtual_time
async def test_retell_is_found_on_calls_that_it_made() -> None:
    """Its number is then the caller's side: ``from_number`` is ours."""
    async with platform("retell") as agent:
        body = BODIES["retell"](TEXT, GREETED, call="r-2")
        body["call"] |= {"direction": "outbound", "from_number": NUMBER, "to_number": CALLER}
        body["args"] = {"execution_message": "One moment"}
        assert "The text was sent." in told(await agent.send(body))
        assert agent.host.texts.sent == [(CALLER, "https://example.com/book")]
