"""Requests to the host: TwiML that is asked for, and callbacks that tell of something.

As Twilio does, a request has 15 s in all; it is repeated once if no connection could be made, or
as the fragment of its URL says (``#rc=3&rp=all``), with the same idempotency token.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urldefrag, urlencode

import aiohttp
from yarl import URL

from tests.twilio.account import Account
from tests.twilio.faults import Fault, Faults
from tests.twilio.ledger import Ledger
from tests.twilio.sids import Sids
from tests.twilio.signature import signature
from tests.twilio.tasks import Tasks

MOST_SECONDS = 15.0
SERVER_ERROR = 500
CLIENT_ERROR = 400


class Unanswered(Exception):
    """A request got no usable answer; the text says why."""


@dataclass(frozen=True)
class Reply:
    """What the host answered."""

    status: int
    content_type: str
    text: str


@dataclass(frozen=True)
class Overrides:
    """The settings in the fragment of a URL: retry count, policies, seconds in total."""

    retries: int = 1
    policies: frozenset[str] = frozenset({"ct"})
    seconds: float = MOST_SECONDS

    @classmethod
    def of(cls, fragment: str) -> "Overrides":
        """Read a fragment such as ``rc=2&rp=5xx,rt&tt=9000``."""
        given = {name: values[0] for name, values in parse_qs(fragment).items()}
        return cls(
            int(given.get("rc", 1)),
            frozenset(given.get("rp", "ct").split(",")),
            int(given.get("tt", MOST_SECONDS * 1000)) / 1000,
        )

    def repeats(self, failure: str) -> bool:
        """Whether a ``ct``, ``rt``, ``4xx`` or ``5xx`` failure is repeated."""
        return bool({failure, "all"} & self.policies)


class Webhooks:
    """Sends requests to the host and keeps count of them."""

    def __init__(
        self, account: Account, ledger: Ledger, faults: Faults, sids: Sids, tasks: Tasks
    ) -> None:
        self._account = account
        self._ledger = ledger
        self._faults = faults
        self._sids = sids
        self._tasks = tasks
        self._held: list[Callable[[], object]] = []
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),
            headers={"User-Agent": "TwilioProxy/1.1", "Accept": "*/*"},
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()

    @property
    def session(self) -> aiohttp.ClientSession:
        """The session that also opens WebSockets."""
        return self._session

    async def ask(
        self, kind: str, url: str, params: Mapping[str, str], method: str = "POST"
    ) -> Reply:
        """Ask for TwiML; a delay or a copy that a fault orders also applies. Unanswered."""
        fault = self._faults.take("webhook", f"{kind} {url}")
        if fault and fault.do == "delay":
            await asyncio.sleep(fault.seconds)
        elif fault and fault.do == "lose":
            self._ledger.write("webhook_lost", webhook=kind, url=url, params=dict(params))
            raise Unanswered("11200 the request was lost")
        elif fault and fault.do == "duplicate":
            self._copy(fault, kind, url, params, method)
        return await self._send(kind, url, params, method, forge=_forges(fault))

    def tell(self, kind: str, url: str, params: Mapping[str, str], method: str = "POST") -> None:
        """Send a callback beside everything else, subject to faults."""
        if not url:
            return
        fault = self._faults.take("webhook", f"{kind} {url}")
        match fault:
            case Fault(do="lose"):
                self._ledger.write("webhook_lost", webhook=kind, url=url, params=dict(params))
            case Fault(do="hold"):
                self._held.append(lambda: self._start(kind, url, params, method))
                self._ledger.write("webhook_held", webhook=kind, url=url, params=dict(params))
            case _:
                self._deliver(fault, kind, url, params, method)

    def _deliver(
        self, fault: Fault | None, kind: str, url: str, params: Mapping[str, str], method: str
    ) -> None:
        wait = fault.seconds if fault and fault.do == "delay" else 0.0
        first = self._start(kind, url, params, method, wait, forge=_forges(fault))
        held, self._held = self._held, []
        if held:
            first.add_done_callback(lambda _: [release() for release in held])
        if fault and fault.do == "duplicate":
            self._copy(fault, kind, url, params, method)

    def _copy(
        self, fault: Fault, kind: str, url: str, params: Mapping[str, str], method: str
    ) -> None:
        for number in range(fault.copies):
            self._start(kind, url, params, method, fault.seconds * (number + 1))

    def _start(
        self,
        kind: str,
        url: str,
        params: Mapping[str, str],
        method: str,
        wait: float = 0.0,
        *,
        forge: bool = False,
    ) -> asyncio.Task[None]:
        return self._tasks.start(self._later(wait, kind, url, params, method, forge=forge))

    async def _later(
        self,
        wait: float,
        kind: str,
        url: str,
        params: Mapping[str, str],
        method: str,
        *,
        forge: bool,
    ) -> None:
        await asyncio.sleep(wait)
        try:
            await self._send(kind, url, params, method, forge=forge)
        except Unanswered as failure:
            self._ledger.write("alert", error=str(failure), url=url)

    async def _send(
        self, kind: str, url: str, params: Mapping[str, str], method: str, *, forge: bool
    ) -> Reply:
        bare, fragment = urldefrag(url)
        overrides = Overrides.of(fragment)
        token = self._sids.new("IT")
        try:
            async with asyncio.timeout(overrides.seconds):
                for retries_left in reversed(range(overrides.retries + 1)):
                    failure, reply = await self._once(kind, bare, params, method, token, forge)
                    if not (failure and retries_left and overrides.repeats(failure)):
                        break
        except TimeoutError as late:
            self._ledger.write("webhook", webhook=kind, url=bare, params=dict(params), status=0)
            raise Unanswered(f"11200 no answer within {overrides.seconds} s") from late
        if reply is None or failure:
            raise Unanswered(f"11200 HTTP retrieval failure: {failure}")
        return reply

    async def _once(  # noqa: PLR0917 - one attempt has as many facts
        self,
        kind: str,
        url: str,
        params: Mapping[str, str],
        method: str,
        token: str,
        forge: bool,  # noqa: FBT001 - passed on
    ) -> tuple[str, Reply | None]:
        """Make one attempt; returns the kind of failure ("" for none) and the answer."""
        form = dict(params) if method == "POST" else None
        if method == "GET":
            url += ("&" if "?" in url else "?") + urlencode(params)
        headers = {"I-Twilio-Idempotency-Token": token, **signature(self._account, url, form or {})}
        if forge:
            headers["X-Twilio-Signature"] = "Zm9yZ2VkIHNpZ25hdHVyZSBvZiBubyBvbmU="
        begun = self._ledger.now()
        try:
            async with self._session.request(
                method, URL(url, encoded=True), data=form, headers=headers
            ) as answer:
                reply = Reply(answer.status, answer.content_type, await answer.text())
        except aiohttp.ClientConnectorError:
            self._written(kind, url, params, 0)
            return "ct", None
        except aiohttp.ClientError:
            self._written(kind, url, params, 0)
            return "rt", None
        self._written(kind, url, params, reply.status, self._ledger.now() - begun)
        return _failure(reply.status), reply

    def _written(
        self, kind: str, url: str, params: Mapping[str, str], status: int, seconds: float = 0.0
    ) -> None:
        facts = {"url": url, "params": dict(params), "status": status}
        self._ledger.write("webhook", webhook=kind, **facts, seconds=round(seconds, 4))


def _forges(fault: Fault | None) -> bool:
    return bool(fault and fault.do == "forge")


def _failure(status: int) -> str:
    if status >= SERVER_ERROR:
        return "5xx"
    return "4xx" if status >= CLIENT_ERROR else ""
