"""The process that speaks and listens, beside the one that has the calls.

It answers a sign of life at once, whatever it is doing, and ends with its parent.
"""

import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import BinaryIO, NoReturn

from hookflash.orchestrator.carriers.voice.models import WrongModel, ear_model, voice_model
from hookflash.orchestrator.carriers.voice.packets import Packet, packed, read_packet
from hookflash.orchestrator.carriers.voice.piper import Piper
from hookflash.orchestrator.carriers.voice.whisper import Whisper

Work = Callable[[Packet], Packet]


def end(status: int) -> NoReturn:
    """End at once, and leave no sound behind: the parent may be gone, too."""
    shutil.rmtree(sys.argv[1], ignore_errors=True)
    os._exit(status)


class Answers:
    """Sends packets, one at a time."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe = pipe
        self._turn = threading.Lock()

    def send(self, packet: Packet) -> None:
        """Send one; without a parent, end."""
        with self._turn:
            try:
                self._pipe.write(packed(packet))
                self._pipe.flush()
            except OSError:
                end(0)


class Worker:
    """Does one kind of work in a thread of its own, in order."""

    def __init__(self, work: Work, answers: Answers) -> None:
        self._work = work
        self._answers = answers
        self._waiting: SimpleQueue[Packet] = SimpleQueue()
        threading.Thread(target=self._run, daemon=True).start()

    def take(self, packet: Packet) -> None:
        """Do this after what waits."""
        self._waiting.put(packet)

    def _run(self) -> None:
        while True:
            packet = self._waiting.get()
            try:
                done = self._work(packet)
            except OSError as error:  # the voice is gone: the parent starts everything again
                sys.stderr.write(f"{error}\n")
                end(1)
            except Exception as error:  # noqa: BLE001 - the parent reports it
                done = Packet({"wrong": f"{type(error).__name__}: {error}"})
            self._answers.send(Packet({"id": packet.about["id"], **done.about}, done.pcm))


def main() -> None:
    """Load the models, then do what is asked on the standard input until it is closed.

    The argument is the folder for the sound that Piper makes.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = Answers(os.fdopen(os.dup(1), "wb"))
    os.dup2(2, 1)  # what libraries print is no answer
    try:
        piper, whisper = Piper(voice_model(), Path(sys.argv[1])), Whisper(ear_model())
    except WrongModel as error:
        answers.send(Packet({"is": "wrong", "why": str(error)}))
        return
    piper.say("Hello.")  # loads the voice
    workers = {
        "speak": Worker(lambda packet: Packet({}, piper.say(packet.about["text"])), answers),
        "hear": Worker(lambda packet: Packet({"text": whisper.hear(packet.pcm)}), answers),
    }
    answers.send(Packet({"is": "ready"}))
    while (packet := read_packet(sys.stdin.buffer)) is not None:
        if packet.about["do"] == "ping":
            answers.send(Packet({"is": "pong"}))
        else:
            workers[packet.about["do"]].take(packet)
    end(0)


if __name__ == "__main__":
    main()
