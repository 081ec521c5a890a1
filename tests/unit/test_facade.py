"""The public names: cheap to import, complete, documented, with every error that they raise."""

import ast
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

import hookflash
from hookflash._names import MODULES
from hookflash.domain.errors import HookflashError
from hookflash.orchestrator.api_keys import ApiKeys
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.call_views import CallViews
from hookflash.orchestrator.reading import CHANGING, CallReader
from hookflash.orchestrator.sandbox.sessions import Sandbox
from hookflash.orchestrator.webhooks.outgoing.service import WebhookService
from hookflash.orchestrator.workspaces.editor import WorkspaceEditor
from tests.tree import ROOT, texts

HEAVY: Final = ("pydantic", "sqlalchemy", "phonenumbers", "statemachine", "structlog")
SECTIONS: Final = {"call_views", "keys", "sandbox", "sessions", "webhooks", "workspaces"}
SUBMODULES: Final = (
    "carriers",
    "console",
    "http",
    "livekit",
    "maintenance",
    "mcp",
    "pipecat",
    "pydantic_ai",
    "time_machine",
)
PUBLIC: Final = (
    CallCenter,
    CallReader,
    ApiKeys,
    CallViews,
    Sandbox,
    WebhookService,
    WorkspaceEditor,
)
REFERENCE: Final = ROOT / "docs" / "reference" / "python.md"
INTERNAL: Final = {
    "CommandError": "ends a command of the command line",
    "EnoughProblems": "InvalidFile holds the problems that were found until then",
    "Forbidden": "the webhook sender answers with it, and raises nothing",
    "Forged": "ReportReceiver answers 403",
    "HttpProblem": "the HTTP API answers with it",
    "LeaseLost": "a worker stops following, another one goes on",
    "Malformed": "ReportReceiver answers 400",
    "NoPortions": "the views are rebuilt in one process",
    "NotThere": "the console answers 404",
    "NotModified": "the HTTP API answers 304",
    "RecordingsLeft": "erasing deletes those recordings and goes on",
    "RowsRefused": "the views park the event",
    "Throttled": "the Twilio adapter answers NotTaken; a search found nothing",
    "Unclear": "the Twilio adapter answers Unknown; a search found nothing",
    "WriterBusy": "the append goes to the writer's thread, which waits",
    "Wrong": "a dialog of the console says it at the field",
    "WrongModel": "the speech process says so, and words are shown instead",
    "Unsatisfiable": "the HTTP API answers 416",
}
"""Exceptions that no public method raises, and where each is handled."""


def block() -> dict[str, str]:
    """The names that type checkers import, each with its module."""
    tree = ast.parse((ROOT / "hookflash" / "__init__.py").read_text())
    checked = next(node for node in tree.body if isinstance(node, ast.If))
    return {
        alias.asname or alias.name: str(node.module).removeprefix("hookflash.")
        for node in checked.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def modules() -> Iterator[ModuleType]:
    """Every module of the three layers."""
    for layer in ("domain", "projections", "orchestrator"):
        package = importlib.import_module(f"hookflash.{layer}")
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)


def exceptions() -> dict[str, type[Exception]]:
    """Every exception that the three layers define, by its name."""
    return {
        name: value
        for module in modules()
        for name, value in vars(module).items()
        if isinstance(value, type)
        and issubclass(value, Exception)
        and value.__module__ == module.__name__
    }


def test_importing_it_loads_nothing_heavy() -> None:
    """A program pays for a module when it first uses it."""
    code = "import sys, hookflash; dir(hookflash); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded & set(HEAVY) == set()
    assert {name for name in done.stdout.split() if name.startswith("hookflash.")} == {
        "hookflash._names"
    }


