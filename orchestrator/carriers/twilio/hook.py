"""One webhook of Twilio: read, checked, and answered with TwiML."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, Literal
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response
from starlette.background import BackgroundTasks
from starlette.datastructures import ImmutableMultiDict
from starlette.requests import HTTPConnection

from hookflash.domain.errors import HookflashError
from hookflash.orchestrator.carriers.twilio.carrier import TwilioCarrier
from hookflash.orchestrator.carriers.twilio.twiml import nothing
from hookflash.orchestrator.log.errors import LogFault
from hookflash.orchestrator.ports.carrier_calls import CarrierCalls
from hookflash.orchestrator.ports.carriers import CarrierUnavailable, RouterContext
from hookflash.orchestrator.telemetry.logs import get_logger

LARGEST: Final = 256 * 1024
"""Bytes of a form."""
PREFIX: Final = b"/v1/carriers/"
logger = get_logger(__name__)


class Forged(Exception):
    """The signature is missing or wrong."""


@dataclass(frozen=True)
class Hook:
    """What Twilio says. ``about`` is from our own URL, ``form`` from Twilio."""

    workspace: str
    name: str
    about: dict[str, str]
    form: dict[str, str]
    carrier: TwilioCarrier
    calls: CarrierCalls
    context: RouterContext

    @property
    def sid(self) -> str:
        """Twilio's id of the call that came in; the URLs of phones that ring for it name it."""
        return self.about.get("call") or self.form.get("CallSid", "")

    @property
    def call_id(self) -> str:
        """Our id of that call."""
        return self.calls.call_id(self.sid)

    async def keep(self, path: str, call_id: str = "") -> None:
        """Record what Twilio said, with every field; of the call that came in, or another one."""
        await self.calls.keep_message(call_id or self.call_id, path, self.about, self.form)


Answer = str | tuple[str, Callable[[], Awaitable[object]]]
"""A document, perhaps with what is done after it was sent."""
Handler = Callable[[Hook], Awaitable[Answer]]
Keeping = Literal["before", "after", "not"]
"""``before`` it is answered; ``after``, if a phone waits for the answer; ``not``, or by itself."""


@dataclass(frozen=True)
class Route:
    """What is served at a path."""

    path: str
    handler: Handler
    keeping: Keeping


class Hooks:
    """Adds webhooks to a router; each is checked before its handler sees it."""

    def __init__(self, router: APIRouter, context: RouterContext) -> None:
        self._router = router
        self._context = context

    def add(self, path: str, handler: Handler, keeping: Keeping = "before") -> None:
        """Serve ``handler`` at ``path``; ``keeping``: when what Twilio said is recorded."""

        async def endpoint(workspace: str, name: str, request: Request) -> Response:
            return await self._answer(workspace, name, request, Route(path, handler, keeping))

        self._router.add_api_route(
            f"/{{workspace}}/{{name}}/{path}", endpoint, methods=["POST"], name=f"twilio_{path}"
        )

    async def _answer(self, workspace: str, name: str, request: Request, route: Route) -> Response:
        try:
            hook = await self._read(workspace, name, request)
            if route.keeping == "before":
                await hook.keep(route.path)
            answer = await route.handler(hook)
        except Forged:
            logger.warning("twilio_webhook_forged", workspace=workspace, carrier=name)
            return Response(status_code=HTTPStatus.FORBIDDEN)
        except CarrierUnavailable as error:
            gone = HTTPStatus.NOT_FOUND if error.final else HTTPStatus.SERVICE_UNAVAILABLE
            return Response(status_code=gone)
        except (HookflashError, KeyError, ValueError) as error:
            return _failed(error)
        document, after = (answer, None) if isinstance(answer, str) else answer
        tasks = BackgroundTasks()
        if after is not None:
            tasks.add_task(after)
        if route.keeping == "after":
            tasks.add_task(_kept, hook, route.path)
        return _xml(document, tasks)

    async def _read(self, workspace: str, name: str, request: Request) -> Hook:
        body = await request.body()
        if len(body) > LARGEST:
            raise Forged
        text = body.decode("utf-8", "replace")
        fields = ImmutableMultiDict(parse_qsl(text, keep_blank_values=True))
        form = dict(fields)
        async with self._context.carrier(workspace, name) as carrier:
            if not isinstance(carrier, TwilioCarrier):
                raise CarrierUnavailable("another kind stands in for Twilio here", final=True)
            url = public_url(self._context, request)
            account = form.get("AccountSid", carrier.signatures.account)
            signed = carrier.signatures.valid(url, request.headers, fields, text)
            if not signed or account != carrier.signatures.account:
                raise Forged
            return Hook(
                workspace,
                name,
                dict(request.query_params),
                form,
                carrier,
                self._context.calls(workspace, name),
                self._context,
            )


def public_url(context: RouterContext, request: HTTPConnection) -> str:
    """The URL that Twilio asked for, byte by byte; proxies change scheme, host and prefix."""
    path: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    path = path.partition(b"?")[0]
    path = path[path.index(PREFIX) :] if PREFIX in path else path
    query: bytes = request.scope["query_string"]
    told = path + (b"?" + query if query else b"")
    return (context.public_url or "") + told.decode("latin-1")


def _failed(error: Exception) -> Response:
    """The answer to a genuine request that could not be handled."""
    if isinstance(error, LogFault):
        logger.error("twilio_webhook_not_recorded", error=type(error).__name__, exc_info=error)
        return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
    if isinstance(error, HookflashError):
        logger.warning("twilio_webhook_refused", error=str(error))
        return _xml(nothing())
    logger.warning("twilio_webhook_invalid", error=type(error).__name__)  # not a URL of ours
    return Response(status_code=HTTPStatus.BAD_REQUEST)


async def _kept(hook: Hook, path: str) -> None:
    """Keep what was said about a phone; the phone was not to wait for it."""
    try:
        await hook.keep(path)
    except HookflashError as error:
        logger.warning("twilio_webhook_not_kept", error=type(error).__name__)


def _xml(document: str, after: BackgroundTasks | None = None) -> Response:
    return Response(document, media_type="application/xml", background=after)
