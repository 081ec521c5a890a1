"""``hookflash.testing`` is thin: names are imported on first use, pytest only for contracts."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import hookflash.testing

SOURCE = ast.parse(Path(hookflash.testing.__file__).read_text(encoding="utf-8"))
WITHOUT_CONTRACTS = """
import sys
import hookflash.testing

assert not any(name.startswith("hookflash.orchestrator.testing") for name in sys.modules)
for name in hookflash.testing.__all__:
    if not name.endswith(("Contract", "Receiver", "Reports", "ReportTo", "_stage", "Stage")):
        getattr(hookflash.testing, name)
assert "pytest" not in sys.modules
"""
WITHOUT_PYTEST = """
import sys
sys.modules["pytest"] = None
import hookflash.testing

try:
    hookflash.testing.MessagingContract
except ModuleNotFoundError as error:
    assert "pip install 'hookflash[testing]'" in str(error), error
else:
    raise AssertionError("imported")
"""


def test_every_name_is_imported_from_where_a_type_checker_looks() -> None:
    """The three lists of names agree, and so do their values."""
    seen = {
        alias.name: node.module
        for node in ast.walk(SOURCE)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("hookflash")
        for alias in node.names
    }
    assert sorted(seen) == sorted(hookflash.testing.__all__) == sorted(dir(hookflash.testing))
    for name, home in seen.items():
        value = getattr(hookflash.testing, name)
        assert value is getattr(import_module(str(home)), name), name


def test_a_name_that_does_not_exist_is_an_attribute_error() -> None:
    """As of any module."""
    with pytest.raises(AttributeError, match="no attribute 'a_text'"):
        hookflash.testing.a_text  # type: ignore[attr-defined] # noqa: B018 - wrong on purpose


@pytest.mark.parametrize(
    "program", [WITHOUT_CONTRACTS, WITHOUT_PYTEST], ids=["all but contracts", "a contract"]
)
def test_only_contracts_need_pytest(program: str) -> None:
    """Everything else works without it; the error for a contract names the extra."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
