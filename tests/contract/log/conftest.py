"""The stores that the contract is held to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hookflash.orchestrator.log.store import Store, open_store


@pytest.fixture(params=["sqlite-file", "sqlite-memory"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a log can be opened, a new one for each test."""
    if request.param == "sqlite-memory":
        return "sqlite://"
    return f"sqlite:///{tmp_path / 'log.db'}"


@pytest.fixture
def shared_url(tmp_path: Path) -> str:
    """Where several processes can open one log, a new one for each test."""
    return f"sqlite:///{tmp_path / 'log.db'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty log."""
    with open_store(url) as opened:
        yield opened
