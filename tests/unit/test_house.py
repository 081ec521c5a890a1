"""The project's rules for its own files, checked by reading them."""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from tests.tree import LAYERS, ROOT, texts

MAX_FILE = 400
MAX_FUNCTION = 50
MAX_README = 150
EMPTY_NAMES = {"base", "helper", "helpers", "manager", "managers", "util", "utils"}

# The adapters of the Clock and Ids ports: only these may ask, or a run is not reproducible.
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
FOREIGN = re.compile(r"\b(?:DESIGN|PRODUCT|FAULTS|FIELD|MEASURED)(?:\.md\b| §| \d)")
DOCS_PATH = re.compile(r"(?<![\w/.-])docs/[\w./-]*\w")


def imported(node: ast.AST) -> Iterator[str]:
    """Yield what an import statement imports: ``module``, or ``module.name``."""
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=str(module), names=names):
            yield from (f"{module}.{alias.name}" for alias in names)
        case _:
            pass


def dotted(node: ast.AST) -> Iterator[str]:
    """Yield the last two parts of an attribute: ``datetime.now``."""
    match node:
        case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=attr):
            yield f"{owner}.{attr}"
        case _:
            pass


def unrepeatable(source: str) -> set[str]:
    """Return the names in ``source`` whose values differ from run to run."""
    nodes = list(ast.walk(ast.parse(source)))
    imports = {name for node in nodes for name in imported(node)}
    used = imports | {name for node in nodes for name in dotted(node)}
    return (used & UNREPEATABLE) | {
        name for name in imports if name.partition(".")[0] in UNREPEATABLE_MODULES
    }


@cache
def functions(source: str) -> list[tuple[str, int]]:
    """Return the name of every function in ``source`` and its number of lines."""
    return [
        (node.name, (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def foreign(text: str) -> list[str]:
    """Return the citations in ``text`` of documents that the project does not contain."""
    paths = (found[0] for found in DOCS_PATH.finditer(text))
    missing = [path for path in paths if not (ROOT / path).exists()]
    return [*(found[0] for found in FOREIGN.finditer(text)), *missing]


def test_no_file_is_too_long() -> None:
    """A Python file has at most 400 lines."""
    lengths = {str(path): text.count("\n") for path, text in texts(suffix=".py").items()}
    assert {path: lines for path, lines in lengths.items() if lines > MAX_FILE} == {}


def test_no_function_is_too_long() -> None:
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
        for path, text in texts(*LAYERS, "tests", "scripts", suffix=".py").items()
        for name, _ in functions(text)
        if name == "_"
    ]
    assert nameless == []


def test_every_module_has_a_telling_name() -> None:
    """No module or package is called utils, helpers, manager or base."""
    empty = [
        str(path)
        for path in texts(suffix=".py")
        if any(EMPTY_NAMES & set(part.split("_")) for part in (*path.parts[:-1], path.stem))
    ]
    assert empty == []


def test_only_the_clock_and_ids_adapters_use_the_machine() -> None:
    """Time, randomness and ids come through the ports, so that a seed determines a whole run."""
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
def test_unrepeatable_calls_are_found(source: str, found: set[str]) -> None:
    """The check above sees imports, aliases and attributes, and allows derived ids."""
    assert unrepeatable(source) == found


@pytest.mark.parametrize("pattern", [REGISTRY, MACHINE_PATH])
def test_no_file_names_a_registry_or_a_machine(pattern: str) -> None:
    """No file contains a package registry's host, or a path of one developer's machine."""
    named = {
        str(path): found[0] for path, text in texts().items() if (found := re.search(pattern, text))
    }
    assert named == {}


def test_no_file_cites_a_document_that_is_not_there() -> None:
    """A reader can open every document that a comment refers to."""
    assert {str(path): found for path, text in texts().items() if (found := foreign(text))} == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See " + "DESIGN" + ".md.", ["DESIGN" + ".md"]),
        ("(" + "DESIGN" + " §5)", ["DESIGN" + " §"]),
        ("FAULTS" + " 12: a key", ["FAULTS" + " 1"]),
        ("See docs" + "/explanation/none.md.", ["docs" + "/explanation/none.md"]),
        ("Fault 12, by docs/explanation/effects.md. PRODUCTS are not cited.", []),
    ],
)
def test_a_citation_of_a_missing_document_is_found(text: str, found: list[str]) -> None:
    """By name, section, number or path; the project's own pages may be cited."""
    assert foreign(text) == found


def test_the_readme_is_short() -> None:
    """README.md has at most 150 lines."""
    (readme,) = texts("README.md").values()
    assert readme.count("\n") <= MAX_README
