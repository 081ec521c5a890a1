"""The project's files as git sees them: tracked, or new and not ignored."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
LAYERS = ("domain", "orchestrator", "projections")


def listed(*under: str) -> list[Path]:
    """Return the files and links in the given folders (or in all), relative to ``ROOT``."""
    # The checkout may belong to another user than the one running the tests.
    git = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others"]
    out = subprocess.run(
        [*git, "--exclude-standard", "--", *under], cwd=ROOT, check=True, capture_output=True
    ).stdout
    paths = {Path(name) for name in out.decode().split("\0") if name}
    return sorted(path for path in paths if (ROOT / path).exists())


def texts(*under: str, suffix: str = "") -> dict[Path, str]:
    """Return the content of the text files in the given folders whose names end in ``suffix``."""
    read = {}
    for path in listed(*under):
        full = ROOT / path
        if full.is_file() and path.name.endswith(suffix):
            content = full.read_bytes()
            if b"\0" not in content:
                read[path] = content.decode()
    return read
