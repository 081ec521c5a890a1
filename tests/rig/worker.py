"""One worker: a whole call center in a separate process, to be killed."""

import asyncio
import signal
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hookflash.domain.call.errors import NoSuchCall
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.carriers.http_host.host import Host
from hookflash.orchestrator.carriers.http_host.messaging import HttpMessaging
from hookflash.orchestrator.carriers.http_host.telephony import HttpTelephony
from hookflash.orchestrator.log.errors import LogFault
from hookflash.orchestrator.log.store import Store
from hookflash.orchestrator.ports.messaging import MessagingOffers
from hookflash.orchestrator.provider_reports.receiver import ReportReceiver
from hookflash.orchestrator.system.ids import RandomIds
from hookflash.orchestrator.telemetry.logs import configure_logs
from tests.rig.agent import LiteralAgent
from tests.rig.dying import Death, die_at
from tests.rig.http import Reply, Request, serve
from tests.rig.phones import PLAYBACK
from tests.rig.process import redirect_output
from tests.rig.scaled_time import ScaledClock, run_scaled
from tests.rig.texting import WINDOW, Promise

OFFERS = {
    "native": MessagingOffers(idempotent_seconds=WINDOW, can_search=True),
    "query": MessagingOffers(idempotent_seconds=0, can_search=True),
    "nothing": MessagingOffers(idempotent_seconds=0, can_search=False),
}
"""The stand-in answers once the words were played, so that an answer is never too early."""
JUMP = timedelta(hours=1)


@dataclass(frozen=True)
class WorkerSettings:
    """The settings of a worker; all workers of a run share ``speed`` and ``begun``."""

    log: str
    provider: str
    secret: str
    port: int
    promise: Promise
    speed: float
    begun: float
    output: Path
    death: Death | None = None


def run_worker(settings: WorkerSettings) -> None:
    """Serve until SIGTERM; SIGUSR1 and SIGUSR2 set the clock an hour ahead or back."""
    redirect_output(settings.output)
    configure_logs()
    run_scaled(_work(settings), settings.speed)


@contextmanager
def _scaled_database(settings: WorkerSettings) -> Iterator[None]:
    """A server's clock, by which workers correct theirs, that runs as fast as theirs."""
    clock = ScaledClock(settings.speed, settings.begun)
    with patch.object(Store, "now", lambda self: None if self.is_local else clock.now()):
        yield


async def _work(settings: WorkerSettings) -> None:
    clock = ScaledClock(settings.speed, settings.begun)
    told_to_stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, told_to_stop.set)
    for which, jump in ((signal.SIGUSR1, JUMP), (signal.SIGUSR2, -JUMP)):
        loop.add_signal_handler(which, setattr, clock, "jump", jump)
    async with AsyncExitStack() as stack:
        stack.enter_context(_scaled_database(settings))
        host = await stack.enter_async_context(
            Host(settings.provider, settings.secret, clock, RandomIds())
        )
        center = await stack.enter_async_context(
            CallCenter.open(
                settings.log,
                telephony=HttpTelephony(host, clock, PLAYBACK),
                messaging=HttpMessaging(host, clock, OFFERS[settings.promise]),
                agent=LiteralAgent(),
                clock=clock,
            )
        )
        if settings.death is not None:
            die_at(center._log, settings.death)
        server = await serve(Front(center, settings.secret).handle, settings.port)
        await told_to_stop.wait()
        server.close()


class Front:
    """The HTTP interface of a worker for callers and providers."""

    def __init__(self, center: CallCenter, secret: str) -> None:
        self._center = center
        self._webhooks = ReportReceiver(center, secret)

    async def handle(self, request: Request) -> Reply:
        """Handle a request; responds 2xx once it is durable."""
        if request.target == "/webhooks":
            answer = await self._webhooks.receive(request.headers, request.body)
            return Reply(answer.status, dict(answer.body))
        try:
            return Reply(200, await self._do(request))
        except NoSuchCall as error:
            return Reply(404, {"detail": str(error)})
        except LogFault as error:
            return Reply(503, {"detail": f"{type(error).__name__}: {error}"})

    async def _do(self, request: Request) -> dict[str, Any]:
        body = request.json
        match _parts(request.target):
            case ["calls"]:
                return {"call_id": await self._center.receive_call(**body)}
            case ["calls", call_id, "answer"]:
                return {"said": await self._center.answer(call_id)}
            case ["calls", call_id, "hear"]:
                return {"said": await self._center.hear(call_id, **body)}
            case ["calls", call_id, "press"]:
                return {"said": await self._center.press(call_id, **body)}
            case ["calls", call_id, "end"]:
                await self._center.end(call_id)
                return {}
            case _:
                raise ValueError(f"{request.target}: there is nothing under this address")


def _parts(target: str) -> Sequence[str]:
    return target.strip("/").split("/")
