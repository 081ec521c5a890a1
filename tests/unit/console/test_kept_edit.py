"""Whose the unsaved edits are that a window keeps."""

from datetime import UTC, datetime
from unittest.mock import patch

from hookflash.domain.access.keys import Key
from hookflash.orchestrator.console import kept_edit
from hookflash.orchestrator.http.auth import Asker

ISSUED = datetime(2026, 3, 2, tzinfo=UTC)


def name_for(workspace: str, key: str) -> str:
    """The name under which the window keeps an edit of the job Booking."""
    asker = Asker(workspace, Key(key, key, "configure", "salt", "hash", ISSUED))
    with patch.object(kept_edit, "signed_in", return_value=asker):
        return kept_edit._owned("job/Booking")


def test_each_key_of_each_workspace_has_its_own() -> None:
    """The next key to sign in at the window is not given what another one typed."""
    names = {name_for(workspace, key) for workspace in ("a", "b") for key in ("one", "two")}
    assert len(names) == 4
