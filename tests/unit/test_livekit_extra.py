"""Without the extra, the import of hookflash.livekit says what to install."""

import importlib
import sys

import pytest


def test_without_livekit_the_import_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a reader of the page meets it."""
    for name in [name for name in sys.modules if "livekit" in name and "hookflash" in name]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "livekit.agents", None)
    with pytest.raises(ImportError, match=r"pip install 'hookflash\[livekit\]'"):
        importlib.import_module("hookflash.livekit")
