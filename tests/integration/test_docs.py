"""The documentation's snippets work as they are printed.

Each page of ``README.md`` and ``docs/`` is played in a folder of its own, from top to bottom:

- a fenced block whose info string has ``file=NAME`` is written to that file;
- a ``python`` block runs as a program, warnings being errors;
- in a ``console`` block each line after ``$`` is a command (``>`` continues it) that must succeed;
    if output is shown below it, the command must print it; ``...`` stands for anything.

Other blocks (``sh``, ``text``, …) are not played. Port 8707 stands for a free port. A server whose
process id a page writes to ``serve.pid`` is ended with the page.
"""

import doctest
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.servers.ports import free_ports
from tests.tree import ROOT, texts

PAGES = {**texts("README.md", "CONTRIBUTING.md"), **texts("docs", suffix=".md")}
RUNNABLE = re.compile(r"^```(python|console)", re.MULTILINE)
NEEDED = {Path("docs/how-to/do-it-over-http.md"): "curl"}
"""Programs, other than Python, that a page needs."""
PORT = "8707"
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def run(command: list[str], folder: Path) -> str:
    """Run one command in ``folder``, as a reader would; returns what it printed."""
    bin_ = Path(sys.executable).parent
    environment = os.environ | {"PATH": f"{bin_}:{os.environ['PATH']}", "COLUMNS": "100"}
    for name in ("HOOKFLASH_DB", "HOOKFLASH_RECORDINGS"):
        environment.pop(name, None)
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, f"{command[-1]}\n{done.stdout}"
    return re.sub(r" +$", "", done.stdout, flags=re.MULTILINE).strip()


def commands(block: str) -> Iterator[tuple[str, str]]:
    """Yield the commands of a console block, each with the output shown below it."""
    for piece in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        first, *rest = piece.splitlines(keepends=True)
        continued = [line.removeprefix("> ") for line in rest if line.startswith("> ")]
        yield first + "".join(continued), "".join(rest[len(continued) :]).strip()


def play_console(block: str, folder: Path) -> None:
    """Run the commands of a console block and compare what they print."""
    for command, shown in commands(block):
        printed = run(["bash", "-euo", "pipefail", "-c", command], folder)
        matches = doctest.OutputChecker().check_output(shown, printed, doctest.ELLIPSIS)
        assert not shown or matches, f"$ {command}\nshown:\n{shown}\nprinted:\n{printed}"


def play(block: Token, folder: Path) -> None:
    """Play one fenced block, as its info string says."""
    language, *attributes = block.info.split() or [""]
    for attribute in attributes:
        name, _, value = attribute.partition("=")
        assert name == "file", f"{attribute}: only file=NAME is known"
        (folder / value).write_text(block.content)
    if language == "python":
        run([sys.executable, "-W", "error", "-c", block.content], folder)
    elif language == "console":
        play_console(block.content, folder)


def end_server(pid: Path) -> None:
    """End the server that a page left running."""
    if pid.exists():
        with suppress(ProcessLookupError):
            os.kill(int(pid.read_text()), signal.SIGTERM)


def play_page(text: str, folder: Path) -> None:
    """Play a page from top to bottom."""
    for token in MarkdownIt().parse(text):
        if token.type == "fence":
            play(token, folder)


@pytest.mark.slow
@pytest.mark.parametrize("page", [path for path in PAGES if RUNNABLE.search(PAGES[path])], ids=str)
def test_a_page_can_be_followed(page: Path, tmp_path: Path) -> None:
    """Every snippet of the page works, in the order in which a reader meets them."""
    needed = NEEDED.get(page, "bash")
    if shutil.which(needed) is None:
        pytest.skip(f"{needed} is not installed")
    (port,) = free_ports(1)
    try:
        play_page(PAGES[page].replace(PORT, str(port)), tmp_path)
    finally:
        end_server(tmp_path / "serve.pid")


@pytest.mark.parametrize(
    "page",
    [
        "```python\nassert False\n```",
        "```python\nimport warnings\nwarnings.warn('old')\n```",
        "```console\n$ false\n```",
        "```console\n$ echo yes\nno\n```",
    ],
)
def test_a_wrong_page_is_noticed(page: str, tmp_path: Path) -> None:
    """A page fails if a snippet fails, warns, or prints something else than is shown."""
    with pytest.raises(AssertionError):
        play_page(page, tmp_path)


def test_a_page_keeps_its_files_and_its_output(tmp_path: Path) -> None:
    """Later blocks can read files of earlier ones; output may be shown in part, or not at all."""
    play_page(
        "```yaml file=a.yaml\na: 1\n```\n"
        "```python\nopen('b', 'w').write('two')\n```\n"
        "```console\n$ cat a.yaml\na: 1\n$ cat \\\n> b\nt...\n$ ls\n```",
        tmp_path,
    )


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_between_pages_are_not_broken(page: Path) -> None:
    """A relative link points to a file of the project."""
    targets = {page.parent / target for target in LINK.findall(PAGES[page])}
    assert {target for target in targets if not (ROOT / target).exists()} == set()


def test_every_page_can_be_reached() -> None:
    """The index in docs/README.md links every page under docs/."""
    index = Path("docs/README.md")
    linked = {index.parent / target for target in LINK.findall(PAGES[index])}
    assert set(PAGES) - linked - {index, Path("README.md"), Path("CONTRIBUTING.md")} == set()
