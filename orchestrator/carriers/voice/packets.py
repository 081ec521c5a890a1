"""How a process and its speech process talk over pipes: JSON, then the sound that it announces."""

import asyncio
import json
from typing import Any, BinaryIO, Final, NamedTuple

LENGTH_BYTES: Final = 4


class Packet(NamedTuple):
    """A message and its sound."""

    about: dict[str, Any]
    pcm: bytes = b""


def packed(packet: Packet) -> bytes:
    """The packet as bytes."""
    head = json.dumps({**packet.about, "bytes": len(packet.pcm)}).encode()
    return len(head).to_bytes(LENGTH_BYTES) + head + packet.pcm


def read_packet(pipe: BinaryIO) -> Packet | None:
    """The next packet; None at the end."""
    length = pipe.read(LENGTH_BYTES)
    if len(length) < LENGTH_BYTES:
        return None
    about = json.loads(pipe.read(int.from_bytes(length)))
    return Packet(about, pipe.read(about.pop("bytes")))


async def receive_packet(pipe: asyncio.StreamReader) -> Packet:
    """The next packet. Raises ``asyncio.IncompleteReadError`` at the end."""
    about = json.loads(await pipe.readexactly(int.from_bytes(await pipe.readexactly(LENGTH_BYTES))))
    return Packet(about, await pipe.readexactly(about.pop("bytes")))
