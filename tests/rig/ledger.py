"""What the stand-in really did, written to disk before it responds: the evidence of duplicates."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Entry = dict[str, Any]


class Ledger:
    """Lines of JSON, each synced to disk."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")

    def enter(self, what: str, **facts: Any) -> None:
        """Write one entry."""
        self._file.write(json.dumps({"what": what, **facts}) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def read_ledger(path: Path, what: str = "") -> list[Entry]:
    """Return all entries, or those of one kind, in order."""
    return [entry for entry in _lines(path) if what in ("", entry["what"])]


def _lines(path: Path) -> Iterator[Entry]:
    if path.exists():
        with path.open(encoding="utf-8") as file:
            yield from (json.loads(line) for line in file)
