"""Asks a host what it offers (docs/reference/host-protocol.md)."""

from contextlib import suppress
from http import HTTPStatus
from typing import Final

import httpx
from pydantic import Field, ValidationError

from hookflash.domain.errors import HookflashError
from hookflash.domain.value import Value
from hookflash.orchestrator.carriers.http_host.host import Host
from hookflash.orchestrator.ports.messaging import MessagingOffers
from hookflash.orchestrator.ports.telephony import TelephonyOffers

WAITS_SECONDS: Final = (1.0, 2.0, 4.0)
"""Waits before the host is asked again."""
NOT_SERVED: Final = (
    HTTPStatus.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.NOT_IMPLEMENTED,
)
"""How a host answers that does not know the request."""
TRANSIENT: Final = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)


class HostUnavailable(HookflashError, ConnectionError):
    """The host did not tell what it offers."""


class InvalidOffers(HookflashError, ValueError):
    """The host's offers cannot be read."""


class HostOffers(Value):
    """What a host offers; by default, what one of the first protocol is taken to offer."""

    telephony: TelephonyOffers = Field(default_factory=TelephonyOffers)
    messaging: MessagingOffers = Field(default_factory=MessagingOffers)


async def offers_of(host: Host) -> HostOffers:
    """Ask ``host`` what it offers.

    One that does not know the question speaks the first protocol. A host that does not answer is
    asked four times, with 7 seconds of waiting in all. Raises ``HostUnavailable`` if it does not
    answer then or refuses, and ``InvalidOffers``.
    """
    for wait in WAITS_SECONDS:
        with suppress(_Transient):
            return await _ask(host)
        await host.clock.sleep(wait)
    try:
        return await _ask(host)
    except _Transient as last:
        raise HostUnavailable(str(last)) from last.__cause__


class _Transient(Exception):
    """The host may answer if it is asked again."""


async def _ask(host: Host) -> HostOffers:
    try:
        response = await host.get("offers")
    except httpx.RequestError as error:
        why = str(error) or type(error).__name__
        raise _Transient(
            f"{host.url}: no answer to GET /offers ({why}); start the host, or check its URL"
        ) from error
    status = response.status_code
    if status in NOT_SERVED:
        return HostOffers()
    if response.is_success:
        return _read(host, response.content)
    refused = f"{host.url}: GET /offers was answered with HTTP {status}"
    if response.is_server_error or status in TRANSIENT:
        raise _Transient(f"{refused}; look into the host's own log")
    raise HostUnavailable(f"{refused}; check the URL, and that both sides share the secret")


def _read(host: Host, content: bytes) -> HostOffers:
    try:
        return HostOffers.model_validate_json(content, strict=True, extra="ignore")
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(map(str, one['loc'])) or 'body'}: {one['msg']}" for one in error.errors()
        )
        raise InvalidOffers(f"{host.url}: GET /offers: {wrong}") from error
