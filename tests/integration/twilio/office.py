"""An office on Twilio: Hookflash over HTTP and the stand-in, in one loop that skips waits."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import uvicorn

from hookflash import CallCenter
from hookflash.carriers import SecretStore, WorkspaceCarriers
from hookflash.domain.call.call import Call
from hookflash.domain.call.identity import call_id
from hookflash.http import create_app
from hookflash.orchestrator.ports.agent import Agent
from hookflash.testing import MemoryRecordings
from tests.rig.skipped_time import SkippingLoop, run_skipping
from tests.twilio.account import Account
from tests.twilio.ledger import Ledger
from tests.twilio.standin import HOST, StandIn, standing_in

T = TypeVar("T")

OFFICE = "+14155550100"
CALLER = "+14155550199"
DANA = "+14155550101"
SAM = "+14155550102"
HOOKS = "/v1/carriers/twilio/harbor-dental/main"
SECRET = "HOOKFLASH_SECRET__HARBOR_DENTAL__MAIN"  # noqa: S105 - the name of a variable
SIGNING = "HOOKFLASH_SECRET__HARBOR_DENTAL__SIGNING"
DOCUMENT = """\
workspace: Harbor Dental
carriers:
  main: {{twilio: {{account: {account}, token: secret:main, speech: {speech}{more}}}}}
members:
  - {{name: Dana, phone: "+14155550101", accept: {accept}}}
  - {{name: Sam, phone: "+14155550102", accept: {accept}}}
inboxes:
  - {{name: Front desk, members: [Dana, Sam]}}
numbers:
  - number: "+14155550100"
    registration: approved
    carrier: main
    flow:
      - agent: {{greeting: "Thanks for calling Harbor Dental.", jobs: [Booking, Person, Lab]}}
      - voicemail: {{greeting: Please leave a message.}}
jobs:
  - {{name: Booking, instructions: "If the caller wants to book, /Send SMS: https://example.com/b"}}
  - name: Person
    instructions: "If the caller asks for a person, /Transfer call: Front desk"
  - name: Lab
    instructions: "If the caller asks for the lab, /Transfer call: +12125550143"
"""


class LedgerClock:
    """The stand-in's time of day."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def now(self) -> datetime:
        """The time, UTC."""
        return datetime.fromtimestamp(self._ledger.now(), UTC)

    async def sleep(self, seconds: float) -> None:
        """Sleep by the loop's clock."""
        await asyncio.sleep(seconds)


class Balancer:
    """Passes connections on to the worker that runs, and holds them while none does."""

    def __init__(self) -> None:
        self.port = 0
        self._worker = 0
        self._ready = asyncio.Event()

    def lead_to(self, port: int) -> None:
        """Pass connections on to ``port``; 0: to none."""
        self._worker = port
        (self._ready.set if port else self._ready.clear)()

    async def passed(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass one connection on, as soon as a worker takes it."""
        while True:
            await self._ready.wait()
            try:
                back = await asyncio.open_connection(HOST, self._worker)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                break
        await asyncio.gather(_pipe(reader, back[1]), _pipe(back[0], writer))


@asynccontextmanager
async def balancing() -> AsyncIterator[Balancer]:
    """A balancer on loopback."""
    balancer = Balancer()
    async with await asyncio.start_server(balancer.passed, HOST, 0) as front:
        balancer.port = front.sockets[0].getsockname()[1]
        yield balancer


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Office:
    """A running office; ``center`` is replaced when it restarts."""

    twilio: StandIn
    folder: Path
    balancer: Balancer
    center: CallCenter

    @property
    def url(self) -> str:
        """Where Twilio reaches Hookflash."""
        return f"http://{HOST}:{self.balancer.port}"

    def called(self, steps: list[dict[str, Any]], from_: str = CALLER) -> tuple[str, str]:
        """Let somebody call; returns Twilio's id of the call, and ours."""
        leg = self.twilio.control.call(from_, OFFICE, steps)
        return leg.sid, self.call_id(leg.sid)

    def call_id(self, sid: str) -> str:
        """Our id of a call."""
        return call_id("harbor-dental", sid)

    async def until(self, call_id: str, condition: Callable[[Call], bool]) -> Call:
        """Wait until a call is like this."""
        async with asyncio.timeout(240):
            return await self.center.until(call_id, condition, 200)

    async def over(self, call_id: str) -> Call:
        """Wait until a call has ended."""
        call = await self.until(call_id, lambda call: call.state == "ended")
        assert call.state == "ended", call
        return call

    def heard(self, far: str) -> list[str]:
        """What the far end with this number heard."""
        return [entry["text"] for entry in self.twilio.ledger.read(kind="heard", far=far)]


def secrets_of(account: Account) -> dict[str, str]:
    """The environment of a worker."""
    return {SECRET: account.token, SIGNING: account.signing_secret}


@asynccontextmanager
async def serving(
    twilio: StandIn,
    url: str,
    balancer: Balancer,
    agent: Agent | None = None,
    more_secrets: Mapping[str, str] | None = None,
) -> AsyncIterator[CallCenter]:
    """Serve one worker; ``url`` is that of the log."""
    port = free_port()
    carriers = WorkspaceCarriers(
        SecretStore(None, {**secrets_of(twilio.world.account), **(more_secrets or {})}),
        f"http://{HOST}:{balancer.port}",
        {"twilio": twilio.url},
    )
    async with CallCenter.open(
        url,
        carriers=carriers,
        recording_store=MemoryRecordings(),
        agent=agent,
        clock=LedgerClock(twilio.ledger),
    ) as center:
        _wait_for_appends(center)
        config = uvicorn.Config(create_app(center), host=HOST, port=port, log_config=None)
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve())
        while not server.started:  # noqa: ASYNC110 - uvicorn has nothing to wait for
            await asyncio.sleep(0.05)
        balancer.lead_to(port)
        try:
            yield center
        finally:
            balancer.lead_to(0)
            server.should_exit = server.force_exit = True
            await serving


