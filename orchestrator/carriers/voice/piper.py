"""A voice: the program Piper, which runs by itself and is told what to say over a pipe.

Piper is GPL-3. It is a program of its own here: nothing of it is imported.
"""

import subprocess
import sys
import wave
from pathlib import Path
from typing import Final

import numpy as np

from hookflash.orchestrator.carriers.voice.sound import RATE

WROTE: Final = "Wrote "
PEAK: Final = 32_767


class Piper:
    """Runs the program with a voice; it writes a file for each line into ``folder``."""

    def __init__(self, model: Path, folder: Path) -> None:
        self._program = subprocess.Popen(  # noqa: S603 - the program that the extra installs
            [sys.executable, "-m", "piper", "--model", model, "--output-dir", folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def say(self, text: str) -> bytes:
        """The sound of ``text``. Raises ``OSError`` if the program has ended."""
        asked, told = self._program.stdin, self._program.stderr
        if asked is None or told is None:
            raise BrokenPipeError("Piper has no pipes")
        asked.write(" ".join(text.split()) + "\n")
        while line := told.readline():
            _, wrote, path = line.rstrip("\n").partition(WROTE)
            if wrote:
                return _take(Path(path))
        raise BrokenPipeError("Piper has ended")


def _take(file: Path) -> bytes:
    """The sound in a file, at our rate; the file is deleted."""
    with wave.open(str(file), "rb") as sound:
        rate, pcm = sound.getframerate(), sound.readframes(sound.getnframes())
    file.unlink()
    return resampled(pcm, rate)


def resampled(pcm: bytes, rate: int) -> bytes:
    """The same sound at our rate; what is too high for it is left out."""
    samples = np.frombuffer(pcm, "<i2").astype(np.float64)
    if rate == RATE or not len(samples):
        return pcm
    wanted = round(len(samples) * RATE / rate)
    spectrum = np.fft.rfft(samples)
    kept = np.zeros(wanted // 2 + 1, dtype=complex)
    both = min(len(kept), len(spectrum))
    kept[:both] = spectrum[:both]
    found = np.fft.irfft(kept, wanted) * wanted / len(samples)
    return bytes(np.clip(found, -PEAK, PEAK).astype("<i2").tobytes())
