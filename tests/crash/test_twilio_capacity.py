"""A few calls at once on Twilio; ``scripts/capacity`` plays hundreds."""

from pathlib import Path

from tests.rig.scaled_time import run_scaled
from tests.rig.twilio.capacity import Load, carry


def test_all_that_the_carrier_did_is_explained(tmp_path: Path) -> None:
    """Each text, phone and recording belongs to one event; nobody was rung without a yes."""
    load = Load(calls=6, rate=2.0, bursts=1)
    outcome = run_scaled(carry(load, tmp_path, lambda _done, _all, _what: None, speed=5.0), 5.0)
    assert outcome.wrong == ()
    assert outcome.bursts[0].calls == 6
    assert outcome.entries > 100
