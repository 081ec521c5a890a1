"""Shared by the tests of deliveries."""

from datetime import timedelta

import pytest

from hookflash.orchestrator.webhooks.outgoing import endpoint_worker


@pytest.fixture(autouse=True)
def long_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use long leases: these tests run for days, and would mostly renew one-minute leases."""
    monkeypatch.setattr(endpoint_worker, "LEASE", timedelta(hours=3))
    monkeypatch.setattr(endpoint_worker, "RENEW", timedelta(hours=1))
