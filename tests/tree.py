"""The project's own files, as git would have them: tracked, or new and not ignored."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
LAYERS = ("domain", "orchestrator", "projections")


def listed(*under: str) -> list[Path]:
    """Give the files and links under the given folders (all, if none is given), from ``ROOT``."""
    # A checkout may belong to another user than the one who runs the tests.
    git = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others"]
    out = subprocess.run(
        [*git, "--exclude-standard", "--", *under], cwd=ROOT, check=True, capture_output=True
    ).stdout
    paths = {Path(name) for name in out.decode().split("\0") if name}
    return sorted(path for path in paths if (ROOT / path).exists())


def texts(*under: str, suffix: str = "") -> dict[Path, str]:
    """Read the files under the given folders whose names end in ``suffix``; none binary."""
    read = {}
    for path in listed(*under):
        full = ROOT / path
        if full.is_file() and path.name.endswith(suffix):
            content = full.read_bytes()
            if b"\0" not in content:
                read[path] = content.decode()
    return read
