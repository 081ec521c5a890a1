"""``scripts/demo --twilio``: the call goes through, and both sides of it are shown."""

from io import StringIO
from pathlib import Path

from rich.console import Console

from scripts.twilio_demo import SPEED, both_sides, played
from tests.rig.scaled_time import run_scaled


def test_a_call_over_twilio_is_shown_from_both_sides(tmp_path: Path) -> None:
    """What the caller heard and the phones did, beside the events of the log."""
    ledger, events = run_scaled(played(tmp_path), SPEED)
    screen = Console(width=160, record=True, file=StringIO())
    screen.print(both_sides(ledger, events))
    shown = screen.export_text()
    assert "says “Yes, please.”" in shown
    assert "is bridged with the caller" in shown
    assert "Dana is connected to the caller" in shown
