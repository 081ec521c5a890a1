"""The stores that run the contract."""

from collections.abc import Iterator

import pytest

from hookflash.orchestrator.log.store import Store, open_store


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty log."""
    with open_store(url) as opened:
        yield opened
