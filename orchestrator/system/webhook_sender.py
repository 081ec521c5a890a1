"""Webhooks over HTTP: one request, to an address that was looked at first.

A name is resolved here, every address it has is checked, and the connection is made to one of
those: a name that answers differently the next time leads nowhere else (DNS rebinding).
"""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final

import httpx

from hookflash.domain.problem import Problem
from hookflash.orchestrator.ports.webhooks import Reply

SECONDS: Final = 15.0
"""How long the whole exchange may take, from the name to the answer."""
SHOWN: Final = 500
"""How many bytes of a refusal are read; of any other answer, none."""
Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Awaitable[list[str]]]
_PATIENCE: Final = httpx.Timeout(SECONDS, connect=5.0)
_SCHEMES: Final = {"https": 443, "http": 80}
_PORTS: Final = 2**16


class Forbidden(Exception):
    """An address that is nobody's business outside."""


async def resolve(host: str, port: int) -> list[str]:
    """Every address of ``host``, as the system's resolver gives them."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class HttpSender:
    """Posts webhooks; with ``allow_private``, to this machine and its network too, and over HTTP.

    It goes through no proxy, whatever the environment says.
    """

    def __init__(self, *, allow_private: bool = False, resolve: Resolve = resolve) -> None:
        self._allow_private = allow_private
        self._resolve = resolve
        self._tls = ssl.create_default_context()

    def check(self, url: str) -> Problem | None:
        """What is wrong with ``url``: that it is none, not public, not encrypted."""
        try:
            self._check(httpx.URL(url))
        except (httpx.InvalidURL, ValueError) as error:
            return Problem(wrong=f"is no address to send to ({error})", right=self._right())
        except Forbidden as error:
            return Problem(wrong=str(error), right=self._right())
        return None

    async def send(self, url: str, headers: Mapping[str, str], body: str) -> Reply:
        """Post ``body`` once; whatever goes wrong is told in the reply."""
        try:
            async with asyncio.timeout(SECONDS):
                return await self._send(httpx.URL(url), headers, body)
        except TimeoutError:
            return Reply(error=f"no answer within {SECONDS:.0f} s")
        except (Forbidden, OSError, httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            return Reply(error=f"{type(error).__name__}: {error}"[:SHOWN])

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
        # One connection a request: two names at one address must not share a TLS session.
        async with (
            httpx.AsyncClient(verify=self._tls, trust_env=False, timeout=_PATIENCE) as client,
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
            raise Forbidden("is no https:// address")
        if url.port is not None and not 0 < url.port < _PORTS:
            raise Forbidden(f"names port {url.port}, which there is not")
        if url.userinfo:
            raise Forbidden("holds a user or a password")
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
        return f"Send an https://{plain} address that can be reached from outside."


def is_public(address: Address) -> bool:
    """Whether anybody on the internet could have this address.

    Addresses that stand for an IPv4 one by some way of translation count as that one.
    """
    if isinstance(address, IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inside is not None:
            return is_public(inside)
    return address.is_global and not (address.is_multicast or address.is_reserved)


async def _beginning(response: httpx.Response) -> str:
    """What a refusal says, as far as it is worth keeping."""
    read = b""
    async for chunk in response.aiter_raw(SHOWN):
        read += chunk
        if len(read) >= SHOWN:
            break
    return read[:SHOWN].decode(errors="replace").replace("\0", "")
