"""An office for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from tests.integration.cli.office import Office


@pytest.fixture(autouse=True)
def _logs() -> Iterator[None]:
    """Leave logging as it was: the command line sets it up for a whole process."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture
def folder(tmp_path: Path) -> Office:
    """An office in which nothing was applied yet."""
    return Office(tmp_path)


@pytest.fixture
def office(folder: Office) -> Office:
    """An office whose workspace is applied."""
    folder.apply()
    return folder
