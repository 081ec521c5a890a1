"""The port that posts outgoing webhooks."""

from collections.abc import Mapping
from typing import Protocol

from hookflash.domain.problem import Problem
from hookflash.domain.value import Value


class Reply(Value):
    """The result: an HTTP ``status``, or None and the ``error`` that prevented an answer.

    ``retry_after`` is the raw header of that name.
    """

    status: int | None = None
    error: str = ""
    retry_after: str = ""

    @property
    def is_success(self) -> bool:
        """Whether the receiver accepted it."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 - HTTP


class WebhookSender(Protocol):
    """Posts a message once. Never raises for a failure of the receiver or the network."""

    def check(self, url: str) -> Problem | None:
        """What is wrong with ``url``, as far as that can be told without a request."""
        ...

    async def send(self, url: str, headers: Mapping[str, str], body: str) -> Reply:
        """Post ``body``. Follow no redirect; wait at most 15 seconds for an answer."""
        ...
