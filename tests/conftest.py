"""Which tests are quick, and how property tests run.

Without paths only the quick tests run: those that need no PostgreSQL, no browser and no patience.
``--all``, paths or ``-m`` choose others.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
import structlog
from hypothesis import HealthCheck, settings

from hookflash.orchestrator.telemetry import logs

HERE: Final = Path(__file__).parent
QUICK: Final = "not (postgres or browser or slow)"
FOLDERS: Final = {"browser": "browser", "crash": "slow"}
"""Folders in which every test has a mark."""

settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if "CI" in os.environ else "here")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--all``."""
    parser.addoption(
        "--all",
        action="store_true",
        help="run every test; without it and without paths, only the quick ones",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Choose the quick tests if nothing else is chosen. xdist hands the choice to its workers."""
    chosen = config.option.all or config.option.markexpr
    if not chosen and config.args_source is not pytest.Config.ArgsSource.ARGS:
        config.option.markexpr = QUICK


def pytest_report_header(config: pytest.Config) -> str | None:
    """Say that tests are left out."""
    quick = config.option.markexpr == QUICK
    return (
        "quick tests only; --all adds PostgreSQL, the browser and the slow ones" if quick else None
    )


@pytest.hookimpl(tryfirst=True)  # marks have to be there when -m is applied
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by their folder, and those that are given a PostgreSQL server."""
    for item in items:
        if mark := FOLDERS.get(item.path.relative_to(HERE).parts[0]):
            item.add_marker(mark)
        if _needs_postgres(item):
            item.add_marker("postgres")


def _needs_postgres(item: pytest.Item) -> bool:
    case = getattr(item, "callspec", None)
    given = case.params.values() if case is not None else ()
    texts = [value for value in given if isinstance(value, str)]
    if any(text.startswith("postgresql") for text in texts):
        return True
    return "postgres" in getattr(item, "fixturenames", ())


@pytest.fixture(autouse=True)
def logs_as_they_come(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leave no other test with the logging that this one set up."""
    monkeypatch.setattr(logs, "_configure", None)
    structlog.reset_defaults()
    yield
    structlog.reset_defaults()
