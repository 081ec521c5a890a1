"""Stands in for the speech process: it says silence, and hears what it is told to."""

import sys

from hookflash.orchestrator.carriers.voice.packets import Packet, packed, read_packet

HEARD = b"hang"
"""Sound that it never answers to."""


def main() -> None:
    """Answer, until the input is closed."""
    output = sys.stdout.buffer

    def send(packet: Packet) -> None:
        output.write(packed(packet))
        output.flush()

    send(Packet({"is": "ready"}))
    while (packet := read_packet(sys.stdin.buffer)) is not None:
        about = packet.about
        if about["do"] == "ping":
            send(Packet({"is": "pong"}))
        elif about["do"] == "speak":
            send(Packet({"id": about["id"]}, b"\1\0" * len(about["text"])))
        elif packet.pcm == b"die!":
            return
        elif packet.pcm != HEARD:
            send(Packet({"id": about["id"], "text": f"{len(packet.pcm)} bytes"}))


if __name__ == "__main__":
    main()