def test_every_public_name_is_there() -> None:
    """Each resolves and is listed by ``dir``; any other is an error."""
    assert [name for name in hookflash.__all__ if getattr(hookflash, name, None) is None] == []
    assert set(hookflash.__all__) <= set(dir(hookflash))
    assert hookflash.__all__ == sorted(hookflash.__all__)
    with pytest.raises(AttributeError, match="no attribute 'Nonsense'"):
        hookflash.Nonsense  # type: ignore[attr-defined]  # noqa: B018 - it raises


def test_type_checkers_see_what_programs_get() -> None:
    """The imports for type checkers, the lazy table and ``__all__`` agree."""
    assert block() == MODULES
    assert {*block(), "__version__"} == set(hookflash.__all__)


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the extra, and not a module that the program never mentioned."""
    monkeypatch.setitem(MODULES, "Extra", "no_such_module")
    with pytest.raises(ImportError, match=r"hookflash\.Extra needs .* comes with an extra"):
        hookflash.Extra  # type: ignore[attr-defined]  # noqa: B018 - it raises


def public() -> set[str]:
    """Every public name; those of submodules and of the call center with their owner."""
    of_submodules = {
        f"{module}.{name}"
        for module in SUBMODULES
        for name in importlib.import_module(f"hookflash.{module}").__all__
    }
    of_center = {f"center.{name}" for name in dir(CallCenter) if not name.startswith("_")}
    return {*hookflash.__all__, *of_submodules, *of_center, *(f"center.{one}" for one in SECTIONS)}


def test_every_public_name_is_documented() -> None:
    """docs/reference/python.md has a line for each public name, and for no other."""
    first_cells = re.findall(r"^\| (`.*?) \|", REFERENCE.read_text(), re.MULTILINE)
    listed = [name for cell in first_cells for name in re.findall(r"`([\w.]+)[`(]", cell)]
    assert sorted(listed) == sorted(public())
    assert REFERENCE.read_text().count("\n") <= 180


def test_every_exception_is_public_or_internal_for_a_reason() -> None:
    """An exception that a public method may raise derives from HookflashError and is importable."""
    found = {name: kind for name, kind in exceptions().items() if not name.startswith("_")}
    foreign = {name for name, kind in found.items() if not issubclass(kind, HookflashError)}
    assert foreign == set(INTERNAL)


def test_what_public_methods_raise_is_importable() -> None:
    """Every exception named in their docstrings is a public name."""
    known = set(exceptions())
    text = "\n".join(
        inspect.getdoc(member) or ""
        for kind in PUBLIC
        for member in (kind, *(value for _, value in inspect.getmembers(kind)))
        if callable(member)
    )
    named = set(re.findall(r"`(\w+)`", text)) & known
    assert {"NoSuchCall", "UnknownNumber", "Stale", "NoSuchKey", "NotRinging"} <= named
    assert named - set(hookflash.__all__) == set()


def test_a_read_only_center_refuses_every_change() -> None:
    """It knows every method that a call center has and a reader does not."""
    center = {name for name in dir(CallCenter) if not name.startswith("_")}
    reader = {name for name in dir(CallReader) if not name.startswith("_")}
    assert (center - reader - {"open", "read"}) | SECTIONS == CHANGING


def test_the_documentation_imports_only_public_names() -> None:
    """README and docs import from hookflash and its public submodules, and from nowhere deeper.

    Pages for contributors may import internals.
    """
    pages = {**texts("README.md"), **texts("docs", suffix=".md")}
    allowed = {"hookflash", *(f"hookflash.{name}" for name in (*SUBMODULES, "testing"))}
    deeper = re.compile(r"hookflash\.(?:orchestrator|domain|projections)\b")
    imported = re.compile(r"^\s*(?:from|import) (hookflash[\w.]*)", re.MULTILINE)
    wrong = {
        f"{path}: {name}"
        for path, text in pages.items()
        if path.parent != Path("docs/adr") and path != Path("docs/how-to/develop.md")
        for name in (*imported.findall(text), *deeper.findall(text))
        if name not in allowed
    }
    assert wrong == set()
