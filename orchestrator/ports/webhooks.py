"""The role of whoever takes webhooks to where they are wanted."""

from collections.abc import Mapping
from typing import Protocol

from hookflash.domain.problem import Problem
from hookflash.domain.value import Value


class Reply(Value):
    """What came back: the HTTP ``status``, or None and the ``error`` that kept it from coming.

    ``retry_after`` is the header of that name, as it was written.
    """

    status: int | None = None
    error: str = ""
    retry_after: str = ""

    @property
    def is_success(self) -> bool:
        """Whether the receiver has it now."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 - HTTP


class WebhookSender(Protocol):
    """Posts one message once. It never raises for what a receiver, or the way to it, does."""

    def check(self, url: str) -> Problem | None:
        """What is wrong with ``url``, as far as that can be told without asking anybody."""
        ...

    async def send(self, url: str, headers: Mapping[str, str], body: str) -> Reply:
        """Post ``body``; follows no redirect, and waits for an answer for 15 seconds at most."""
        ...
