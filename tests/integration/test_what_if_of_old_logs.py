"""Calls that earlier commits recorded are decided again by today's rules."""

import gzip
from pathlib import Path

import pytest

from hookflash.time_machine import Change, Phone, Policy, Scope, what_if
from tests.tree import ROOT

LOGS = sorted((ROOT / "tests/logs").glob("*.db.gz"))
CHANGES = (
    Change(),
    Change(policy=Policy(registration="pending", ring_seconds=60)),
    Change(phones={"Front Desk": Phone(does="answer")}),
)


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.name)
def test_calls_of_old_logs_are_decided_again(log: Path, tmp_path: Path) -> None:
    """Every call counts once; the newest rules decide their own calls as recorded."""
    copy = tmp_path / "log.db"
    copy.write_bytes(gzip.decompress(log.read_bytes()))
    for change in CHANGES:
        result = what_if(f"sqlite:///{copy}", change, Scope(tests=True), processes=1)
        assert result.calls + result.skipped > 0
        if change == Change() and log.name.startswith("35f1c46"):
            assert result.same == result.calls
