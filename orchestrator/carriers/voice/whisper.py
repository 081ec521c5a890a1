"""An ear: Whisper, by faster-whisper. English only, with the model of ``hookflash[speech]``."""

import os
from importlib import import_module
from pathlib import Path
from typing import Final

import numpy as np

NO_SPEECH: Final = 0.6
"""From this probability on, what was heard was no speech."""
UNSURE: Final = -1.0
"""Below this mean log probability, the words are a guess."""
MOST_THREADS: Final = 4


class Whisper:
    """Turns sound into words."""

    def __init__(self, model: Path) -> None:
        self._model = import_module("faster_whisper").WhisperModel(
            str(model),
            device="cpu",
            compute_type="int8",
            cpu_threads=min(MOST_THREADS, os.cpu_count() or 1),
        )

    def hear(self, pcm: bytes) -> str:
        """The words in ``pcm``; empty if there are none."""
        samples = np.frombuffer(pcm, "<i2").astype(np.float32) / 32_768
        segments, _ = self._model.transcribe(
            samples,
            language="en",
            beam_size=1,
            condition_on_previous_text=False,
            without_timestamps=True,
        )
        sure = (
            one.text.strip()
            for one in segments
            if one.no_speech_prob < NO_SPEECH and one.avg_logprob > UNSURE
        )
        return " ".join(filter(None, sure))
