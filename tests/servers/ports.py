"""Ports for servers started by tests."""

import secrets
import socket
from contextlib import suppress

PORTS = range(20_000, 30_000)
"""Below the range that systems use for outgoing connections."""


def free_ports(number: int) -> list[int]:
    """Unused ports on loopback, which no outgoing connection gets while a server is down."""
    free: set[int] = set()
    while len(free) < number:
        port = PORTS.start + secrets.randbelow(len(PORTS))
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            free.add(port)
    return list(free)
