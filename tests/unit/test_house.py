"""The rules of the house, held by reading the tree."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.tree import LAYERS, texts

MAX_FILE = 400
MAX_FUNCTION = 50
MAX_README = 150

# Widen to (*LAYERS, "tests", "scripts") once every room's functions have names.
NAMED = ("domain",)
EMPTY_NAMES = {"base", "helper", "helpers", "manager", "managers", "util", "utils"}

# The adapters that answer for the Clock and Ids ports; a run is reproducible if nobody else asks.
CLOCK_AND_IDS = {
    "orchestrator/system/clock.py",
    "orchestrator/system/ids.py",
    "orchestrator/simulation/virtual_time.py",
}
UNREPEATABLE_MODULES = {"random", "secrets"}
UNREPEATABLE = {
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "os.urandom",
    *(f"time.{name}" for name in ("time", "monotonic", "perf_counter", "sleep")),
    *(f"time.{name}_ns" for name in ("time", "monotonic", "perf_counter")),
    *(f"uuid.uuid{version}" for version in (1, 4, 6, 7)),
}

REGISTRY = r"(pypi|pythonhosted|npmjs|debian|crates)\.(org|io|com)"
MACHINE_PATH = r"(?<![\w.])/(root|home|work|Users|opt)/\w"


def imported(node: ast.AST) -> Iterator[str]:
    """Name what an import statement brings in: ``module``, or ``module.name``."""
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=str(module), names=names):
            yield from (f"{module}.{alias.name}" for alias in names)
        case _:
            pass


def dotted(node: ast.AST) -> Iterator[str]:
    """Name an attribute by its last two parts: ``datetime.now``."""
    match node:
        case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=attr):
            yield f"{owner}.{attr}"
        case _:
            pass


def unrepeatable(source: str) -> set[str]:
    """Find what ``source`` names that a second run would answer differently."""
    nodes = list(ast.walk(ast.parse(source)))
    imports = {name for node in nodes for name in imported(node)}
    used = imports | {name for node in nodes for name in dotted(node)}
    return (used & UNREPEATABLE) | {
        name for name in imports if name.partition(".")[0] in UNREPEATABLE_MODULES
    }


def functions(source: str) -> Iterator[tuple[str, int]]:
    """Give every function of ``source`` with its number of lines."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    """A Python file has at most 400 lines."""
    lengths = {str(path): text.count("\n") for path, text in texts(suffix=".py").items()}
    assert {path: lines for path, lines in lengths.items() if lines > MAX_FILE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    """A function has at most 50 lines, docstring included."""
    long = [
        f"{path}: {name} has {lines} lines"
        for path, text in texts(suffix=".py").items()
        for name, lines in functions(text)
        if lines > MAX_FUNCTION
    ]
    assert long == []


def test_every_function_has_a_name() -> None:
    """No function is called ``_``: a traceback, a profile and a search need a name."""
    nameless = [
        str(path)
        for path, text in texts(*NAMED, suffix=".py").items()
        for name, _ in functions(text)
        if name == "_"
    ]
    assert nameless == []


def test_every_module_is_named_for_what_it_holds() -> None:
    """No module or package is called utils, helpers, manager or base."""
    empty = [
        str(path)
        for path in texts(suffix=".py")
        if any(EMPTY_NAMES & set(part.split("_")) for part in (*path.parts[:-1], path.stem))
    ]
    assert empty == []


def test_only_clock_and_ids_ask_the_machine() -> None:
    """Time, chance and new ids come through the Clock and Ids ports, so that a seed decides all."""
    offences = {
        str(path): found
        for path, text in texts(*LAYERS, suffix=".py").items()
        if str(path) not in CLOCK_AND_IDS and (found := unrepeatable(text))
    }
    assert offences == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from datetime import datetime\nat = datetime.now()", {"datetime.now"}),
        ("import datetime as d\nat = d.datetime.now()", {"datetime.now"}),
        ("from time import monotonic", {"time.monotonic"}),
        ("import uuid\nkey = uuid.uuid4()", {"uuid.uuid4"}),
        ("from random import Random", {"random.Random"}),
        ("import secrets", {"secrets"}),
        ("from uuid import uuid5\nfrom datetime import datetime", set()),
    ],
)
def test_what_a_second_run_would_answer_differently_is_found(source: str, found: set[str]) -> None:
    """The check above sees imports, aliases and attributes, and lets derived ids pass."""
    assert unrepeatable(source) == found


@pytest.mark.parametrize("pattern", [REGISTRY, MACHINE_PATH])
def test_no_file_depends_on_where_it_was_written(pattern: str) -> None:
    """No file names a package registry's host, or a folder of somebody's machine."""
    named = {
        str(path): found[0] for path, text in texts().items() if (found := re.search(pattern, text))
    }
    assert named == {}


def test_the_readme_is_read_in_one_sitting() -> None:
    """README.md has at most 150 lines."""
    (readme,) = texts("README.md").values()
    assert readme.count("\n") <= MAX_README
