"""Sends webhooks over HTTP, only to addresses that were checked.

The name is resolved here, all its addresses are checked, and the connection is made to one of
those. A name that resolves differently the next time therefore cannot redirect the request to a
private address (DNS rebinding).
"""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping
from ipaddress import ip_address
from typing import Final

import httpx

from hookflash.domain.problem import Problem
from hookflash.orchestrator.ports.webhooks import Reply
from hookflash.orchestrator.system.public_addresses import is_public

SECONDS: Final = 15.0
"""The time limit for the whole exchange, from resolving the name to the response."""
MAX_ERROR_BYTES: Final = 500
"""How much of an error response is read; the body of a successful one is not read."""
Resolve = Callable[[str, int], Awaitable[list[str]]]
_TIMEOUT: Final = httpx.Timeout(SECONDS, connect=5.0)
_SCHEMES: Final = {"https": 443, "http": 80}
_MAX_PORT: Final = 65_535


class Forbidden(Exception):
    """A URL or address that webhooks must not be sent to."""


async def resolve(host: str, port: int) -> list[str]:
    """Return every address of ``host``, from the system's resolver."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class HttpSender:
    """Posts webhooks to public https:// URLs.

    ``allow_private`` also allows plain HTTP and private addresses. Proxy settings of the
    environment are ignored.
    """

    def __init__(self, *, allow_private: bool = False, resolve: Resolve = resolve) -> None:
        self._allow_private = allow_private
        self._resolve = resolve
        self._tls = ssl.create_default_context()

    def check(self, url: str) -> Problem | None:
        """Return what is wrong with ``url``, or None; resolves no name."""
        try:
            self._check(httpx.URL(url))
        except (httpx.InvalidURL, ValueError) as error:
            return Problem(wrong=f"is not a valid URL ({error})", right=self._right())
        except Forbidden as error:
            return Problem(wrong=str(error), right=self._right())
        return None

    async def send(self, url: str, headers: Mapping[str, str], body: str) -> Reply:
        """Post ``body`` once; failures are returned in the reply, never raised."""
        try:
            async with asyncio.timeout(SECONDS):
                return await self._send(httpx.URL(url), headers, body)
        except TimeoutError:
            return Reply(error=f"no answer within {SECONDS:.0f} s")
        except (Forbidden, OSError, httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            return Reply(error=f"{type(error).__name__}: {error}"[:MAX_ERROR_BYTES])

    async def _send(self, url: httpx.URL, headers: Mapping[str, str], body: str) -> Reply:
        self._check(url)
        port = url.port or _SCHEMES[url.scheme]
        addresses = await self._resolve(url.host, port)
        for address in addresses:
            self._check_address(address)
        fault: httpx.TransportError = httpx.ConnectError("the name has no address")
        for address in addresses:
            try:
                return await self._post(url, address, headers, body)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                fault = error
        raise fault

    async def _post(
        self, url: httpx.URL, address: str, headers: Mapping[str, str], body: str
    ) -> Reply:
        # One connection per request: two names at one address must not share a TLS session.
        async with (
            httpx.AsyncClient(verify=self._tls, trust_env=False, timeout=_TIMEOUT) as client,
            client.stream(
                "POST",
                url.copy_with(host=address),
                content=body,
                headers={
                    **headers,
                    "Host": url.netloc.decode(),
                    "Accept-Encoding": "identity",
                    "User-Agent": "Hookflash-Webhooks",
                },
                extensions={"sni_hostname": url.host} if url.scheme == "https" else {},
            ) as response,
        ):
            if response.is_success:
                return Reply(status=response.status_code)
            return Reply(
                status=response.status_code,
                error=await _beginning(response),
                retry_after=response.headers.get("Retry-After", ""),
            )

    def _check(self, url: httpx.URL) -> None:
        if url.scheme not in _SCHEMES or not url.host:
            raise Forbidden("is not an https:// URL")
        if url.port is not None and not 0 < url.port <= _MAX_PORT:
            raise Forbidden(f"has an invalid port: {url.port}")
        if url.userinfo:
            raise Forbidden("contains a user name or password")
        if url.scheme == "http" and not self._allow_private:
            raise Forbidden("is not encrypted")
        try:
            ip_address(url.host)
        except ValueError:
            if url.host == "localhost" or url.host.endswith(".localhost"):
                self._check_address("127.0.0.1")
        else:
            self._check_address(url.host)

    def _check_address(self, text: str) -> None:
        if not self._allow_private and not is_public(ip_address(text.partition("%")[0])):
            raise Forbidden(f"leads to {text}, which is not on the public internet")

    def _right(self) -> str:
        plain = " or http://" if self._allow_private else ""
        return f"Send an https://{plain} URL that is reachable from the internet."


async def _beginning(response: httpx.Response) -> str:
    """Return the beginning of an error response."""
    read = b""
    async for chunk in response.aiter_raw(MAX_ERROR_BYTES):
        read += chunk
        if len(read) >= MAX_ERROR_BYTES:
            break
    return read[:MAX_ERROR_BYTES].decode(errors="replace").replace("\0", "")
