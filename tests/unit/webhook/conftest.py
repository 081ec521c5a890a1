"""What the tests of deliveries share."""

from datetime import timedelta

import pytest

from hookflash.orchestrator.webhooks.outgoing import endpoint_worker as courier


@pytest.fixture(autouse=True)
def long_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Days pass here: with leases of a minute they would be mostly renewals."""
    monkeypatch.setattr(courier, "LEASE", timedelta(hours=3))
    monkeypatch.setattr(courier, "RENEW", timedelta(hours=1))