def _wait_for_appends(center: CallCenter) -> None:
    """Let no time be skipped while the log's thread writes."""
    writer = center._log._writer
    loop = asyncio.get_running_loop()
    if not isinstance(loop, SkippingLoop):
        return

    def is_writing() -> bool:
        return not writer._closed and writer._slots._value < writer._queued

    loop.wait_while(is_writing)


@asynccontextmanager
async def open_office(
    folder: Path,
    *,
    twilio: StandIn,
    balancer: Balancer,
    speech: str,
    accept: str,
    agent: Agent | None = None,
    log: str,
    settings: str = DOCUMENT,
    more_secrets: Mapping[str, str] | None = None,
) -> AsyncIterator[Office]:
    """Set up an office; nothing may crash in the stand-in."""
    account = twilio.world.account
    async with serving(twilio, log, balancer, agent, more_secrets) as center:
        hooks = f"http://{HOST}:{balancer.port}{HOOKS}"
        twilio.control.number(
            OFFICE,
            voice_url=f"{hooks}/voice",
            sms_url=f"{hooks}/text",
            status_callback=f"{hooks}/ended",
        )
        document = folder / "office.yaml"
        more = ", signing: secret:signing" if account.signing_secret else ""
        document.write_text(
            settings.format(account=account.sid, speech=speech, accept=accept, more=more)
        )
        await center.apply(document)
        yield Office(twilio, folder, balancer, center)
        assert twilio.world.tasks.crashes == []


async def told(
    story: Callable[[Office], Coroutine[Any, Any, T]],
    folder: Path,
    *,
    speech: str = "gather",
    accept: str = "answer",
    account: Account | None = None,
    agent: Agent | None = None,
    log: str = "sqlite://",
    settings: str = DOCUMENT,
    more_secrets: Mapping[str, str] | None = None,
) -> T:
    """Play ``story`` in an office of its own; ``log`` is in memory by default."""
    async with (
        standing_in(account) as twilio,
        balancing() as balancer,
        open_office(
            folder,
            twilio=twilio,
            balancer=balancer,
            speech=speech,
            accept=accept,
            agent=agent,
            log=log,
            settings=settings,
            more_secrets=more_secrets,
        ) as office,
    ):
        return await story(office)


def play(story: Callable[[Office], Coroutine[Any, Any, T]], folder: Path, **settings: Any) -> T:
    """Run ``story`` in an office with these ``settings``, without waiting."""
    return run_skipping(told(story, folder, **settings))
