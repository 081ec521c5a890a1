"""HTTP requests to the host: each signed, each sent once."""

from collections.abc import Mapping
from types import TracebackType
from typing import Self

import httpx
from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook

from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.ids import Ids

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 10.0
"""Seconds a host may take to accept a connection, and then to answer."""


class Host:
    """A client for the host at ``url``. Use it with ``async with``, or close it.

    Every request is signed as Standard Webhooks define, with ``secret`` (``whsec_…``, or base64).
    A request without a body signs its path and query instead. Nothing is ever sent twice: the
    caller decides what a broken connection means.
    """

    def __init__(self, url: str, secret: str, clock: Clock, ids: Ids) -> None:
        """Raises ``ValueError`` for a URL or a secret that cannot be used."""
        if httpx.URL(url).scheme not in ("http", "https"):
            raise ValueError(f"url: {url!r} is not an http:// or https:// URL")
        self.url = str(httpx.URL(url).copy_with(userinfo=b""))
        self._webhook = _webhook(secret)
        self.clock = clock
        self._ids = ids
        self._client = httpx.AsyncClient(
            base_url=url,
            timeout=httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
            trust_env=False,
        )

    async def post(
        self, path: str, body: str, key: str = "", seconds: float = ANSWER_SECONDS
    ) -> httpx.Response:
        """Post JSON under an idempotency ``key``; raises ``httpx.RequestError``."""
        kind = path.partition("/")[0]
        key = key or self._ids.new(kind)
        # A repeated request has the same id; requests of different kinds never share one.
        message = f"{kind}-{key}".replace(".", "-")
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        return await self._client.post(
            path,
            content=body,
            headers={**headers, **self._signed(message, body)},
            timeout=httpx.Timeout(seconds, connect=CONNECT_SECONDS),
        )

    async def get(self, path: str, query: Mapping[str, str] | None = None) -> httpx.Response:
        """Get a resource; raises ``httpx.RequestError``."""
        request = self._client.build_request("GET", path, params=query)
        target = request.url.raw_path.decode()
        request.headers.update(self._signed(self._ids.new("find"), target))
        return await self._client.send(request)

    @property
    def origin(self) -> str:
        """The host's origin, such as ``https://voice.example.com``."""
        return origin_of(self._client.base_url)

    def resolve(self, reference: str) -> httpx.URL:
        """A reference that the host reported, as a URL; raises ``httpx.InvalidURL``."""
        return self._client.base_url.join(reference)

    async def open(self, url: httpx.URL, *, signed: bool) -> httpx.Response:
        """Get ``url`` without reading the body: the caller reads it and closes the response.

        ``signed`` is for URLs of the host itself. Follows no redirect. Raises
        ``httpx.RequestError``.
        """
        request = self._client.build_request("GET", url)
        if signed:
            target = request.url.raw_path.decode()
            request.headers.update(self._signed(self._ids.new("find"), target))
        return await self._client.send(request, stream=True, follow_redirects=False)

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, e: BaseException | None, tb: TracebackType | None
    ) -> None:
        await self.close()

    def _signed(self, message: str, content: str) -> dict[str, str]:
        at = self.clock.now()
        return {
            "webhook-id": message,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": self._webhook.sign(message, at, content),
        }


def origin_of(url: httpx.URL) -> str:
    """The origin of ``url``: scheme, host, and a port that is not the scheme's own."""
    port = f":{url.port}" if url.port is not None else ""
    return f"{url.scheme}://{url.host}{port}"


def _webhook(secret: str) -> Webhook:
    try:
        return Webhook(secret)
    except (EmptyWebhookSecretError, ValueError, RuntimeError) as error:
        raise ValueError("secret: must be whsec_ followed by base64, and not empty") from error
