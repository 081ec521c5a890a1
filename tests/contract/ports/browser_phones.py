"""The browser phone for the contracts: its server, and tabs that do as they are told."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from typing import Any, cast

import uvicorn
from fastapi import FastAPI

from hookflash.domain.call.call import Call
from hookflash.orchestrator.carriers.browser.carrier import BrowserCarrier
from hookflash.orchestrator.carriers.browser.core import Core
from hookflash.orchestrator.carriers.browser.exchange import Exchange
from hookflash.orchestrator.carriers.browser.messaging import BrowserMessaging
from hookflash.orchestrator.carriers.browser.router import browser_router
from hookflash.orchestrator.carriers.browser.telephony import BrowserTelephony
from hookflash.orchestrator.carriers.voice.speech import NoSpeech, Speech
from hookflash.orchestrator.log.errors import LogUnavailable
from hookflash.orchestrator.ports.carrier_calls import CarrierCalls
from hookflash.orchestrator.ports.carriers import RouterContext
from hookflash.orchestrator.system.clock import SystemClock
from hookflash.testing import PhoneBehaviour, ReportTo
from tests.rig.tabs import FakeTab, Message, fake_tab
from tests.servers.ports import free_ports

CALL = "office.call.0123456789abcdef"
NUMBER, CALLER = "+14155550100", "+14155550199"
KEY = "the-key"


class Calls:
    """The calls of the contract, in place of a call center."""

    def __init__(self, report: ReportTo) -> None:
        self._report = report
        self.found = Call(CALL, state="conversing", number=NUMBER, contact=CALLER)
        """The call of the contract, as it is in the log."""
        self.away = 0
        """How many requests the log does not answer."""
        self.heard: list[str] = []
        """The words that were entered, ``…`` while they are spoken, and keys."""

    def call_id(self, provider_call_id: str) -> str:
        """There is one call."""
        return CALL if provider_call_id == "call-of-the-contract" else provider_call_id

    async def receive_call(self, **about: Any) -> str:
        """Received before."""
        self._answer()
        return self.call_id(about["provider_call_id"])

    async def call(self, call_id: str) -> Call:
        """In conversation, unless it is another one in the log."""
        self._answer()
        return self.found if call_id == CALL else replace(self.found, call_id=call_id)

    async def hear(self, call_id: str, text: str, *, final: bool = True, **_: Any) -> list[str]:
        """Note what the caller said."""
        del call_id
        self._answer()
        self.heard.append(text if final else "…")
        return []

    async def press(self, call_id: str, digits: str, **_: Any) -> list[str]:
        """Note the keys."""
        del call_id
        self._answer()
        self.heard.append(digits)
        return []

    def _answer(self) -> None:
        if self.away:
            self.away -= 1
            raise LogUnavailable("it is away")

    async def report(self, call_id: str, report: Any) -> None:
        """Pass a report on, unless it is about the other call."""
        if call_id == CALL:
            await self._report(call_id, report)

    async def phone_answered(self, call_id: str, leg: str, of: int) -> str:
        """Ask the contract."""
        return await self._report.phone_answered(call_id, leg, of)


def carrier_for(
    report: ReportTo, calls: Calls | None = None, speech: Speech | None = None, key: str = KEY
) -> BrowserCarrier:
    """A carrier without tabs."""
    core = Core(cast("CarrierCalls", calls or Calls(report)), SystemClock())
    exchange = Exchange(core, speech or NoSpeech())
    texts = BrowserMessaging(exchange)
    return BrowserCarrier(
        telephony=BrowserTelephony(exchange),
        messaging=texts,
        recordings=exchange.recordings,
        exchange=exchange,
        texts=texts,
        key=key,
    )


class Context:
    """What the router needs."""

    def __init__(self, carrier: BrowserCarrier) -> None:
        self._carrier = carrier

    @asynccontextmanager
    async def carrier(self, workspace: str, name: str) -> AsyncIterator[BrowserCarrier]:
        """There is one."""
        del workspace, name
        yield self._carrier


@asynccontextmanager
async def served(carrier: BrowserCarrier) -> AsyncIterator[str]:
    """Serve its page; yields the address of the lines."""
    app = FastAPI()
    app.include_router(browser_router(cast("RouterContext", Context(carrier))))
    (port,) = free_ports(1)
    config = uvicorn.Config(
        app,
        port=port,
        log_config=None,
        lifespan="off",
        ws="websockets-sansio",
        ws_ping_interval=None,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server._serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn tells it by this alone
        await asyncio.sleep(0.05)
    try:
        yield f"ws://127.0.0.1:{port}/office/main/line"
    finally:
        server.should_exit = True
        await serving


def doing(behaviour: PhoneBehaviour) -> Callable[[FakeTab, Message], None]:
    """What a tab does when it rings."""

    async def answer(tab: FakeTab, leg: str) -> None:
        await asyncio.sleep(behaviour.after)
        await tab.tell("answer", leg=leg)

    def ring(tab: FakeTab, message: Message) -> None:
        leg = message["leg"]
        if behaviour.does == "answer":
            tab.ringing[leg] = asyncio.create_task(answer(tab, leg))

    return ring


def calling(call: str = "call-of-the-contract", **more: str) -> Message:
    """The opening of a caller's tab."""
    return {"do": "call", "key": KEY, "call": call, "to": NUMBER, "from": CALLER, **more}


def being(number: str, tab: str = "") -> Message:
    """The opening of a phone's tab."""
    return {"do": "phone", "key": KEY, "tab": tab or f"tab-of-{number[1:]}", "number": number}


@asynccontextmanager
async def browser_phones(
    report: ReportTo, phones: Mapping[str, PhoneBehaviour] | None = None
) -> AsyncIterator[BrowserCarrier]:
    """A carrier with a live call, and a tab for each phone."""
    carrier = carrier_for(report)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(carrier.exchange.close)
        url = await stack.enter_async_context(served(carrier))
        caller = await stack.enter_async_context(fake_tab(url, calling()))
        await caller.until("state")
        for number, behaviour in (phones or {}).items():
            tab = await stack.enter_async_context(fake_tab(url, being(number), doing(behaviour)))
            if behaviour.does == "busy":
                await tab.tell("busy", on=True)
        await asyncio.sleep(2)  # at the speed of the test: until the tabs are open, or busy
        assert all(carrier.exchange.phones(number) for number in phones or {})
        with suppress(asyncio.CancelledError):
            yield carrier
