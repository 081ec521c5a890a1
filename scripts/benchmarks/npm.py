"""Installs what only npm has, at a pinned version, outside of the source tree's own files."""

import subprocess
from pathlib import Path
from shutil import which
from typing import Final

FOLDER: Final = Path(__file__).parents[2] / ".venv" / "bench-npm"
PATIENCE: Final = 300.0


class NotInstalledError(Exception):
    """A package could not be installed; the message says why, and what to do."""


def installed(package: str, version: str, program: str) -> Path:
    """The path of ``program``, a file of ``package``, which is installed first if it is missing.

    No script of the package is run.
    """
    folder = FOLDER / package.replace("/", "+") / version
    path = folder / "node_modules" / package / program
    if path.exists():
        return path
    npm = which("npm")
    if npm is None:
        raise NotInstalledError(f"{package} comes from npm: install npm (Debian: apt install npm)")
    folder.mkdir(parents=True, exist_ok=True)
    options = ["--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--no-save"]
    done = subprocess.run(  # noqa: S603 - our own arguments
        [npm, "install", *options, f"{package}@{version}"],
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    if done.returncode or not path.exists():
        raise NotInstalledError(f"npm could not install {package}@{version}: {done.stderr.strip()}")
    return path
