"""How property tests run: at their own pace, and in CI with the same examples each time."""

import os
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import HealthCheck, settings

settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if "CI" in os.environ else "here")


@pytest.fixture(autouse=True)
def logs_as_they_come() -> Iterator[None]:
    """Leave no other test with the logging that this one set up."""
    structlog.reset_defaults()
    yield
    structlog.reset_defaults()
