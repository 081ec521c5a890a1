"""Workers that are killed at random moments, under load."""

import os
from pathlib import Path

import pytest

from tests.rig.crash import crash
from tests.rig.rig import RigSettings
from tests.rig.texting import Promise
from tests.servers.postgres import PostgresServer

KILLS = 50 if "CI" in os.environ else 20
"""``scripts/crash`` can do any number; ``.ci/nightly`` does more, each night with other callers."""


@pytest.mark.parametrize("promise", ["query"])
def test_nothing_is_lost_and_nothing_done_twice_on_sqlite(
    promise: Promise, file_url: str, tmp_path: Path
) -> None:
    """Faults 1-4, 5-9, 13-15, 18, 19, 30: kills and a bad provider, on one file."""
    result = crash(RigSettings(log=file_url, folder=tmp_path, promise=promise), KILLS)
    assert result.faults == []


@pytest.mark.parametrize("promise", ["native"])
def test_nothing_is_lost_and_nothing_done_twice_on_postgresql(
    promise: Promise, postgres: PostgresServer, tmp_path: Path
) -> None:
    """Faults 1-4, 5-9, 11, 13-15, 18, 19, 27: the same on a server, with a key that sends once."""
    url = postgres.new_database()
    result = crash(RigSettings(log=url, folder=tmp_path, promise=promise), KILLS)
    assert result.faults == []
