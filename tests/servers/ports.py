"""Ports for servers that tests start."""

import secrets
import socket
from contextlib import suppress

PORTS = range(20_000, 30_000)
"""Below those that systems give to outgoing connections."""


def free_ports(number: int) -> list[int]:
    """Ports on loopback that nobody uses, nor gets for a connection while a server is down."""
    free: set[int] = set()
    while len(free) < number:
        port = PORTS.start + secrets.randbelow(len(PORTS))
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            free.add(port)
    return list(free)
