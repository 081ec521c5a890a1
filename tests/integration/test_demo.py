"""``scripts/demo`` plays a whole call in the terminal."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.rig.sound import loudness
from tests.tree import ROOT

pytestmark = pytest.mark.slow


def test_the_demo_can_be_repeated(tmp_path: Path) -> None:
    """It prints text, transfer, voicemail, inbox, trail and chart, and keeps its database."""
    database = f"sqlite:///{tmp_path / 'demo.db'}"
    environment = os.environ | {
        "HOOKFLASH_DB": database,
        "HOOKFLASH_RECORDINGS": str(tmp_path / "kept"),
        "CI": "1",
        "COLUMNS": "80",
    }
    for _ in range(2):
        shown = subprocess.run(
            [ROOT / "scripts" / "demo"],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=240,
        ).stdout
        for words in (
            "Thanks for calling Harbor Dental.",
            "The text was delivered",
            "No one answered: timed out",
            "A message of",
            "to Scheduling  voicemail",
            "→ voicemail_fallback  ✓",
            "hookflash test-call",
            str(tmp_path / "demo.db"),
        ):
            assert words in shown
    assert (tmp_path / "demo.db").exists()
    sounds = [file for file in (tmp_path / "kept").rglob("*") if file.is_file()]
    assert len(sounds) == 2
    assert all(loudness(file.read_bytes()) > 0.02 for file in sounds)
