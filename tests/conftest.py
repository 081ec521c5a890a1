"""How property tests run: at their own pace, and in CI with the same examples each time."""

import os
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import HealthCheck, settings

from hookflash.orchestrator.telemetry import logs

settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if "CI" in os.environ else "here")


@pytest.fixture(autouse=True)
def logs_as_they_come(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leave no other test with the logging that this one set up."""
    monkeypatch.setattr(logs, "_configure", None)
    structlog.reset_defaults()
    yield
    structlog.reset_defaults()
