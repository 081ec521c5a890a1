"""Connections of the server: answers leave at once, and clients that do nothing are dropped."""

import asyncio
import socket
from typing import Any, Final

from uvicorn.protocols.http.auto import AutoHTTPProtocol

REQUEST_SECONDS: Final = 10.0
"""From the first byte of a connection, or of its next request, to the end of its headers."""
STALLED_SECONDS: Final = 30
"""A client that takes nothing of an answer for so long is cut off, where the system can do that."""


def set_up(listening: socket.socket) -> None:
    """Set what every accepted connection inherits from the socket that accepts it.

    Without ``TCP_NODELAY`` the second part of an answer waits for a delayed acknowledgement.
    """
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        timeout = STALLED_SECONDS * 1_000
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, timeout)


class PatientProtocol(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """uvicorn's protocol, which waits for the headers of a request only so long."""

    _deadline: asyncio.TimerHandle | None = None
    _upgraded = False

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Wait no longer once the headers are complete, but again for a request after it."""
        super().data_received(data)
        if not self._is_waiting():
            self._stop_waiting()
        elif self._deadline is None:
            self._wait()

    def handle_websocket_upgrade(self, *event: Any) -> None:
        """Another protocol takes over."""
        self._upgraded = True
        self._stop_waiting()
        super().handle_websocket_upgrade(*event)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _is_waiting(self) -> bool:
        return not self._upgraded and (self.cycle is None or self.cycle.response_complete)

    def _wait(self) -> None:
        self._deadline = self.loop.call_later(REQUEST_SECONDS, self._give_up)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        self._deadline = None
        if self._is_waiting() and not self.transport.is_closing():
            self.transport.abort()
